package dev.graft.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.graft.data.Batch;
import dev.graft.testing.Golden;
import dev.graft.torch.Scope;
import dev.graft.torch.Tensors;
import dev.graft.torch.Threads;
import dev.graft.tune.Loss;
import java.util.List;
import java.util.stream.Stream;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/// Blends are those of torchvision, number for number, and how much is blended follows Beta(alpha, alpha).
class MixingTest {
    private static final JsonNode GOLDEN = Golden.json("mixing/values.json");
    private static final List<Double> CLASS_WEIGHTS = List.of(1.0, 0.5, 2.0, 0.25);

    private final Scope scope = Scope.open();

    @BeforeAll
    static void oneThread() {
        Threads.set(1);
    }

    @AfterAll
    static void allThreads() {
        Threads.set(Threads.available());
    }

    @AfterEach
    void close() {
        scope.close();
    }

    static Stream<JsonNode> mixed() {
        return GOLDEN.get("mixed").valueStream();
    }

    static Stream<JsonNode> boxes() {
        return GOLDEN.get("boxes").valueStream();
    }

    @ParameterizedTest
    @MethodSource("mixed")
    void blendsAreTorchvisions(JsonNode golden) {
        Mixed found = golden.get("kind").asString().equals("mixup")
                ? Mixed.mixup(batch(), golden.get("lam").asDouble())
                : Mixed.cutmix(batch(), box(golden));
        Tensor targets = found.targets(GOLDEN.get("classes").asInt()).getFirst();
        Tensor logits = Tensors.of(floats(GOLDEN.get("logits")), 3, 4);

        assertThat(found.share()).isEqualTo(golden.get("share").asDouble());
        assertClose(found.inputs().getFirst(), golden.get("images"));
        assertClose(targets, golden.get("targets"));
        assertThat(Loss.crossEntropy(0.1, CLASS_WEIGHTS).of(logits, targets).item_double())
                .isCloseTo(golden.get("loss").asDouble(), within(1e-6));
        assertThat(Tensors.floats(batch().inputs().getFirst())).isEqualTo(floats(GOLDEN.get("images")));
    }

    @ParameterizedTest
    @MethodSource("boxes")
    void rectanglesAreTorchvisions(JsonNode golden) {
        int width = golden.get("width").asInt();
        int height = golden.get("height").asInt();
        CutBox found = CutBox.around(
                golden.get("r_x").asInt(),
                golden.get("r_y").asInt(),
                golden.get("lam").asDouble(),
                width,
                height);
        assertThat(found).isEqualTo(box(golden));
        assertThat(found.outside(width, height)).isEqualTo(golden.get("share").asDouble());
    }

    @Test
    void theHeavierLabelIsTheOneWithTheLargerShare() {
        long[] own = {2, 0, 3};
        long[] other = {3, 2, 0}; // of the example before
        assertThat(Tensors.longs(Mixed.mixup(batch(), 0.7).heavier().getFirst()))
                .containsExactly(own);
        assertThat(Tensors.longs(Mixed.mixup(batch(), 0.5).heavier().getFirst()))
                .containsExactly(own);
        assertThat(Tensors.longs(Mixed.mixup(batch(), 0.3).heavier().getFirst()))
                .containsExactly(other);
    }

    @Test
    void withoutMixingTheBatchIsItself() {
        Batch batch = batch();
        Mixed found = Mixed.of(Mixing.NONE, batch, 1);
        assertThat(found.inputs()).isEqualTo(batch.inputs());
        assertThat(found.targets(4)).isSameAs(batch.targets());
        assertThat(found.heavier()).isSameAs(batch.targets());
    }

    @Test
    void theSeedDecides() {
        Mixing both = new Mixing(0.4, 1);
        for (long seed = 0; seed < 20; seed++) {
            Mixed one = Mixed.of(both, batch(), seed);
            Mixed again = Mixed.of(both, batch(), seed);
            assertThat(again.share()).isEqualTo(one.share());
            assertThat(Tensors.bytes(again.inputs().getFirst()))
                    .isEqualTo(Tensors.bytes(one.inputs().getFirst()));
        }
        assertThat(Mixed.of(both, batch(), 1).share())
                .isNotEqualTo(Mixed.of(both, batch(), 2).share());
    }

