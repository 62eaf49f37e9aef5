package dev.graft.data.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.graft.data.Batch;
import dev.graft.data.BatchCursor;
import dev.graft.text.Encoding;
import dev.graft.text.Text;
import dev.graft.torch.Scope;
import dev.graft.torch.Tensors;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MaskedTextsTest {
    private static final MaskedTexts MASKED =
            MaskedTexts.of(texts(200), new ToyTokenizer(), 8, 64).withShuffling(5);

    private record Seen(List<Long> ids, List<Long> mask, List<Long> hidden, List<Long> targets, int width) {}

    @Test
    void textsAndWhatIsAskedOfThemAreCountedApart() {
        int texts = 0;
        int answers = 0;
        try (Scope scope = Scope.open();
                BatchCursor cursor = MASKED.open(0)) {
            for (Batch batch = cursor.next(); batch != null; batch = cursor.next()) {
                texts += batch.examples();
                answers += batch.answers();
            }
        }
        assertThat(texts).isEqualTo(MASKED.examples());
        assertThat(answers).isNotEqualTo(texts).isPositive();
    }

    @Test
    void answersAreWhatStoodThere() {
        Map<List<Long>, Integer> originals = new HashMap<>();
        for (Encoding encoding : MASKED.encodings().all()) {
            originals.merge(Arrays.stream(encoding.ids()).asLongStream().boxed().toList(), 1, Integer::sum);
        }
        for (Seen batch : batches(MASKED, 3, 0)) {
            assertThat(batch.hidden())
                    .isSorted()
                    .doesNotHaveDuplicates()
                    .hasSameSizeAs(batch.targets())
                    .isNotEmpty();
            List<Long> restored = new ArrayList<>(batch.ids());
            for (int i = 0; i < batch.hidden().size(); i++) {
                int place = batch.hidden().get(i).intValue();
                assertThat(batch.mask().get(place)).isEqualTo(1);
                restored.set(place, batch.targets().get(i));
            }
            for (int row = 0; row * batch.width() < restored.size(); row++) {
                List<Long> ids = restored.subList(row * batch.width(), (row + 1) * batch.width());
                int tokens = (int) batch.mask().subList(row * batch.width(), (row + 1) * batch.width()).stream()
                        .filter(one -> one == 1)
                        .count();
                originals.computeIfPresent(List.copyOf(ids.subList(0, tokens)), (key, count) -> count - 1);
            }
        }
        assertThat(originals.values()).containsOnly(0);
    }

    @Test
    void epochsDifferAndAreRepeatable() {
        assertThat(batches(MASKED, 1, 0)).isEqualTo(batches(MASKED, 1, 0)).isNotEqualTo(batches(MASKED, 2, 0));
        assertThat(batches(MASKED.withShuffling(6), 1, 0)).isNotEqualTo(batches(MASKED, 1, 0));
        List<Seen> whole = batches(MASKED, 1, 0);
        assertThat(whole).hasSize(25);
        for (int from : new int[] {1, 12, 25}) {
            assertThat(batches(MASKED, 1, from)).isEqualTo(whole.subList(from, whole.size()));
        }
        assertThat(MASKED.paddingShare(1)).isLessThan(MASKED.withGrouping(false).paddingShare(1));
    }

    /// 15% of the tokens; of those 80% hidden, 10% exchanged and 10% as they were. The tolerances are five standard
    /// deviations of the drawing.
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void sharesOfTokens(boolean wholeWords) {
        List<Encoding> encodings = new ToyTokenizer().encode(texts(4000), 64);
        Masking masking = Masking.of(new ToyTokenizer()).withWholeWords(wholeWords);
        double tokens = 0;
        double asked = 0;
        double hidden = 0;
        double exchanged = 0;
        Set<Integer> strangers = new HashSet<>();
        for (int i = 0; i < encodings.size(); i++) {
            Encoding encoding = encodings.get(i);
            Masking.Masked masked = masking.apply(encoding, 0, new SplittableRandom(i));
            tokens += Arrays.stream(encoding.words()).filter(word -> word >= 0).count();
            asked += masked.hidden().length;
            for (int place : masked.hidden()) {
                assertThat(encoding.words()[place]).isNotNegative();
                int id = masked.encoding().ids()[place];
                if (id == ToyTokenizer.MASK) {
                    hidden++;
                } else if (id != encoding.ids()[place]) {
                    exchanged++;
                    strangers.add(id);
                }
            }
        }
        assertThat(tokens).isGreaterThan(50_000);
        assertThat(asked / tokens).isCloseTo(0.15, within(0.01));
        assertThat(hidden / asked).isCloseTo(0.8, within(5 * Math.sqrt(0.8 * 0.2 / asked)));
        assertThat(exchanged / asked).isCloseTo(0.1, within(5 * Math.sqrt(0.1 * 0.9 / asked)));
        assertThat(strangers).allMatch(id -> id > ToyTokenizer.MASK && id < ToyTokenizer.VOCABULARY);
        assertThat(strangers.size()).isGreaterThan(500);
    }

    @Test
    void wordsAreHiddenWhole() {
        Encoding encoding = new ToyTokenizer()
                .encode(List.of(Text.pair("abcdef gh", "ijklmnopq r")), 64)
                .getFirst();
        Set<Set<Integer>> words = Set.of(Set.of(1, 2), Set.of(3), Set.of(5, 6, 7), Set.of(8));
        Masking masking = Masking.of(new ToyTokenizer()).withShare(0.25);
        Map<Set<Integer>, Long> whole = draws(masking, encoding);
        assertThat(whole.keySet()).isEqualTo(words);
        assertThat(whole.values())
                .allSatisfy(count -> assertThat((double) count).isCloseTo(1000, within(150.0)));
        Map<Set<Integer>, Long> single = draws(masking.withWholeWords(false).withShare(1.0 / 7), encoding);
        assertThat(single.keySet())
                .isEqualTo(Stream.of(1, 2, 3, 5, 6, 7, 8).map(Set::of).collect(Collectors.toSet()));
    }

    private static Map<Set<Integer>, Long> draws(Masking masking, Encoding encoding) {
        return IntStream.range(0, 4000)
                .mapToObj(
                        i -> masking.apply(encoding, 0, new SplittableRandom(i)).hidden())
                .map(hidden -> Arrays.stream(hidden).boxed().collect(Collectors.toSet()))
                .collect(Collectors.groupingBy(places -> places, Collectors.counting()));
    }

    @Test
    void unknownWordsAreNeverAskedFor() {
        List<Encoding> encodings = new ToyTokenizer().encode(List.of(Text.of("? ? ab ?")), 64);
        Masking masking = Masking.of(new ToyTokenizer()).withShare(0.99);
        for (int i = 0; i < 50; i++) {
            assertThat(masking.apply(encodings.getFirst(), 1, new SplittableRandom(i))
                            .hidden())
                    .containsExactly(3);
        }
    }

    /// Three words a text: most texts come out as they are, and still each batch asks for something.
    @Test
    void noBatchAsksForNothing() {
        List<Text> few =
                IntStream.range(0, 60).mapToObj(i -> Text.of("a b" + i)).toList();
        MaskedTexts masked = MaskedTexts.of(few, new ToyTokenizer(), 1, 64).withShuffling(1);
        for (int epoch = 0; epoch < 3; epoch++) {
            assertThat(batches(masked, epoch, 0))
                    .hasSize(60)
                    .allSatisfy(batch -> assertThat(batch.hidden()).isNotEmpty());
        }
        List<Text> none = List.of(Text.of("?"), Text.of("a"), Text.of("? ?"));
        MaskedTexts one = MaskedTexts.of(none, new ToyTokenizer(), 8, 64);
        assertThat(one.examples()).isEqualTo(1);
        assertThat(batches(one, 0, 0)).hasSize(1);
    }

    @Test
    void mistakesAreNamed() {
        assertThatThrownBy(() -> MaskedTexts.of(texts(2), new ToyTokenizer(false, new AtomicInteger()), 8, 64))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("the tokenizer has no mask token");
        Masking masking = MASKED.masking();
        assertThatThrownBy(() -> masking.withShare(0)).hasMessageContaining("above 0 and below 1, found 0.0");
        assertThatThrownBy(() -> masking.withShare(Double.NaN)).hasMessageContaining("found NaN");
        assertThatThrownBy(() -> new Masking(0.15, true, 4, 5, Set.of(0, 1, 2, 3, 4)))
                .hasMessageContaining("more than the 5 special tokens");
        assertThatThrownBy(() -> MASKED.open(-1, 0)).hasMessageContaining("found epoch -1");
        assertThatThrownBy(() -> new MaskedTexts(MASKED.encodings(), masking, 0, true, 0, true))
                .hasMessageContaining("a batch of at least 1, found 0");
    }

    private static List<Seen> batches(MaskedTexts source, int epoch, int from) {
        List<Seen> batches = new ArrayList<>();
        try (BatchCursor cursor = source.open(epoch, from)) {
            while (true) {
                try (Scope scope = Scope.open()) {
                    Batch batch = cursor.next();
                    if (batch == null) {
                        return batches;
                    }
                    assertThat(batch.inputs()).hasSize(4);
                    assertThat(batch.answers())
                            .isEqualTo((int) batch.inputs().get(3).size(0));
                    batches.add(new Seen(
                            longs(batch.inputs().get(0)),
                            longs(batch.inputs().get(1)),
                            longs(batch.inputs().get(3)),
                            longs(batch.target()),
                            (int) batch.inputs().getFirst().size(1)));
                }
            }
        }
    }

    private static List<Long> longs(Tensor tensor) {
        return Arrays.stream(Tensors.longs(tensor)).boxed().toList();
    }

    private static List<Text> texts(int count) {
        SplittableRandom random = new SplittableRandom(8);
        return IntStream.range(0, count)
                .mapToObj(i -> Text.of(random.ints(3 + random.nextInt(12), 0, 1 << 30)
                        .mapToObj(number -> Integer.toString(number, 36).substring(random.nextInt(5)))
                        .filter(word -> !word.isEmpty())
                        .collect(Collectors.joining(" ", "w" + i + " ", ""))))
                .toList();
    }
}
