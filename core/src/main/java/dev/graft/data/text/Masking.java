package dev.graft.data.text;

import dev.graft.text.Encoding;
import dev.graft.text.SpecialTokens;
import dev.graft.text.Tokenizer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// Which tokens of a text are hidden from a language model, and how. Words are drawn, each as likely as the others; of
/// their tokens 80% become the mask token, 10% any ordinary token, and 10% stay (Devlin et al. 2018,
/// <https://arxiv.org/abs/1810.04805>; whole words as in its authors' later models).
///
/// @param share      of the words, above 0 and below 1
/// @param wholeWords whether a word is drawn with all its tokens; otherwise each token is drawn by itself
/// @param mask       number of the mask token
/// @param vocabulary tokens there are, of which any but the special ones may stand for another
/// @param special    numbers of tokens that stand for no other and are never hidden
public record Masking(double share, boolean wholeWords, int mask, int vocabulary, Set<Integer> special) {
    private static final double MASKED = 0.8;
    private static final double EXCHANGED = 0.1;

    /// A text of which something is hidden.
    ///
    /// @param encoding as the model sees it
    /// @param hidden   places of the tokens it is asked for, in order
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Masked(Encoding encoding, int[] hidden) {}

    /// @throws IllegalArgumentException if the share is out of its range, or no token is ordinary
    public Masking {
        special = Set.copyOf(special);
        if (!(share > 0 && share < 1)) {
            throw new IllegalArgumentException("masking: expected a share above 0 and below 1, found " + share);
        }
        if (vocabulary <= special.size()) {
            throw new IllegalArgumentException("masking: expected more than the " + special.size()
                    + " special tokens in the vocabulary, found " + vocabulary);
        }
    }

    /// Whole words, 15% of them.
    ///
    /// @throws IllegalArgumentException if the tokenizer has no mask token
    public static Masking of(Tokenizer tokenizer) {
        SpecialTokens tokens = tokenizer.special();
        int mask = tokens.mask()
                .orElseThrow(() -> new IllegalArgumentException(
                        "masking: the tokenizer has no mask token, which a masked language model needs"));
        Set<Integer> special = new TreeSet<>(Set.of(mask));
        special.add(tokens.pad());
        Stream.of(tokens.unknown(), tokens.start(), tokens.end()).forEach(token -> token.ifPresent(special::add));
        return new Masking(0.15, true, mask, tokenizer.vocabularySize(), special);
    }

    public Masking withShare(double value) {
        return new Masking(value, wholeWords, mask, vocabulary, special);
    }

    /// Whether a word is drawn with all its tokens.
    public Masking withWholeWords(boolean value) {
        return new Masking(share, value, mask, vocabulary, special);
    }

    /// Whether there is something to hide in a text.
    boolean finds(Encoding encoding) {
        return !words(encoding).isEmpty();
    }

    /// Hides the share of a text's words; short texts may come out as they are.
    ///
    /// @param least words that are hidden at least, if the text has them
    Masked apply(Encoding encoding, int least, SplittableRandom random) {
        List<int[]> words = words(encoding);
        int drawn = Math.clamp(
                (int) (share * words.size() + random.nextDouble()), Math.min(least, words.size()), words.size());
        int[] ids = encoding.ids().clone();
        IntStream.Builder hidden = IntStream.builder();
        for (int i = 0; i < drawn; i++) {
            int other = random.nextInt(i, words.size());
            int[] word = words.get(other);
            words.set(other, words.get(i));
            for (int place = word[0]; place < word[1]; place++) {
                hidden.add(place);
                ids[place] = hide(ids[place], random);
            }
        }
        return new Masked(
                new Encoding(ids, encoding.types(), encoding.words()),
                hidden.build().sorted().toArray());
    }

    private int hide(int id, SplittableRandom random) {
        double chance = random.nextDouble();
        if (chance < MASKED) {
            return mask;
        }
        if (chance >= MASKED + EXCHANGED) {
            return id;
        }
        int other = random.nextInt(vocabulary);
        while (special.contains(other)) {
            other = random.nextInt(vocabulary);
        }
        return other;
    }

    /// From where to where each word goes, or each token. Between the words of two texts stand special tokens.
    private List<int[]> words(Encoding encoding) {
        List<int[]> words = new ArrayList<>();
        int[] numbers = encoding.words();
        int from = 0;
        while (from < numbers.length) {
            int to = from + 1;
            while (wholeWords && to < numbers.length && numbers[to] == numbers[from]) {
                to++;
            }
            int[] ids = encoding.ids();
            if (numbers[from] >= 0 && Arrays.stream(ids, from, to).noneMatch(special::contains)) {
                words.add(new int[] {from, to});
            }
            from = to;
        }
        return words;
    }
}
