package dev.graft.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.data.Percentage.withPercentage;

import dev.graft.nn.Network;
import dev.graft.nn.ParamStore;
import dev.graft.testing.Golden;
import dev.graft.torch.Threads;
import dev.graft.tune.NetworkOutline;
import dev.graft.tune.Plan;
import dev.graft.tune.Plans;
import dev.graft.weights.Sha256;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class LearningRateFinderTest {
    @BeforeEach
    void oneThread() {
        Threads.set(1);
    }

    @AfterEach
    void giveTheThreadsBack() {
        Threads.set(Threads.available());
    }

    @Test
    void suggestionsAreFastais() {
        for (JsonNode golden : Golden.json("find-lr/values.json").get("cases")) {
            LearningRateCurve.Recorder recorder = new LearningRateCurve.Recorder(0.98, 1e9);
            for (int i = 0; i < golden.get("losses").size(); i++) {
                recorder.add(
                        golden.get("rates").get(i).asDouble(),
                        golden.get("losses").get(i).asDouble());
            }
            LearningRateCurve curve = recorder.curve();
            for (int i = 0; i < curve.points().size(); i++) {
                assertThat(curve.points().get(i).smoothed())
                        .isCloseTo(golden.get("smoothed").get(i).asDouble(), within(1e-9));
            }
            assertThat(curve.steepest().orElseThrow())
                    .isCloseTo(golden.get("steepest").asDouble(), withPercentage(1e-7));
            assertThat(curve.valley().orElseThrow())
                    .isCloseTo(golden.get("valley").asDouble(), withPercentage(1e-7));
        }
    }

    @Test
    void theNetworkIsAsBeforeAndTheRatesRiseThroughTheRange() {
        try (Network network = Toy.network(3)) {
            String before = Sha256.of(network.params());
            Plan plan = Plans.full(NetworkOutline.of(network), 5, Plan.Rates.DEFAULT);
            List<TrainingEvent> events = new ArrayList<>();
            LearningRateCurve curve = LearningRateFinder.find(
                    network,
                    plan,
                    Recipe.DEFAULT,
                    Toy.Points.training(), // 12 batches: it takes several epochs
                    LearningRateFinder.Range.DEFAULT,
                    List.of(events::add));
            assertThat(Sha256.of(network.params())).isEqualTo(before);
            assertThat(network.params().parameters())
                    .extracting(ParamStore.Entry::tensor)
                    .noneMatch(tensor -> tensor.requires_grad());
            List<LearningRateCurve.Point> points = curve.points();
            assertThat(points.getFirst().learningRate()).isCloseTo(1e-7, within(1e-15));
            double factor = Math.pow(1e8, 1 / 99.0);
            for (int i = 1; i < points.size(); i++) {
                assertThat(points.get(i).learningRate() / points.get(i - 1).learningRate())
                        .isCloseTo(factor, within(1e-9));
            }
            if (!curve.diverged()) {
                assertThat(points).hasSize(100);
            }
            assertThat(events).hasSize(points.size());
            assertThat(curve.valley().orElseThrow()).isBetween(1e-6, 1.0);
        }
    }

    @Test
    void itStopsWhereTheLossExplodes() {
        LearningRateCurve.Recorder recorder = new LearningRateCurve.Recorder(0.98, 4);
        assertThat(recorder.add(1e-3, 1)).isTrue();
        assertThat(recorder.add(1e-2, 3)).isTrue();
        assertThat(recorder.add(1e-1, 100)).isFalse();
        assertThat(recorder.curve().diverged()).isTrue();
        assertThat(recorder.curve().valley()).isEmpty();
        LearningRateCurve.Recorder another = new LearningRateCurve.Recorder(0.98, 4);
        assertThat(another.add(1, Double.NaN)).isFalse();
        assertThat(another.curve().points()).isEmpty();
    }

    @Test
    void rangesThatMakeNoSenseAreRefused() {
        assertThatThrownBy(() -> new LearningRateFinder.Range(0, 1, 100))
                .hasMessage("learning rates: expected 0 < from < to, found 0.0 and 1.0");
        assertThatThrownBy(() -> new LearningRateFinder.Range(1, 1, 100)).hasMessageContaining("from < to");
        assertThatThrownBy(() -> new LearningRateFinder.Range(1, 2, 5))
                .hasMessage("steps: expected at least 20, found 5");
    }
}
