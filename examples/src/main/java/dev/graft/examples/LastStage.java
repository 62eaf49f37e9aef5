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
import java.util.Optional;

/// Fine-tuning of the last stage: `layer4` of a ResNet learns slowly, beside the new head. Only the plan is
/// another than in [FeatureExtraction].
/// ```text
/// LastStage [DATA] [--model NAME] [--weights pretrained|none|FILE] [--epochs N] [--out DIR]
/// ```
final class LastStage {
    void main(String... args) {
        Arguments given = Arguments.of(args, "model", "weights", "epochs", "out");
        Optional<Splits<ImageSource>> data = given.data().map(ImageData::open);
        Splits<ImageSource> task = data.orElse(Splits.none(Kind.IMAGE, FeatureExtraction.TEN_CLASSES));
        ModelChoice choice = ModelChoice.of(given.text("model", "resnet18"))
                .withWeights(InitialWeights.parse(given.text("weights", "pretrained")));

        try (Model<ImageSource> model = Models.start(choice, task, Device.parse("auto"))) {
            // Adam, 1e-4 for what is pretrained and 1e-3 for what is new
            Plan.Rates rates = new Plan.Rates(1e-4, 1e-3);
            Plan plan = Plans.lastStages(model.outline(), 1, given.number("epochs", 10), rates);
            System.out.printf(
                    "Trainable parameters: %,d%n",
                    plan.resolve(model.outline()).at(0).trainableCount());

            data.ifPresent(photos -> FineTuning.of(model, photos, plan)
                    .withListener(TrainingListener.lines(System.out::println))
                    .run(given.path("out", "runs/last-stage")));
        }
    }
}
