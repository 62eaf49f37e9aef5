package dev.graft.data.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.graft.data.Batch;
import dev.graft.data.BatchCursor;
import dev.graft.data.DataException;
import dev.graft.data.Dataset;
import dev.graft.data.Example;
import dev.graft.data.Target;
import dev.graft.data.Task;
import dev.graft.text.Encoding;
import dev.graft.text.Text;
import dev.graft.text.Tokenizer;
import dev.graft.torch.Scope;
import dev.graft.torch.Tensors;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TextLoaderTest {
    private static final Dataset<Text> DATA = dataset(23);
    private static final TextLoader LOADER =
            TextLoader.of(DATA, new ToyTokenizer(), 4, 64).withShuffling(7);

    /// What was in a batch.
    private record Seen(List<Long> ids, List<Long> mask, List<Long> types, List<Long> targets, int width) {}

    @Test
    void idsMaskAndTypes() {
        Dataset<Text> pairs = new Dataset<>(
                List.of(item(Text.pair("abcdef g", "hi"), 1), item(Text.of("abc"), 0)),
                List.of("a", "b"),
                Task.SINGLE_LABEL_CLASSIFICATION);
        TextLoader loader = TextLoader.of(pairs, new ToyTokenizer(), 2, 64);
        try (Scope scope = Scope.open();
                BatchCursor cursor = loader.open(0)) {
            Batch batch = java.util.Objects.requireNonNull(cursor.next());
            assertThat(batch.inputs()).allSatisfy(input -> {
                assertThat(Tensors.type(input)).isEqualTo(ScalarType.Long);
                assertThat(Tensors.shape(input)).containsExactly(2, 7);
            });
            long[] ids = Tensors.longs(batch.inputs().get(0));
            assertThat(ids).startsWith(ToyTokenizer.START).endsWith(0, 0, 0, 0);
            assertThat(ids[7]).isEqualTo(ToyTokenizer.START);
            assertThat(ids[8]).isEqualTo(ids[1]);
            assertThat(ids[9]).isEqualTo(ToyTokenizer.END);
            assertThat(Tensors.longs(batch.inputs().get(1))).containsExactly(1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 0, 0, 0, 0);
            assertThat(Tensors.longs(batch.inputs().get(2))).containsExactly(0, 0, 0, 0, 0, 1, 1, 0, 0, 0, 0, 0, 0, 0);
            assertThat(Tensors.longs(batch.target())).containsExactly(1, 0);
            assertThat(batch.examples()).isEqualTo(2);
            assertThat(cursor.next()).isNull();
        }
    }

    @Test
    void longTextsAreCut() {
        TextLoader loader = TextLoader.of(DATA, new ToyTokenizer(), 4, 6);
        assertThat(Arrays.stream(loader.lengths()).max()).isEqualTo(OptionalInt.of(6));
        assertThat(loader.fingerprint()).isNotEqualTo(LOADER.fingerprint());
    }

    @ParameterizedTest
    @CsvSource({"true, true", "true, false", "false, true", "false, false"})
    void batchesFollowTheOrder(boolean shuffled, boolean grouped) {
        TextLoader loader = new TextLoader(DATA, LOADER.encodings(), 4, shuffled, 7, grouped);
        assertThat(loader.examples()).isEqualTo(23);
        assertThat(loader.batches()).isEqualTo(6);
        for (int epoch = 0; epoch < 3; epoch++) {
            int[] order = loader.order(epoch);
            assertThat(Arrays.stream(order).sorted().toArray())
                    .containsExactly(IntStream.range(0, 23).toArray());
            List<Seen> batches = batches(loader, epoch, 0);
            assertThat(batches).hasSize(6);
            double padding = 0;
            double positions = 0;
            for (int b = 0; b < 6; b++) {
                int[] chosen = Arrays.copyOfRange(order, b * 4, Math.min(23, b * 4 + 4));
                Seen batch = batches.get(b);
                assertThat(batch.targets())
                        .containsExactly(Arrays.stream(chosen)
                                .mapToObj(i -> (long) (i % 3))
                                .toArray(Long[]::new));
                assertThat(batch.width())
                        .isEqualTo(Arrays.stream(chosen)
                                .map(i -> loader.lengths()[i])
                                .max()
                                .orElseThrow());
                assertThat(batch.ids()).hasSize(chosen.length * batch.width());
                for (int row = 0; row < chosen.length; row++) {
                    Encoding encoding = loader.encodings().all().get(chosen[row]);
                    assertThat(batch.ids().subList(row * batch.width(), row * batch.width() + encoding.length()))
                            .containsExactly(Arrays.stream(encoding.ids())
                                    .mapToObj(id -> (long) id)
                                    .toArray(Long[]::new));
                }
                padding += batch.mask().stream().filter(one -> one == 0).count();
                positions += batch.mask().size();
            }
            assertThat(loader.paddingShare(epoch)).isCloseTo(padding / positions, within(1e-12));
        }
    }

    @Test
    void startsInTheMiddleAsIfItHadNeverStopped() {
        List<Seen> whole = batches(LOADER, 2, 0);
        for (int from = 0; from <= LOADER.batches(); from++) {
            assertThat(batches(LOADER, 2, from)).isEqualTo(whole.subList(from, whole.size()));
        }
        assertThat(batches(LOADER, 1, 0)).isNotEqualTo(whole);
        assertThat(batches(LOADER.withShuffling(8), 2, 0)).isNotEqualTo(whole);
        assertThat(batches(TextLoader.of(DATA, new ToyTokenizer(), 4, 64).withShuffling(7), 2, 0))
                .isEqualTo(whole);
    }

    @Test
    void severalLabelsAndNumbers() {
        Dataset<Text> several = new Dataset<>(
                List.of(
                        Texts.example(Text.of("long enough"), new Target.Several(Set.of(0, 2)), "1"),
                        Texts.example(Text.of("b"), new Target.Several(Set.of()), "2")),
                List.of("a", "b", "c"),
                Task.MULTI_LABEL_CLASSIFICATION);
        assertTargets(several, 1, 0, 1, 0, 0, 0);
        Dataset<Text> numbers = new Dataset<>(
                List.of(
                        Texts.example(Text.of("long enough"), new Target.Values(List.of(0.5, -3.0)), "1"),
                        Texts.example(Text.of("b"), new Target.Values(List.of(1e-3, 4.0)), "2")),
                List.of("x", "y"),
                Task.REGRESSION);
        assertTargets(numbers, 0.5f, -3, 0.001f, 4);
    }

    private static void assertTargets(Dataset<Text> data, float... expected) {
        try (Scope scope = Scope.open();
                BatchCursor cursor =
                        TextLoader.of(data, new ToyTokenizer(), 2, 64).open(0)) {
            Tensor targets = java.util.Objects.requireNonNull(cursor.next()).target();
            assertThat(Tensors.type(targets)).isEqualTo(ScalarType.Float);
            assertThat(Tensors.shape(targets)).containsExactly(2, data.labels().size());
            assertThat(Tensors.floats(targets)).containsExactly(expected);
        }
    }

    @Test
    void theFingerprintIsOfTokensAndLabels() {
        assertThat(LOADER.fingerprint())
                .isEqualTo(TextLoader.of(dataset(23), new ToyTokenizer(), 8, 64).fingerprint());
        List<Example<Text>> items = new ArrayList<>(DATA.examples());
        items.set(4, item(items.get(4).input(), 2));
        assertThat(loader(items).fingerprint()).isNotEqualTo(LOADER.fingerprint());
        items = new ArrayList<>(DATA.examples());
        items.set(4, Texts.example(Text.of("other"), items.get(4).target(), "4"));
        assertThat(loader(items).fingerprint()).isNotEqualTo(LOADER.fingerprint());
        assertThat(LOADER.distinctViews()).isEqualTo(OptionalInt.of(1));
    }

    private static TextLoader loader(List<Example<Text>> items) {
        return TextLoader.of(new Dataset<>(items, DATA.labels(), DATA.task()), new ToyTokenizer(), 4, 64);
    }

    @Test
    void textsAreTokenizedOnceInBatchesAndInOrder() {
        ToyTokenizer tokenizer = new ToyTokenizer();
        Dataset<Text> data = dataset(1500);
        TextLoader loader = TextLoader.of(data, tokenizer, 4, 64).withShuffling(1);
        loader.open(0).close();
        loader.open(1).close();
        assertThat(tokenizer.calls()).hasValue(3);
        List<Encoding> alone =
                tokenizer.encode(data.examples().stream().map(Example::input).toList(), 64);
        for (int i = 0; i < data.size(); i++) {
            assertThat(loader.encodings().all().get(i).ids())
                    .isEqualTo(alone.get(i).ids());
        }
    }

    @Test
    void aTokenizersErrorReachesTheCaller() {
        Tokenizer broken = (Tokenizer) java.lang.reflect.Proxy.newProxyInstance(
                Tokenizer.class.getClassLoader(), new Class<?>[] {Tokenizer.class}, (proxy, method, arguments) -> {
                    throw new DataException("tokenizer: broken");
                });
        assertThatThrownBy(() -> TextLoader.of(DATA, broken, 4, 64))
                .isInstanceOf(DataException.class)
                .hasMessage("tokenizer: broken");
    }

    @Test
    void mistakesAreNamed() {
        assertThatThrownBy(() -> LOADER.open(0, 7)).hasMessageContaining("a batch from 0 to 6, found epoch 0, batch 7");
        assertThatThrownBy(() -> new TextLoader(dataset(2), LOADER.encodings(), 4, true, 0, true))
                .hasMessage("loader: expected encodings of 2 texts, found 23");
        assertThatThrownBy(() -> new TextLoader(DATA, LOADER.encodings(), 0, true, 0, true))
                .hasMessageContaining("a batch of at least 1, found 0");
        assertThatThrownBy(() -> TextLoader.of(DATA, new ToyTokenizer(), 4, 0))
                .hasMessageContaining("at least 1, found 0");
        BatchCursor cursor = LOADER.open(0);
        cursor.close();
        assertThatThrownBy(cursor::next).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void memoryStaysFlatOverManyEpochs() {
        batches(LOADER, 0, 0);
        long before = 0;
        for (int epoch = 0; epoch < 150; epoch++) {
            batches(LOADER, epoch, 0);
            if (epoch == 30) {
                before = Pointer.totalBytes();
            }
        }
        assertThat(Pointer.totalBytes()).isLessThanOrEqualTo(before + 100_000);
    }

    private static List<Seen> batches(TextLoader loader, int epoch, int from) {
        List<Seen> batches = new ArrayList<>();
        try (BatchCursor cursor = loader.open(epoch, from)) {
            while (true) {
                try (Scope scope = Scope.open()) {
                    Batch batch = cursor.next();
                    if (batch == null) {
                        return batches;
                    }
                    batches.add(new Seen(
                            longs(batch.inputs().get(0)),
                            longs(batch.inputs().get(1)),
                            longs(batch.inputs().get(2)),
                            longs(batch.target()),
                            (int) batch.inputs().getFirst().size(1)));
                }
            }
        }
    }

    private static List<Long> longs(Tensor tensor) {
        return Arrays.stream(Tensors.longs(tensor)).boxed().toList();
    }

    private static Dataset<Text> dataset(int size) {
        SplittableRandom random = new SplittableRandom(3);
        List<Example<Text>> items = IntStream.range(0, size)
                .mapToObj(i -> item(Text.of("word" + i + " more".repeat(random.nextInt(12))), i % 3))
                .toList();
        return new Dataset<>(items, List.of("a", "b", "c"), Task.SINGLE_LABEL_CLASSIFICATION);
    }

    private static Example<Text> item(Text text, int label) {
        return Texts.example(text, new Target.Single(label), "test");
    }
}