    /// Of Beta(a, a) the mean is 1/2 and the variance 1 / (4 (2a + 1)).
    @ParameterizedTest
    @ValueSource(doubles = {0.2, 1, 4})
    void sharesAreDrawnFromBeta(double alpha) {
        int draws = 2000;
        double sum = 0;
        double squares = 0;
        for (int seed = 0; seed < draws; seed++) {
            try (Scope inner = Scope.open()) {
                double share = Mixed.of(Mixing.mixup(alpha), batch(), seed).share();
                sum += share;
                squares += (share - 0.5) * (share - 0.5);
            }
        }
        double variance = 1 / (4 * (2 * alpha + 1));
        assertThat(sum / draws).isCloseTo(0.5, within(4 * Math.sqrt(variance / draws)));
        assertThat(squares / draws).isCloseTo(variance, within(0.1 * variance));
    }

    @Test
    void ofTwoWaysEachIsTakenHalfOfTheTime() {
        int cut = 0;
        int draws = 1000;
        for (int seed = 0; seed < draws; seed++) {
            try (Scope inner = Scope.open()) {
                double share = Mixed.of(new Mixing(1, 1), batch(), seed).share();
                double pixels = share * 20; // of 4 x 5: a rectangle leaves whole pixels
                cut += Math.abs(pixels - Math.round(pixels)) < 1e-9 ? 1 : 0;
            }
        }
        assertThat((double) cut / draws).isCloseTo(0.5, within(0.07));
    }

    @Test
    void onlyImagesCanBeMixed() {
        Tensor targets = Tensors.of(new long[] {0, 1}, 2);
        Batch points = new Batch(List.of(Tensors.of(new float[8], 2, 4)), targets);
        Batch words = new Batch(List.of(Tensors.of(new long[8], 2, 4)), targets);
        Batch bytes = new Batch(List.of(Tensors.zeros(ScalarType.Byte, 2, 3, 4, 4)), targets);
        Batch more =
                new Batch(List.of(Tensors.zeros(ScalarType.Float, 2, 3, 4, 4), Tensors.of(new float[2], 2)), targets);
        for (Batch batch : List.of(points, words, bytes, more)) {
            assertThatThrownBy(() -> Mixed.of(Mixing.mixup(0.2), batch, 1))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageStartingWith("mixing: expected batches of images, float [N, C, H, W], found ")
                    .hasMessageContaining(Tensors.describe(batch.inputs().getFirst()));
        }
        Batch twofold = new Batch(List.of(Tensors.zeros(ScalarType.Float, 2, 3, 4, 4)), List.of(targets, targets));
        assertThatThrownBy(() -> Mixed.of(Mixing.mixup(0.2), twofold, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("mixing: expected one tensor of targets, class indices, found [int64 [2], int64 [2]]:"
                        + " remove mixup and cutmix");
    }

    @ParameterizedTest
    @ValueSource(doubles = {-0.1, Double.NaN, Double.POSITIVE_INFINITY})
    void anAlphaOutOfRangeIsRefused(double alpha) {
        assertThatThrownBy(() -> Mixing.mixup(alpha))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("mixup: expected an alpha of 0 or more, found " + alpha);
        assertThatThrownBy(() -> Mixing.cutmix(alpha))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("cutmix: expected an alpha of 0 or more, found " + alpha);
    }

    private static Batch batch() {
        return new Batch(
                List.of(Tensors.of(floats(GOLDEN.get("images")), 3, 2, 4, 5)),
                Tensors.of(
                        GOLDEN.get("targets")
                                .valueStream()
                                .mapToLong(JsonNode::asLong)
                                .toArray(),
                        3));
    }

    private static CutBox box(JsonNode golden) {
        JsonNode box = golden.get("box");
        return new CutBox(
                box.get(0).asInt(),
                box.get(1).asInt(),
                box.get(2).asInt(),
                box.get(3).asInt());
    }

    private static float[] floats(JsonNode list) {
        float[] values = new float[list.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) list.get(i).asDouble();
        }
        return values;
    }

    private static void assertClose(Tensor found, JsonNode expected) {
        float[] values = Tensors.floats(found);
        assertThat(values).hasSize(expected.size());
        for (int i = 0; i < values.length; i++) {
            assertThat(values[i]).isCloseTo((float) expected.get(i).asDouble(), within(1e-6f));
        }
    }
}
