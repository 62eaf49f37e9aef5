package dev.graft.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.graft.data.Batch;
import dev.graft.data.BatchCursor;
import dev.graft.data.BatchSource;
import dev.graft.nn.Network;
import dev.graft.testing.Golden;
import dev.graft.testing.Portable;
import dev.graft.torch.Device;
import dev.graft.torch.Tensors;
import dev.graft.tune.BatchNorms;
import dev.graft.tune.Interval;
import dev.graft.tune.NetworkOutline;
import dev.graft.tune.OptimizerSettings;
import dev.graft.tune.Phase;
import dev.graft.tune.Plan;
import dev.graft.tune.Plans;
import dev.graft.tune.Schedule;
import dev.graft.zoo.NetworkOptions;
import dev.graft.zoo.Zoo;
import java.util.List;
import java.util.Locale;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

/// Ten epochs of one step through the whole trainer, beside the same method written in PyTorch, in float64: in
/// float32 two processors give two trajectories.
class TrajectoryTest {
    private static final JsonNode GOLDEN = Golden.json("trajectories/values.json");

    @Test
    void gradualUnfreezingWithOptimizersRebuiltAndBatchNormsLeftTraining() {
        try (Network network = network()) {
            Plan plan = Plans.gradual(outline(network), List.of(3, 6), 10, new Plan.Rates(1e-4, 1e-4))
                    .withBatchNorms(BatchNorms.TRAIN_FROZEN);
            plan = plan.withPhases(
                    plan.phases().stream().map(Phase::withOptimizerReset).toList());
            assertLosses("gradual_rebuilt", fit(network, plan));
        }
    }

    @Test
    void gradualUnfreezingThatKeepsStateAndFreezesStatistics() {
        try (Network network = network()) {
            Plan plan = Plans.gradual(outline(network), List.of(3, 6), 10, Plan.Rates.DEFAULT);
            assertLosses("gradual_kept", fit(network, plan));
        }
    }

    @Test
    void layerDecay() {
        try (Network network = network()) {
            Plan plan = Plans.layerDecay(outline(network), 10, 5e-5, 0.75);
            JsonNode rates = GOLDEN.at("/layer_decay/rates");
            assertThat(plan.at(0).groups())
                    .hasSize(rates.size())
                    .allSatisfy(group -> assertThat(group.learningRate())
                            .isCloseTo(rates.get(group.name()).asDouble(), within(1e-12)));
            assertLosses("layer_decay", fit(network, plan));
        }
    }

    @Test
    void oneCycle() {
        try (Network network = network()) {
            Plan plan = Plans.full(outline(network), 10, Plan.Rates.DEFAULT)
                    .withSchedule(Schedule.oneCycle(), Interval.STEP);
            JsonNode golden = GOLDEN.get("one_cycle");
            for (int step = 0; step < 10; step++) {
                List<Double> rates = List.copyOf(plan.learningRates(step, 1).values());
                for (int group = 0; group < 2; group++) {
                    assertThat(rates.get(group))
                            .isCloseTo(golden.get("rates").get(step).get(group).asDouble(), within(1e-12));
                }
                assertThat(plan.momentum(step, 1, List.of()).orElseThrow())
                        .isCloseTo(golden.get("betas").get(step).asDouble(), within(1e-12));
            }
            assertLosses("one_cycle", fit(network, plan));
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = BatchNorms.class,
            names = {"FREEZE_STATISTICS", "FREEZE"})
    void batchNormsInEvaluationMode(BatchNorms batchNorms) {
        try (Network network = network();
                Network before = network()) {
            Plan plan = Plans.full(outline(network), 10, Plan.Rates.DEFAULT).withBatchNorms(batchNorms);
            assertLosses(batchNorms.name().toLowerCase(Locale.ROOT), fit(network, plan));
            for (String name : List.of("bn1.running_mean", "layer4.1.bn2.running_var", "layer4.1.bn2.weight")) {
                boolean same = network.params().get(name).equal(before.params().get(name));
                assertThat(same).isEqualTo(!name.endsWith("weight") || batchNorms == BatchNorms.FREEZE);
            }
        }
    }

    private static Network network() {
        Network network = Zoo.create("resnet18", NetworkOptions.of(10), Device.CPU);
        Portable.fill(network.params());
        Portable.convert(network.params(), ScalarType.Double);
        return network;
    }

    private static NetworkOutline outline(Network network) {
        return NetworkOutline.of(network);
    }

    private static History fit(Network network, Plan plan) {
        assertThat(plan.optimizer()).isIn(OptimizerSettings.adam(), OptimizerSettings.adamW());
        return new Trainer(network, plan, Recipe.DEFAULT, new FourImages(), new FourImages()).fit();
    }

    private static void assertLosses(String name, History history) {
        JsonNode losses = GOLDEN.get(name).get("losses");
        assertThat(history.epochs()).hasSize(losses.size()).allSatisfy(epoch -> {
            double expected = losses.get(epoch.epoch() - 1).asDouble();
            assertThat(epoch.trainLoss())
                    .as("loss of epoch %d", epoch.epoch())
                    .isCloseTo(expected, within(1e-6 * expected));
        });
    }

    /// One batch an epoch.
    private record FourImages() implements BatchSource {
        @Override
        public int examples() {
            return 4;
        }

        @Override
        public int batches() {
            return 1;
        }

        @Override
        public BatchCursor open(int epoch, int from) {
            return new BatchCursor() {
                private boolean done = from > 0;

                @Override
                public @Nullable Batch next() {
                    if (done) {
                        return null;
                    }
                    done = true;
                    Tensor images = Portable.inputs(4, 3, 64, 64).to(ScalarType.Double);
                    return new Batch(List.of(images), Tensors.of(new long[] {1, 3, 5, 7}, 4));
                }

                @Override
                public void close() {}
            };
        }
    }
}
