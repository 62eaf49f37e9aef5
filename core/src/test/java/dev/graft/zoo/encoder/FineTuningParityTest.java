package dev.graft.zoo.encoder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.graft.nn.Network;
import dev.graft.nn.ParamStore;
import dev.graft.testing.Golden;
import dev.graft.testing.Portable;
import dev.graft.torch.Device;
import dev.graft.torch.Scope;
import dev.graft.torch.Tensors;
import dev.graft.tune.GradientClip;
import dev.graft.tune.Loss;
import dev.graft.tune.NetworkOutline;
import dev.graft.tune.Optimizer;
import dev.graft.tune.ParamGroup;
import dev.graft.tune.Plan;
import dev.graft.tune.Plans;
import java.util.List;
import java.util.Map;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// Fine-tuning with [Plans#huggingFace] is what transformers' `Trainer` does.
class FineTuningParityTest {
    private static final double RELATIVE = 1e-4;

    private final JsonNode golden = Golden.json("text/BertForSequenceClassification-adamw.json");
    private final EncoderReference reference = new EncoderReference(golden);

    @Test
    void twelveStepsGiveTheRatesLossesAndWeightsOfTransformers() {
        int steps = golden.get("losses").size();
        try (Network network = Encoders.create(reference.config(), reference.head(), Device.CPU)) {
            ParamStore params = network.params();
            Portable.fill(params);
            params.parameters().forEach(entry -> entry.tensor().set_requires_grad(true));
            NetworkOutline outline = NetworkOutline.of(network);
            Plan plan = Plans.huggingFace(
                    outline, steps, golden.get("optimizer").get("learning_rate").asDouble());
            List<ParamGroup> groups = ParamGroup.of(plan.resolve(outline).at(0), params);
            try (Optimizer optimizer = new Optimizer(plan.optimizer(), groups)) {
                for (int step = 0; step < steps; step++) {
                    step(network, optimizer, plan.learningRates(step, 1), step);
                }
            }
            for (String name : golden.get("weight_l2_after").propertyNames()) {
                assertNear(
                        "weight " + name,
                        params.get(name).norm().item_double(),
                        golden.get("weight_l2_after").get(name));
            }
        }
    }

    private void step(Network network, Optimizer optimizer, Map<String, Double> rates, int step) {
        double rate = golden.get("learning_rates").get(step).asDouble();
        assertThat(rates.values())
                .as("rates at step %d", step)
                .allSatisfy(found -> assertThat(found).isCloseTo(rate, within(1e-12)));
        try (Scope scope = Scope.open()) {
            List<Tensor> inputs = reference.inputs();
            Tensor logits = network.run(
                    0, network.stages().size(), inputs.getFirst(), inputs.subList(1, inputs.size()), stage -> true);
            Tensor loss = Loss.crossEntropy().of(logits, Tensors.of(new long[] {0, 2, 4}, 3));
            optimizer.zeroGrad();
            loss.backward();
            double norm = GradientClip.byGlobalNorm(
                    network.params().parameters(),
                    golden.get("optimizer").get("max_grad_norm").asDouble());
            assertNear(
                    "loss at step " + step,
                    loss.item_double(),
                    golden.get("losses").get(step));
            assertNear(
                    "gradient at step " + step, norm, golden.get("grad_norms").get(step));
            optimizer.step(rates);
        }
    }

    private static void assertNear(String what, double found, JsonNode expected) {
        double wanted = expected.asDouble();
        assertThat(found).as(what).isCloseTo(wanted, within(RELATIVE * wanted));
    }
}
