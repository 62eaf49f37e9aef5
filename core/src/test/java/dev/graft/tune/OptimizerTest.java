package dev.graft.tune;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.graft.nn.Init;
import dev.graft.nn.ParamStore;
import dev.graft.testing.Memory;
import dev.graft.torch.Device;
import dev.graft.torch.Scope;
import dev.graft.torch.Tensors;
import dev.graft.torch.Threads;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class OptimizerTest {
    private final ParamStore params = new ParamStore(Device.CPU);

    static Stream<OptimizerSettings> kinds() {
        return Stream.of(
                OptimizerSettings.sgd(0),
                OptimizerSettings.sgd(0.9),
                new OptimizerSettings.Sgd(0.8, true),
                OptimizerSettings.adam(),
                OptimizerSettings.adamW());
    }

    static LongStream seeds() {
        return LongStream.range(0, 25);
    }

    @AfterEach
    void free() {
        Threads.set(Threads.available());
        params.close();
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void stepsAreThoseOfTheTextbook(long seed) {
        Random random = new Random(seed);
        OptimizerSettings settings = randomSettings(random);
        double decay = random.nextBoolean() ? 0 : random.nextDouble() * 0.1;
        double rate = Math.pow(10, -4 + 3 * random.nextDouble());
        int size = 1 + random.nextInt(7);
        Tensor weight = parameter("w", normal(random, size));
        double[] start = doubles(weight);
        Textbook expected = new Textbook(settings, decay, start);
        try (Optimizer optimizer = new Optimizer(settings, List.of(group("all", decay, "w")))) {
            for (int step = 0; step < 12; step++) {
                float[] gradient = normal(random, size);
                give(weight, gradient);
                double now = rate / (1 + step);
                optimizer.step(Map.of("all", now));
                expected.step(gradient, now);
                assertThat(doubles(weight))
                        .as("%s, step %d", settings, step)
                        .containsExactly(expected.weight, within(2e-5));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void everyGroupHasItsOwnRateAndDecay(OptimizerSettings settings) {
        Tensor slow = parameter("slow", 1, 2);
        Tensor fast = parameter("fast", 1, 2);
        Tensor still = parameter("still", 1, 2);
        try (Optimizer optimizer = new Optimizer(
                settings, List.of(group("a", 0, "slow"), group("b", 0.5, "fast"), group("c", 0.5, "still")))) {
            List.of(slow, fast, still).forEach(t -> give(t, 1, 1));
            optimizer.step(Map.of("a", 1e-3, "b", 1e-2, "c", 0.0));

            assertThat(Tensors.floats(still)).containsExactly(1, 2);
            assertThat(doubles(slow)).containsExactly(Textbook.oneStep(settings, 0, 1e-3), within(1e-6));
            assertThat(doubles(fast)).containsExactly(Textbook.oneStep(settings, 0.5, 1e-2), within(1e-6));
        }
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void aParameterWithoutAGradientNeitherMovesNorDecaysNorCounts(OptimizerSettings settings) {
        Tensor used = parameter("used", 1);
        Tensor unused = parameter("unused", 1);
        Textbook expected = new Textbook(settings, 0.1, new double[] {1});
        try (Optimizer optimizer = new Optimizer(settings, List.of(group("all", 0.1, "used", "unused")))) {
            give(used, 1);
            optimizer.step(Map.of("all", 0.1));
            assertThat(Tensors.floats(unused)).containsExactly(1);

            optimizer.zeroGrad();
            give(unused, 1);
            optimizer.step(Map.of("all", 0.1));
            expected.step(new float[] {1}, 0.1);
            assertThat(doubles(unused)).containsExactly(expected.weight, within(1e-6));
        }
    }

    @Test
    void zeroGradSetsGradientsToNone() {
        Tensor weight = parameter("w", 1);
        give(weight, 1);
        try (Optimizer optimizer = new Optimizer(OptimizerSettings.adam(), List.of(group("all", 0, "w")))) {
            optimizer.zeroGrad();
            assertThat(weight.grad().defined()).isFalse();
            optimizer.step(Map.of("all", 1.0));
            assertThat(Tensors.floats(weight)).containsExactly(1);
        }
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void aRefrozenParameterDoesNotMoveNotEvenByAStaleGradient(OptimizerSettings settings) {
        Tensor head = parameter("head", 1);
        Tensor body = parameter("body", 1);
        try (Optimizer optimizer = new Optimizer(settings, List.of(group("all", 0.1, "head", "body")))) {
            give(head, 1);
            give(body, 1);
            optimizer.step(Map.of("all", 0.1));
            byte[] frozen = Tensors.bytes(body);

            optimizer.regroup(List.of(group("head", 0.1, "head")));
            assertThat(body.grad().defined()).isFalse();
            give(body, 100);
            for (int i = 0; i < 3; i++) {
                optimizer.step(Map.of("head", 0.1));
            }
            assertThat(Tensors.bytes(body)).isEqualTo(frozen);
            assertThat(optimizer.state().keySet()).noneMatch(name -> name.endsWith("/body"));

            optimizer.regroup(List.of(group("all", 0.1, "head", "body")));
            optimizer.step(Map.of("all", 0.1));
            assertThat(Tensors.bytes(body)).isEqualTo(frozen);
        }
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void aParameterThatJoinsStartsFromZeroStateAndOthersKeepTheirs(OptimizerSettings settings) {
        Tensor head = parameter("head", 1);
        Tensor body = parameter("body", 1);
        Textbook expectedHead = new Textbook(settings, 0, new double[] {1});
        Textbook expectedBody = new Textbook(settings, 0, new double[] {1});
        float[] gradient = {0.3f};
        try (Optimizer optimizer = new Optimizer(settings, List.of(group("head", 0, "head")))) {
            for (int i = 0; i < 6; i++) {
                if (i == 3) {
                    optimizer.regroup(List.of(group("body", 0, "body"), group("renamed", 0, "head")));
                }
                give(head, gradient);
                give(body, gradient);
                optimizer.step(Map.of("head", 0.1, "renamed", 0.1, "body", 0.1));
                expectedHead.step(gradient, 0.1);
                if (i >= 3) {
                    expectedBody.step(gradient, 0.1);
                }
            }
            assertThat(doubles(head)).containsExactly(expectedHead.weight, within(1e-5));
            assertThat(doubles(body)).containsExactly(expectedBody.weight, within(1e-5));
        }
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void savingAndLoadingInTheMiddleGivesTheSameBytes(OptimizerSettings settings) {
        Random random = new Random(7);
        Tensor straight = parameter("w", normal(random, 64));
        try (ParamStore copies = new ParamStore(Device.CPU);
                Optimizer uninterrupted = new Optimizer(settings, List.of(group("g", 0.01, "w")))) {
            for (int i = 0; i < 5; i++) {
                give(straight, normal(random, 64));
                uninterrupted.step(Map.of("g", 0.01));
            }
            Tensor resumed = parameter(copies, "w", Tensors.floats(straight));
            Map<String, Tensor> saved = new HashMap<>();
            uninterrupted.state().forEach((name, tensor) -> saved.put(name, tensor.clone()));
            try (Optimizer second = new Optimizer(settings, List.of(group(copies, "other", 0.01, "w")))) {
                Optimizer.Restored restored = second.load(saved);
                assertThat(restored.fresh()).hasSize(settings.stateKinds().isEmpty() ? 1 : 0);
                assertThat(restored.ignored()).isEmpty();
                for (int i = 0; i < 5; i++) {
                    float[] gradient = normal(random, 64);
                    give(straight, gradient);
                    give(resumed, gradient);
                    uninterrupted.step(Map.of("g", 0.01));
                    second.step(Map.of("other", 0.01));
                }
                assertThat(Tensors.bytes(resumed)).isEqualTo(Tensors.bytes(straight));
            }
        }
    }

    @Test
    void stateIsNamedByKindAndParameter() {
        parameter("fc.weight", 1, 2);
        try (Optimizer adam = new Optimizer(OptimizerSettings.adamW(), List.of(group("g", 0, "fc.weight")));
                Optimizer sgd = new Optimizer(OptimizerSettings.sgd(0.9), List.of(group("g", 0, "fc.weight")))) {
            assertThat(adam.state()).containsOnlyKeys("exp_avg/fc.weight", "exp_avg_sq/fc.weight", "step/fc.weight");
            assertThat(sgd.state()).containsOnlyKeys("momentum_buffer/fc.weight");
        }
    }

    @Test
    void loadingSaysWhatIsFreshAndWhatIsIgnored() {
        parameter("a", 1);
        parameter("b", 2);
        parameter("c", 3);
        OptimizerSettings settings = OptimizerSettings.sgd(0.9);
        try (Optimizer before = new Optimizer(settings, List.of(group("g", 0, "a", "b")));
                Optimizer after = new Optimizer(settings, List.of(group("g", 0, "b", "c")))) {
            assertThat(after.load(before.state()))
                    .isEqualTo(new Optimizer.Restored(List.of("b"), List.of("c"), List.of("a")));
        }
    }

    @Test
    void theStateOfAnotherOptimizerIsRefusedAndNothingChanges() {
        parameter("w", 1);
        try (Optimizer adam = new Optimizer(OptimizerSettings.adam(), List.of(group("g", 0, "w")));
                Optimizer sgd = new Optimizer(OptimizerSettings.sgd(0.9), List.of(group("g", 0, "w")))) {
            assertThatThrownBy(() -> adam.load(sgd.state()))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("optimizer state momentum_buffer/w: Adam, betas 0.9 0.999, eps 1e-8 keeps"
                            + " [exp_avg, exp_avg_sq, step]; the state belongs to another optimizer");
            assertThatThrownBy(() -> adam.load(Map.of("exp_avg/w", Tensors.of(new float[] {1}, 1))))
                    .hasMessage("optimizer state exp_avg_sq/w: expected [1], found nothing;"
                            + " the state belongs to another network or is incomplete");
            assertThatThrownBy(() -> sgd.load(Map.of("momentum_buffer/w", Tensors.of(new float[] {1, 2}, 2))))
                    .hasMessage("optimizer state momentum_buffer/w: expected [1], found [2];"
                            + " the state belongs to another network or is incomplete");
            assertThat(adam.state().get("exp_avg/w"))
                    .isNotNull()
                    .satisfies(t -> assertThat(Tensors.floats(t)).containsExactly(0));
        }
    }

    @Test
    void mistakesInGroupsAreNamed() {
        parameter("w", 1);
        params.stage("fc").buffer("running_mean", Init.ZEROS, 1);
        assertThatThrownBy(
                        () -> new Optimizer(OptimizerSettings.adam(), List.of(group("a", 0, "w"), group("b", 0, "w"))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("optimizer: w is in group a and in group b");
        assertThatThrownBy(() -> group("a", 0, "running_mean"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("group a: running_mean is a buffer; only parameters are trained");
        assertThatThrownBy(() -> group("a", -1, "w")).hasMessageContaining("weight decay");
        assertThatThrownBy(() -> OptimizerSettings.sgd(1)).hasMessageContaining("momentum");
        assertThatThrownBy(() -> new OptimizerSettings.Sgd(0, true)).hasMessageContaining("nesterov");
        try (Optimizer optimizer = new Optimizer(OptimizerSettings.adam(), List.of(group("a", 0, "w")))) {
            assertThatThrownBy(() -> optimizer.step(Map.of("b", 1.0)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("group a: no learning rate, only for [b]");
        }
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void gradientsThatLieOtherwiseInMemoryAreReadRight(OptimizerSettings settings) {
        Random random = new Random(3);
        float[] start = normal(random, 6);
        Tensor plain = parameter(params, "plain", start, 2, 3);
        Tensor other = parameter(params, "other", start, 2, 3);
        float[] gradient = normal(random, 6);
        try (Scope scope = Scope.open();
                Optimizer optimizer = new Optimizer(settings, List.of(group("g", 0, "plain", "other")))) {
            plain.mutable_grad().put(Tensors.of(gradient, 2, 3));
            other.mutable_grad().put(Tensors.of(gradient, 2, 3).t().contiguous().t());
            optimizer.step(Map.of("g", 0.1));
            assertThat(Tensors.bytes(other)).isEqualTo(Tensors.bytes(plain));
        }
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void memoryStaysFlatOverTwoThousandSteps() {
        Threads.set(1); // tensors this small gain nothing from more, and a busy machine makes them wait
        parameter("a", new float[20_000]);
        parameter("b", new float[20_000]);
        List<ParamGroup> both = List.of(group("one", 0.01, "a"), group("two", 0.01, "b"));
        List<ParamGroup> alone = List.of(group("one", 0.01, "a"));
        try (Optimizer optimizer = new Optimizer(OptimizerSettings.adamW(), both)) {
            train(optimizer, both, alone, 200);
            long before = Memory.heldMiB();
            train(optimizer, both, alone, 2_000);

            // gradients that stayed would be 320 MB, regrouped state that stayed 80 MB
            assertThat(Memory.heldMiB() - before).isLessThan(15);
        }
    }

    private void train(Optimizer optimizer, List<ParamGroup> both, List<ParamGroup> alone, int steps) {
        for (int i = 0; i < steps; i++) {
            if (i % 2 == 0) {
                optimizer.regroup(i % 4 == 0 ? alone : both);
            }
            try (Scope scope = Scope.open()) {
                optimizer.zeroGrad();
                Tensor a = params.get("a");
                a.mul(a).sum().add(params.get("b").sum()).backward();
                GradientClip.byGlobalNorm(params.parameters(), 1);
                optimizer.step(Map.of("one", 1e-3, "two", 1e-3));
            }
        }
    }

    private static OptimizerSettings randomSettings(Random random) {
        return switch (random.nextInt(4)) {
            case 0 -> OptimizerSettings.sgd(0);
            case 1 -> new OptimizerSettings.Sgd(0.1 + 0.8 * random.nextDouble(), random.nextBoolean());
            case 2 -> new OptimizerSettings.Adam(random.nextDouble() * 0.95, 0.9 + random.nextDouble() * 0.099, 1e-6);
            default -> new OptimizerSettings.AdamW(random.nextDouble() * 0.95, 0.9 + random.nextDouble() * 0.099, 1e-6);
        };
    }

    private static float[] normal(Random random, int size) {
        float[] values = new float[size];
        for (int i = 0; i < size; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return values;
    }

    private static double[] doubles(Tensor tensor) {
        float[] floats = Tensors.floats(tensor);
        double[] doubles = new double[floats.length];
        for (int i = 0; i < floats.length; i++) {
            doubles[i] = floats[i];
        }
        return doubles;
    }

    private Tensor parameter(String name, float... values) {
        return parameter(params, name, values);
    }

    private static Tensor parameter(ParamStore store, String name, float[] values) {
        return parameter(store, name, values, values.length);
    }

    private static Tensor parameter(ParamStore store, String name, float[] values, long... shape) {
        try (Scope scope = Scope.open()) {
            Tensor tensor = store.stage("fc").param(name, Init.ZEROS, shape);
            tensor.copy_(Tensors.of(values, shape));
            tensor.set_requires_grad(true);
            return tensor;
        }
    }

    private static void give(Tensor parameter, float... gradient) {
        try (Scope scope = Scope.open()) {
            parameter.mutable_grad().put(Tensors.of(gradient, gradient.length));
        }
    }

    private ParamGroup group(String name, double decay, String... names) {
        return group(params, name, decay, names);
    }

    private static ParamGroup group(ParamStore store, String name, double decay, String... names) {
        return new ParamGroup(
                name,
                Stream.of(names)
                        .map(n -> Objects.requireNonNull(store.find(n), n))
                        .toList(),
                decay);
    }
}
