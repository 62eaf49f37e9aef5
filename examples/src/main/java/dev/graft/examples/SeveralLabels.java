package dev.graft.examples;

import dev.graft.Models;
import dev.graft.data.ImageData;
import dev.graft.data.ImageOptions;
import dev.graft.data.ImageSource;
import dev.graft.data.Splits;
import dev.graft.data.Task;
import dev.graft.job.FineTuning;
import dev.graft.job.Run;
import dev.graft.model.InitialWeights;
import dev.graft.model.Model;
import dev.graft.model.ModelChoice;
import dev.graft.model.ModelKind;
import dev.graft.torch.Device;
import dev.graft.train.TrainingListener;
import dev.graft.tune.Plan;
import dev.graft.tune.Plans;
import dev.graft.weights.Hub;
import java.nio.file.Path;
import java.util.List;

/// Images with any number of labels, or with numbers: a table names the file of each and what it should be answered
/// with.
/// ```text
/// SeveralLabels TABLE --labels dust,scratch,dent [--task labels|regression] [--model NAME] [--weights …]
///     [--epochs N] [--out DIR]
/// ```
/// For labels the columns hold 0 and 1; for a regression, numbers.
final class SeveralLabels {
    void main(String... args) {
        Arguments given = Arguments.of(args, "labels", "task", "model", "weights", "epochs", "out");
        Path table = given.data().orElseThrow(() -> new IllegalArgumentException("expected TABLE, found none"));
        List<String> columns = List.of(given.text("labels", "").split(","));
        Task task = given.text("task", "labels").equals("labels") ? Task.MULTI_LABEL_CLASSIFICATION : Task.REGRESSION;
        ImageOptions options = ImageOptions.defaults()
                .withTable(new ImageOptions.Table(ImageOptions.AUTO, columns, "", false))
                .withTask(task);
        Splits<ImageSource> data = ImageData.open(table, options);
        ModelChoice choice = ModelChoice.of(given.text("model", "resnet18"))
                .withWeights(InitialWeights.parse(given.text("weights", "pretrained")));

        try (Model<ImageSource> model = Models.start(
                ModelKind.IMAGE, choice, task, data.labels(), Device.parse("auto"), Hub.fromEnvironment())) {
            Plan plan = Plans.full(model.outline(), given.number("epochs", 10), Plan.Rates.DEFAULT);
            Run run = FineTuning.of(model, data, plan)
                    .withListener(TrainingListener.lines(System.out::println))
                    .run(given.path("out", "runs/several-labels"));
            run.best().metrics().forEach((name, value) -> System.out.printf("%-12s %.4f%n", name, value));
        }
    }
}
