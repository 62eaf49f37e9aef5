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
import dev.graft.nn.Lora;
import dev.graft.text.NearNames;
import dev.graft.torch.Device;
import dev.graft.train.TrainingListener;
import dev.graft.tune.NetworkOutline;
import dev.graft.tune.Plan;
import dev.graft.tune.Plans;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/// Every method of tuning in one line each: only the plan is another. Prints the plan; with data, runs it.
/// ```text
/// Methods [DATA] [--method NAME] [--model NAME] [--weights pretrained|none|FILE] [--out DIR]
/// ```
final class Methods {
    private static final int EPOCHS = 10;
    private static final Plan.Rates RATES = new Plan.Rates(1e-4, 1e-3);

    private static Map<String, Function<NetworkOutline, Plan>> methods() {
        Map<String, Function<NetworkOutline, Plan>> methods = new LinkedHashMap<>();
        methods.put("feature-extraction", network -> Plans.featureExtraction(network, EPOCHS, 1e-3));
        methods.put("last-stages", network -> Plans.lastStages(network, 1, EPOCHS, RATES));
        methods.put("full", network -> Plans.full(network, EPOCHS, RATES));
        methods.put("discriminative", network -> Plans.discriminative(network, EPOCHS, new Plan.Rates(1e-5, 1e-3)));
        methods.put("layer-decay", network -> Plans.layerDecay(network, EPOCHS, 1e-3, 0.75));
        methods.put("gradual", network -> Plans.gradual(network, List.of(3, 6), EPOCHS, RATES));
        methods.put("gradual-when-stalled", network -> Plans.gradualWhenStalled(network, 2, 3, EPOCHS, RATES));
        methods.put("probe-then-fine-tune", network -> Plans.probeThenFineTune(network, 5, 2, EPOCHS, RATES));
        methods.put("fine-tune", network -> Plans.fineTune(network, 1, EPOCHS - 1, 2e-3));
        methods.put("surgical", network -> Plans.surgical(network, List.of("layer1"), EPOCHS, RATES));
        methods.put("norm-only", network -> Plans.normOnly(network, EPOCHS, RATES));
        methods.put("bias-only", network -> Plans.biasOnly(network, EPOCHS, RATES));
        methods.put("lora", network -> Plans.adapters(network, EPOCHS, new Plan.Rates(1e-3, 1e-3)));
        return methods;
    }

    void main(String... args) {
        Arguments given = Arguments.of(args, "method", "model", "weights", "out");
        Optional<Splits<ImageSource>> data = given.data().map(ImageData::open);
        Splits<ImageSource> task = data.orElse(Splits.none(Kind.IMAGE, FeatureExtraction.TEN_CLASSES));
        ModelChoice plain = ModelChoice.of(given.text("model", "resnet18"))
                .withWeights(InitialWeights.parse(given.text("weights", "pretrained")));
        String only = given.text("method", "all");

        if (!only.equals("all") && !methods().containsKey(only)) {
            throw new IllegalArgumentException(
                    "--method: expected all, " + String.join(", ", methods().keySet())
                            + ", found '" + only + "'; nearest: "
                            + NearNames.nearest(only, methods().keySet(), 1).getFirst());
        }

        methods().forEach((name, method) -> {
            if (only.equals("all") || only.equals(name)) {
                ModelChoice choice = name.equals("lora") ? plain.withLora(Lora.of(8)) : plain;
                try (Model<ImageSource> model = Models.start(choice, task, Device.parse("auto"))) {
                    Plan plan = method.apply(model.outline());
                    System.out.println(plan.resolve(model.outline()).describe());
                    data.ifPresent(photos -> FineTuning.of(model, photos, plan)
                            .withListener(TrainingListener.lines(System.out::println))
                            .run(given.path("out", "runs/methods").resolve(name)));
                }
            }
        });
    }
}
