package dev.graft.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Percentage.withPercentage;

import dev.graft.data.NoiseImages;
import dev.graft.nn.Network;
import dev.graft.torch.Device;
import dev.graft.torch.Threads;
import dev.graft.train.reuse.ReuseSettings;
import dev.graft.tune.NetworkOutline;
import dev.graft.tune.Plan;
import dev.graft.tune.Plans;
import dev.graft.weights.Sha256;
import dev.graft.zoo.NetworkOptions;
import dev.graft.zoo.Zoo;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CostEstimateTest {
    private static final NoiseImages TRAINING = new NoiseImages(70, 16, 3, 3, 32, false, 1);
    private static final NoiseImages VALIDATION = new NoiseImages(21, 16, 3, 3, 32, false, 1);

    @BeforeEach
    void oneThread() {
        Threads.set(1);
    }

    @AfterEach
    void giveTheThreadsBack() {
        Threads.set(Threads.available());
    }

    @Test
    void everyPhaseIsMeasuredAndTheNetworkIsAsBefore() {
        try (Network network = Zoo.create("graft-nano", NetworkOptions.of(3), Device.CPU)) {
            network.params().initialize(1);
            String before = Sha256.of(network.params());
            Plan plan = Plans.gradual(NetworkOutline.of(network), List.of(2, 5), 9, Plan.Rates.DEFAULT);

            CostEstimate estimate = CostEstimate.measure(
                    network, plan, Recipe.DEFAULT.withAccumulation(2), ReuseSettings.DEFAULT, TRAINING, VALIDATION);

            assertThat(Sha256.of(network.params())).isEqualTo(before);
            assertThat(estimate.stepsPerEpoch()).isEqualTo(3);
            assertThat(estimate.phases())
                    .extracting(CostEstimate.PhaseCost::epochs)
                    .containsExactly(2, 3, 4);
            assertThat(estimate.phases()).allSatisfy(phase -> {
                assertThat(phase.secondsPerReusedBatch()).isPositive();
                double training = 5 * (phase.secondsPerBatch() + (phase.epochs() - 1) * phase.secondsPerReusedBatch());
                assertThat(phase.seconds()).isCloseTo(training + phase.evaluationSeconds(), withPercentage(0.01));
            });
            CostEstimate.PhaseCost head = estimate.phases().getFirst();
            assertThat(head.secondsPerReusedBatch())
                    .as("frozen stages run once")
                    .isLessThan(head.secondsPerBatch());
            double phases = estimate.phases().stream()
                    .mapToDouble(CostEstimate.PhaseCost::seconds)
                    .sum();
            assertThat(estimate.savingSeconds()).isPositive();
            assertThat(estimate.seconds()).isCloseTo(phases + estimate.savingSeconds(), withPercentage(0.01));
            assertThat(estimate.withPreparation(3).withPreparation(2).seconds())
                    .isCloseTo(phases + estimate.savingSeconds() + 2, withPercentage(0.01));
            estimate.memoryMiB().ifPresent(mebibytes -> assertThat(mebibytes).isBetween(50L, 100_000L));
        }
    }
}
