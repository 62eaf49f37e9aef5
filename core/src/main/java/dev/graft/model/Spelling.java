package dev.graft.model;

import dev.graft.text.Encoding;
import dev.graft.text.SpecialTokens;
import dev.graft.text.Text;
import dev.graft.text.Tokenizer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// How many words a tokenizer knows no piece of: see [Similarity.Measure#SPELLING].
final class Spelling {
    private static final Pattern BETWEEN_WORDS = Pattern.compile("[^\\p{L}\\p{M}]+");
    private static final int FEWEST_LETTERS = 2;
    private static final int MOST_LETTERS = 30;
    private static final int MOST_PIECES = 128;

    private Spelling() {}

    /// Share of the words, as often as they occur; empty where there are none. Words with ideographs do not count, of
    /// which many vocabularies have each by itself, nor do very long ones, which are no words.
    static OptionalDouble share(Tokenizer tokenizer, List<Text> texts) {
        Map<String, Integer> counts = new LinkedHashMap<>();
        for (Text text : texts) {
            Stream.concat(Stream.of(text.first()), text.second().stream())
                    .flatMap(BETWEEN_WORDS::splitAsStream)
                    .filter(Spelling::counts)
                    .forEach(word -> counts.merge(word, 1, Integer::sum));
        }
        List<String> words = List.copyOf(counts.keySet());
        List<Encoding> encoded = tokenizer.encode(words.stream().map(Text::of).toList(), MOST_PIECES);
        long all = 0;
        long spelt = 0;
        for (int i = 0; i < words.size(); i++) {
            int count = counts.getOrDefault(words.get(i), 0);
            all += count;
            spelt += isSpelt(words.get(i), encoded.get(i), tokenizer.special()) ? count : 0;
        }
        return all == 0 ? OptionalDouble.empty() : OptionalDouble.of((double) spelt / all);
    }

    private static boolean counts(String word) {
        int letters = letters(word);
        return letters >= FEWEST_LETTERS
                && letters <= MOST_LETTERS
                && word.codePoints().noneMatch(Character::isIdeographic);
    }

    private static boolean isSpelt(String word, Encoding encoded, SpecialTokens special) {
        int pieces = 0;
        for (int i = 0; i < encoded.length(); i++) {
            if (encoded.words()[i] >= 0) {
                pieces++;
                if (special.unknown().isPresent() && special.unknown().getAsInt() == encoded.ids()[i]) {
                    return true;
                }
            }
        }
        return pieces >= letters(word);
    }

    /// Without the marks on them, which tokenizers may take away.
    private static int letters(String word) {
        return (int) word.codePoints().filter(Character::isLetter).count();
    }
}
