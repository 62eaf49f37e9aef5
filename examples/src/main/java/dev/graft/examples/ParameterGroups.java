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
import dev.graft.tune.Group;
import dev.graft.tune.OptimizerSettings;
import dev.graft.tune.Plan;
import dev.graft.tune.ResolvedPlan.ResolvedGroup;
import java.util.List;
import java.util.Optional;

/// Discriminative learning rates: the earlier a layer, the more general what it knows, and the slower it learns.
/// ```text
/// ParameterGroups [DATA] [--weights pretrained|none|FILE] [--epochs N] [--out DIR]
/// ```
final class ParameterGroups {
    void main(String... args) {
        Arguments given = Arguments.of(args, "weights", "epochs", "out");
        Optional<Splits<ImageSource>> data = given.data().map(ImageData::open);
        Splits<ImageSource> task = data.orElse(Splits.none(Kind.IMAGE, FeatureExtraction.TEN_CLASSES));
        ModelChoice resnet18 =
                ModelChoice.of("resnet18").withWeights(InitialWeights.parse(given.text("weights", "pretrained")));

        // Each group has a name, what it selects, a learning rate and a weight decay. The stem is conv1 and bn1.
        Plan plan = Plan.of(
                        given.number("epochs", 10),
                        new Group("early_layers", List.of("stem", "layer1", "layer2"), 1e-5, 1e-2),
                        new Group("late_layers", List.of("layer3", "layer4"), 1e-4, 1e-2),
                        new Group("classifier", List.of("fc"), 1e-3, 1e-2))
                .withOptimizer(OptimizerSettings.adamW());

        try (Model<ImageSource> model = Models.start(resnet18, task, Device.parse("auto"))) {
            List<ResolvedGroup> groups = plan.resolve(model.outline()).at(0).groups();
            for (int i = 0; i < groups.size(); i++) {
                Group group = groups.get(i).group();
                System.out.printf(
                        "Group %d (%s): lr=%.0e, params=%,d%n",
                        i, group.name(), group.learningRate(), groups.get(i).count());
            }

            data.ifPresent(photos -> FineTuning.of(model, photos, plan)
                    .withListener(TrainingListener.lines(System.out::println))
                    .run(given.path("out", "runs/parameter-groups")));
        }
    }
}
