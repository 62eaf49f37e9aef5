package dev.graft.examples;

import dev.graft.Models;
import dev.graft.data.ImageData;
import dev.graft.data.ImageSource;
import dev.graft.data.Kind;
import dev.graft.data.Splits;
import dev.graft.job.FineTuning;
import dev.graft.model.InitialWeights;
import dev.graft.model.Model;
import dev.graft.model.ModelChoice;
import dev.graft.torch.Device;
import dev.graft.train.TrainingListener;
import dev.graft.tune.Plan;
import dev.graft.tune.Plans;
import java.util.List;
import java.util.Optional;

/// Feature extraction: a pretrained network stays as it is, and only a new head learns.
/// ```text
/// FeatureExtraction [DATA] [--model NAME] [--weights pretrained|none|FILE] [--epochs N] [--out DIR]
/// ```
/// Without DATA, a folder with a folder of photos for each class, it only says what would be learned.
final class FeatureExtraction {
    static final List<String> TEN_CLASSES =
            List.of("airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck");

    void main(String... args) {
        Arguments given = Arguments.of(args, "model", "weights", "epochs", "out");
        Optional<Splits<ImageSource>> data = given.data().map(ImageData::open);
        Splits<ImageSource> task = data.orElse(Splits.none(Kind.IMAGE, TEN_CLASSES));
        ModelChoice choice = ModelChoice.of(given.text("model", "resnet18"))
                .withWeights(InitialWeights.parse(given.text("weights", "pretrained")));

        try (Model<ImageSource> model = Models.start(choice, task, Device.parse("auto"))) {
            Plan plan = Plans.featureExtraction(model.outline(), given.number("epochs", 10), 1e-3);
            System.out.printf("Total parameters: %,d%n", model.outline().parameterCount());
            System.out.printf(
                    "Trainable parameters: %,d%n",
                    plan.resolve(model.outline()).at(0).trainableCount());

            data.ifPresent(photos -> FineTuning.of(model, photos, plan)
                    .withListener(TrainingListener.lines(System.out::println))
                    .run(given.path("out", "runs/feature-extraction")));
        }
    }
}
