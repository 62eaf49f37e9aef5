package dev.graft.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.graft.testing.NeedsShared;
import dev.graft.testing.Shared;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WordPieceLearnerTest {
    private static final List<String> SPECIAL = List.of("[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]");
    private static final VocabularyOptions SMALL = VocabularyOptions.standard().withSize(1000);

    @Test
    void theMostFrequentPairComesFirst() {
        List<String> texts = List.of("abc abc abc", "bc bc", "xbc");
        assertThat(WordPieceLearner.vocabulary(texts, SMALL))
                .containsExactly(
                        "[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", // first
                        "a", "b", "c", "x", // characters
                        "##b", "##c", // continuing a word, as the words abc, bc, xbc need them
                        "##bc", "abc", "bc"); // 4 times, 3 times, 2 times; xbc is there once only
    }

    @Test
    void ofEquallyFrequentPairsTheOneOfLowerNumbersIsTaken() {
        assertThat(WordPieceLearner.vocabulary(List.of("cd ab cd ab"), SMALL)).endsWith("##b", "##d", "ab", "cd");
    }

    @Test
    void theOrderOfTextsDoesNotMatter() {
        List<String> texts = new ArrayList<>(texts(3, 300));
        List<String> vocabulary = WordPieceLearner.vocabulary(texts, SMALL);
        Collections.shuffle(texts, new Random(1));
        assertThat(WordPieceLearner.vocabulary(texts, SMALL))
                .isEqualTo(vocabulary)
                .hasSizeGreaterThan(100);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void itIsWhatCountingAfreshAfterEachMergeGives(long seed) {
        List<String> texts = texts(seed, 40);
        assertThat(WordPieceLearner.vocabulary(texts, SMALL)).isEqualTo(slowly(texts, 2, 1000));
        VocabularyOptions few = SMALL.withSize(60).withLeastFrequent(1);
        assertThat(WordPieceLearner.vocabulary(texts, few)).isEqualTo(slowly(texts, 1, 60));
    }

    @Test
    void caseIsKeptOrNot() {
        List<String> texts = List.of("Été été ÉTÉ", "한 한");
        assertThat(WordPieceLearner.vocabulary(texts, SMALL))
                .contains("É", "é", "한")
                .doesNotContain("e");
        assertThat(WordPieceLearner.vocabulary(texts, SMALL.withLowerCase(true)))
                .contains("ete", "\u1112\u1161\u11ab")
                .doesNotContain("É", "한");
    }

    @Test
    void theRarestCharactersAreLeftOut() {
        List<String> texts = List.of("aaa bbb bbb bcb", "a b b");
        assertThat(WordPieceLearner.vocabulary(texts, SMALL.withMostCharacters(2)))
                .doesNotContain("c", "##c")
                .endsWith("a", "b", "##a", "##b", "bb", "bbb"); // of bcb is left bb
        assertThat(WordPieceLearner.vocabulary(texts, SMALL.withMostCharacters(1)))
                .contains("b")
                .doesNotContain("a");
    }

    @ParameterizedTest
    @ValueSource(ints = {7, 8, 20, 57, 200})
    void thereAreNeverMoreTokensThanAskedFor(int size) {
        assertThat(WordPieceLearner.vocabulary(texts(5, 200), SMALL.withSize(size)))
                .hasSizeLessThanOrEqualTo(size)
                .startsWith(SPECIAL.toArray(String[]::new))
                .doesNotHaveDuplicates();
    }

    @Test
    void optionsThatCannotBeAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SMALL.withSize(6))
                .withMessage("vocabulary: size: expected at least 7, found 6");
        assertThatIllegalArgumentException().isThrownBy(() -> SMALL.withLeastFrequent(0));
        assertThatIllegalArgumentException().isThrownBy(() -> SMALL.withMostCharacters(0));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> WordPieceLearner.vocabulary(List.of(" ", "\u200B"), SMALL))
                .withMessage("vocabulary: expected texts with words in them, found none");
    }

    @Test
    void whatWasLearnedIsATokenizerThatCanBeWritten(@TempDir Path folder) {
        List<String> texts = texts(9, 300);
        try (Tokenizer learned = WordPieceLearner.learn(texts, 200, true)) {
            learned.write(folder);
            assertThat(learned.vocabularySize()).isEqualTo(200);
            assertThat(Files.exists(folder.resolve("vocab.txt"))).isTrue();
            try (Tokenizer read = Tokenizers.read(folder)) {
                List<Text> all = texts.stream().map(Text::of).toList();
                List<Encoding> expected = learned.encode(all, 512);
                List<Encoding> found = read.encode(all, 512);
                for (int i = 0; i < all.size(); i++) {
                    assertThat(found.get(i).ids())
                            .isEqualTo(expected.get(i).ids())
                            .doesNotContain(1);
                }
            }
        }
    }

    @Test
    @NeedsShared("data/text/nsmc/unlabelled.txt.gz")
    void aQuarterOfAMillionReviewsTakeSecondsAndLeaveFewWordsUnknown() throws IOException {
        List<String> reviews = reviews();
        assertThat(reviews).hasSize(250_000);
        VocabularyOptions options = VocabularyOptions.standard();
        List<String> vocabulary =
                Assertions.assertTimeout(Duration.ofMinutes(2), () -> WordPieceLearner.vocabulary(reviews, options));
        assertThat(vocabulary).hasSize(8000).contains("영화", "##니다", "너무", "정말").doesNotHaveDuplicates();
        try (Tokenizer tokenizer = Tokenizers.ofVocabulary(vocabulary, false)) {
            List<Text> some = reviews.subList(0, 20_000).stream().map(Text::of).toList();
            long tokens = 0;
            long unknown = 0;
            for (Encoding encoding : tokenizer.encode(some, 512)) {
                tokens += encoding.length();
                unknown += Arrays.stream(encoding.ids()).filter(id -> id == 1).count();
            }
            assertThat((double) unknown / tokens).isLessThan(0.001);
            assertThat((double) tokens / some.size()).isBetween(20.0, 30.0);
        }
    }

    private static List<String> reviews() throws IOException {
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(
                new GZIPInputStream(Files.newInputStream(Shared.path("data/text/nsmc/unlabelled.txt.gz"))),
                StandardCharsets.UTF_8))) {
            return lines.lines().toList();
        }
    }

    /// Made-up words with repeated letters, some more frequent than others.
    private static List<String> texts(long seed, int count) {
        SplittableRandom random = new SplittableRandom(seed);
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            StringBuilder text = new StringBuilder();
            for (int word = random.nextInt(1, 6); word > 0; word--) {
                for (int letter = random.nextInt(1, 7); letter > 0; letter--) {
                    text.append((char) ('a' + Math.min(random.nextInt(6), random.nextInt(6))));
                }
                text.append(random.nextInt(5) == 0 ? "! " : " ");
            }
            texts.add(text.toString());
        }
        return texts;
    }

    /// The same by its definition.
    private static List<String> slowly(List<String> texts, int leastFrequent, int size) {
        TreeMap<String, Integer> counts = new TreeMap<>();
        texts.forEach(text -> new BertWords(false).of(text).forEach(word -> counts.merge(word, 1, Integer::sum)));
        List<String> tokens = new ArrayList<>(SPECIAL);
        counts.keySet().stream()
                .flatMapToInt(String::codePoints)
                .distinct()
                .sorted()
                .forEach(c -> tokens.add(Character.toString(c)));
        List<List<String>> words = new ArrayList<>();
        counts.keySet().forEach(word -> {
            List<String> pieces = new ArrayList<>();
            for (int i = 0; i < word.length(); i++) {
                String piece = (i == 0 ? "" : "##") + word.charAt(i);
                pieces.add(piece);
                if (!tokens.contains(piece)) {
                    tokens.add(piece);
                }
            }
            words.add(pieces);
        });
        List<Integer> times = List.copyOf(counts.values());
        while (tokens.size() < size) {
            Map.Entry<List<Integer>, Integer> best = best(words, times, tokens);
            if (best == null || best.getValue() < leastFrequent) {
                break;
            }
            String left = tokens.get(best.getKey().get(0));
            String right = tokens.get(best.getKey().get(1));
            String joined = left + right.substring(2);
            if (!tokens.contains(joined)) {
                tokens.add(joined);
            }
            words.forEach(pieces -> join(pieces, left, right, joined));
        }
        return tokens;
    }

    private static Map.@Nullable Entry<List<Integer>, Integer> best(
            List<List<String>> words, List<Integer> times, List<String> tokens) {
        Map<List<Integer>, Integer> pairs = new TreeMap<>((a, b) -> a.get(0).equals(b.get(0))
                ? a.get(1).compareTo(b.get(1))
                : a.get(0).compareTo(b.get(0)));
        for (int word = 0; word < words.size(); word++) {
            List<String> pieces = words.get(word);
            for (int i = 0; i + 1 < pieces.size(); i++) {
                pairs.merge(
                        List.of(tokens.indexOf(pieces.get(i)), tokens.indexOf(pieces.get(i + 1))),
                        times.get(word),
                        Integer::sum);
            }
        }
        return pairs.entrySet().stream()
                .reduce((best, next) -> next.getValue() > best.getValue() ? next : best)
                .orElse(null);
    }

    private static void join(List<String> pieces, String left, String right, String joined) {
        for (int i = 0; i + 1 < pieces.size(); i++) {
            if (pieces.get(i).equals(left) && pieces.get(i + 1).equals(right)) {
                pieces.set(i, joined);
                pieces.remove(i + 1);
            }
        }
    }
}
