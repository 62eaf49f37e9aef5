package dev.graft.text;

import static org.assertj.core.api.Assertions.assertThat;

import dev.graft.testing.NeedsShared;
import dev.graft.testing.Shared;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Words against those that the library makes: with a vocabulary of exactly these words no token is unknown.
class BertWordsTest {
    private static final int BLOCK = 0x1000;

    /// Unicode has got punctuation, accents and formats since, in writings that are rare in texts. The library's tables
    /// are of Unicode 8.
    private static final int NEWER = 700;

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aCharacterIsPartOfAWordOrNotAsInTheLibrary(boolean lowerCase) {
        Set<Integer> different = new TreeSet<>();
        int characters = 0;
        for (int block = 0; block < 0x20000; block += BLOCK) {
            List<String> texts = IntStream.range(block, block + BLOCK)
                    .filter(c -> c < Character.MIN_SURROGATE || c > Character.MAX_SURROGATE)
                    .mapToObj(c -> "x" + Character.toString(c) + "Y")
                    .toList();
            characters += texts.size();
            for (String text : different(texts, lowerCase)) {
                different.add(text.codePointAt(1));
            }
        }
        assertThat(characters).isEqualTo(0x20000 - 2048);
        assertThat(different).hasSizeBetween(1, NEWER);
        // Latin, Greek, Cyrillic, Hebrew; kana, Chinese and Hangul; full-width forms; images
        for (int[] range : new int[][] {{0, 0x61C}, {0x3000, 0xA800}, {0xAC00, 0xFFFF}, {0x1F000, 0x1FFFF}}) {
            assertThat(different).noneMatch(c -> c >= range[0] && c <= range[1]);
        }
    }

    @Test
    void wordsAreSplitAtSpacesPunctuationAndChinese() {
        assertThat(new BertWords(false).of(" Hello,  wörld!中文\tx\u0000y\u200Bz\u0085w\n"))
                .containsExactly("Hello", ",", "wörld", "!", "中", "文", "xyzw");
        assertThat(new BertWords(true).of("HÉLLO ΟΔΟΣ İ 한"))
                .containsExactly("hello", "οδοσ", "i", "\u1112\u1161\u11ab");
        assertThat(new BertWords(false).of("")).isEmpty();
        assertThat(new BertWords(false).of("a\uD800b")).containsExactly("ab");
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    @NeedsShared("data/text/nsmc/validation.tsv")
    void wordsOfReviewsAreThoseOfTheLibrary(boolean lowerCase) throws IOException {
        List<String> reviews = Files.readAllLines(Shared.path("data/text/nsmc/validation.tsv"));
        BertWords words = new BertWords(lowerCase);
        List<String> usual = reviews.stream() // longer words are unknown, whichever they are
                .filter(review -> words.of(review).stream().allMatch(word -> word.length() <= 100))
                .toList();
        assertThat(usual).hasSizeGreaterThan(4900);
        assertThat(different(usual, lowerCase)).isEmpty();
    }

    /// Texts of which the library makes other words.
    private static List<String> different(List<String> texts, boolean lowerCase) {
        BertWords words = new BertWords(lowerCase);
        Set<String> distinct = new LinkedHashSet<>(List.of("[PAD]", "[UNK]", "[CLS]", "[SEP]"));
        texts.forEach(text -> distinct.addAll(words.of(text)));
        List<String> vocabulary = new ArrayList<>(distinct);
        Map<String, Integer> ids = new HashMap<>();
        for (int i = 0; i < vocabulary.size(); i++) {
            ids.put(vocabulary.get(i), i);
        }
        List<String> different = new ArrayList<>();
        try (Tokenizer tokenizer = Tokenizers.ofVocabulary(vocabulary, lowerCase)) {
            List<Encoding> encodings =
                    tokenizer.encode(texts.stream().map(Text::of).toList(), 10_000);
            for (int i = 0; i < texts.size(); i++) {
                IntStream inside = words.of(texts.get(i)).stream().mapToInt(ids::get);
                int[] expected = IntStream.concat(IntStream.concat(IntStream.of(2), inside), IntStream.of(3))
                        .toArray();
                if (!Arrays.equals(encodings.get(i).ids(), expected)) {
                    different.add(texts.get(i));
                }
            }
        }
        return different;
    }
}
