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
import dev.graft.tune.ResolvedPlan.ResolvedPhase;
import java.util.List;
import java.util.Optional;

/// Gradual unfreezing: the head learns first, `layer4` joins after three epochs and `layer3` after six. The optimizer
/// follows: what goes on keeps its moments, what joins starts without any.
/// ```text
/// GradualUnfreezing [DATA] [--weights pretrained|none|FILE] [--out DIR]
/// ```
final class GradualUnfreezing {
    void main(String... args) {
        Arguments given = Arguments.of(args, "weights", "out");
        Optional<Splits<ImageSource>> data = given.data().map(ImageData::open);
        Splits<ImageSource> task = data.orElse(Splits.none(Kind.IMAGE, FeatureExtraction.TEN_CLASSES));
        ModelChoice resnet18 =
                ModelChoice.of("resnet18").withWeights(InitialWeights.parse(given.text("weights", "pretrained")));

        try (Model<ImageSource> model = Models.start(resnet18, task, Device.parse("auto"))) {
            Plan plan = Plans.gradual(model.outline(), List.of(3, 6), 10, new Plan.Rates(1e-4, 1e-4));
            for (ResolvedPhase phase : plan.resolve(model.outline()).phases()) {
                System.out.printf("[Epoch %d] Trainable parameters: %,d%n", phase.fromEpoch(), phase.trainableCount());
            }

            data.ifPresent(photos -> FineTuning.of(model, photos, plan)
                    .withListener(TrainingListener.lines(System.out::println))
                    .run(given.path("out", "runs/gradual-unfreezing")));
        }
    }
}
