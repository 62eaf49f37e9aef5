package dev.graft.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.graft.nn.Conv2d;
import dev.graft.nn.Layers;
import dev.graft.nn.Network;
import dev.graft.nn.ParamStore;
import dev.graft.nn.Stage;
import dev.graft.testing.Golden;
import dev.graft.torch.Device;
import dev.graft.torch.Scope;
import dev.graft.torch.Tensors;
import dev.graft.torch.Threads;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/// Averages are those of timm and of `torch.optim.swa_utils`, number for number.
class AveragingTest {
    private static final JsonNode GOLDEN = Golden.json("averaging/values.json");
    private static final float CLOSE = 1e-6f;

    @BeforeAll
    static void oneThread() {
        Threads.set(1);
    }

    @AfterAll
    static void allThreads() {
        Threads.set(Threads.available());
    }

    static Stream<JsonNode> exponential() {
        return GOLDEN.get("ema").get("cases").valueStream();
    }

    @ParameterizedTest
    @MethodSource("exponential")
    void anExponentialAverageIsTimms(JsonNode golden) {
        Averaging.Ema ema = new Averaging.Ema(
                golden.get("decay").asDouble(), golden.get("warm_up").asBoolean());
        try (Network network = normNetwork();
                WeightAverage average = new WeightAverage(network.params(), ema)) {
            // a parameter, a floating buffer and a count
            List<String> floating = List.of("net.0.bias", "net.1.running_mean", "net.1.running_var");
            fill(network, floating, GOLDEN.get("ema").get("start"));
            average.startEpoch(0, entry -> true);
            for (int step = 0; step < 8; step++) {
                fill(network, floating, GOLDEN.get("ema").get("live").get(step));
                count(network, step);
                average.afterStep(step);
                for (String name : floating) {
                    Tensor found = held(average, name);
                    assertClose(found, golden.get("averages").get(step), name + " after step " + step);
                }
                assertThat(Tensors.longs(held(average, "net.1.num_batches_tracked")))
                        .containsExactly(step);
            }
        }
    }

    @Test
    void anEqualAverageAndItsStatisticsAreTorchs() {
        JsonNode golden = GOLDEN.get("swa");
        try (Network network = normNetwork();
                WeightAverage average = new WeightAverage(network.params(), new Averaging.Swa(2));
                Scope scope = Scope.open();
                NoGradGuard guard = new NoGradGuard()) {
            for (int epoch = 0; epoch < 5; epoch++) {
                average.startEpoch(epoch, entry -> true);
                assertThat(average.isEmpty()).isEqualTo(epoch < 2);
                for (ParamStore.Entry entry : network.params().entries()) {
                    fill(
                            entry.tensor(),
                            golden.get("epochs")
                                    .get(Math.max(0, epoch - 2))
                                    .get(entry.name().substring(4)));
                }
                average.afterEpoch(epoch);
            }
            average.exchange();
            try (NormStatistics statistics = new NormStatistics(network, average.unmeasured())) {
                for (JsonNode batch : golden.get("batches")) {
                    Tensor x = Tensors.of(values(batch), batch.size() / 8, 2, 2, 2);
                    statistics.add(() -> network.run(0, 1, x, List.of(), stage -> true));
                }
            }
            for (ParamStore.Entry entry : network.params().entries()) {
                assertClose(
                        entry.tensor(), golden.get("average").get(entry.name().substring(4)), entry.name());
            }
        }
    }

    @Test
    void statisticsOfOtherStagesAreNotMeasured() {
        try (Network network = normNetwork()) {
            try (NormStatistics statistics = new NormStatistics(network, Set.of("another"))) {
                assertThat(statistics.isEmpty()).isTrue();
            }
            try (NormStatistics statistics = new NormStatistics(network, Set.of("net"))) {
                assertThat(statistics.isEmpty()).isFalse();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(doubles = {-0.1, 1, 1.5, Double.NaN})
    void aDecayOutOfRangeIsRefused(double decay) {
        assertThatThrownBy(() -> new Averaging.Ema(decay, false))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("averaging: expected a decay of at least 0 and below 1, found " + decay);
    }

    @Test
    void aNegativeEpochIsRefused() {
        assertThatThrownBy(() -> new Averaging.Swa(-1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("averaging: expected a first epoch of 0 or more, found -1");
    }

    /// The network of the generator: two convolutions with a norm each.
    private static Network normNetwork() {
        ParamStore params = new ParamStore(Device.CPU);
        var net = params.stage("net").sub("net");
        Stage stage = new Stage(
                "net",
                Layers.sequence(
                        Layers.conv2d(net.sub(0), Conv2d.of(2, 3, 1)),
                        Layers.batchNorm(net.sub(1), 3),
                        Layers.reluInPlace(),
                        Layers.conv2d(net.sub(3), Conv2d.of(3, 2, 1)),
                        Layers.batchNorm(net.sub(4), 2)));
        return new Network("norms", params, List.of(stage));
    }

    private static void fill(Network network, List<String> names, JsonNode values) {
        try (Scope scope = Scope.open();
                NoGradGuard guard = new NoGradGuard()) {
            names.forEach(name -> fill(network.params().get(name), values));
        }
    }

    /// With as many of the values as fit.
    private static void fill(Tensor tensor, JsonNode values) {
        float[] some = Arrays.copyOf(values(values), (int) tensor.numel());
        tensor.copy_(Tensors.of(some, Tensors.shape(tensor)));
    }

    private static Tensor held(WeightAverage average, String name) {
        return Objects.requireNonNull(average.tensors().get(name));
    }

    private static void count(Network network, long count) {
        try (Scope scope = Scope.open()) {
            network.params().get("net.1.num_batches_tracked").copy_(Tensors.of(new long[] {count}));
        }
    }

    private static float[] values(JsonNode list) {
        float[] values = new float[list.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) list.get(i).asDouble();
        }
        return values;
    }

    private static void assertClose(Tensor found, JsonNode expected, String what) {
        float[] values = Tensors.floats(found);
        for (int i = 0; i < values.length; i++) {
            assertThat(values[i])
                    .as(what + "[" + i + "]")
                    .isCloseTo((float) expected.get(i).asDouble(), within(CLOSE));
        }
    }
}
