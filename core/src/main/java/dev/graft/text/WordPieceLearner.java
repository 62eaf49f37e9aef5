package dev.graft.text;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Learns a WordPiece vocabulary from texts, as HuggingFace's `WordPieceTrainer` does it (tokenizers 0.21):
/// characters first, then, again and again, the two pieces that stand beside each other most often become one
/// (Sennrich et al. 2016, <https://arxiv.org/abs/1508.07909>). The same texts in any order give the same vocabulary:
/// of pairs that are equally frequent the one whose pieces have the lower numbers is taken, the first piece before
/// the second. Single characters are numbered by their code points, and those that continue a word in the order in
/// which sorted words need them.
public final class WordPieceLearner {
    private static final List<String> SPECIAL = List.of("[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]");

    private WordPieceLearner() {}

    /// A tokenizer with a vocabulary of its own, with the other options as they usually are.
    ///
    /// @param size      tokens at most, special ones included; texts with little in them give fewer
    /// @param lowerCase whether case and accents are thrown away
    /// @throws IllegalArgumentException if there is no word in the texts
    public static Tokenizer learn(Iterable<String> texts, int size, boolean lowerCase) {
        return learn(texts, VocabularyOptions.standard().withSize(size).withLowerCase(lowerCase));
    }

    /// A tokenizer with a vocabulary of its own.
    ///
    /// @throws IllegalArgumentException if there is no word in the texts
    public static Tokenizer learn(Iterable<String> texts, VocabularyOptions options) {
        return Tokenizers.ofVocabulary(vocabulary(texts, options), options.lowerCase());
    }

    /// The vocabulary alone: special tokens, characters, characters that continue a word, then pieces in the order in
    /// which they were made. A token's number is its place.
    ///
    /// @throws IllegalArgumentException if there is no word in the texts
    public static List<String> vocabulary(Iterable<String> texts, VocabularyOptions options) {
        TreeMap<String, Integer> words = count(texts, new BertWords(options.lowerCase()));
        if (words.isEmpty()) {
            throw new IllegalArgumentException("vocabulary: expected texts with words in them, found none");
        }
        int characters = Math.min(options.mostCharacters(), (options.size() - SPECIAL.size()) / 2);
        PieceMerger merger = new PieceMerger(SPECIAL);
        merger.spell(words, frequent(words, characters));
        merger.merge(options.size(), options.leastFrequent());
        return merger.tokens();
    }

    private static TreeMap<String, Integer> count(Iterable<String> texts, BertWords splitting) {
        Map<String, Integer> counts = new HashMap<>();
        for (String text : texts) {
            for (String word : splitting.of(text)) {
                counts.merge(word, 1, Integer::sum);
            }
        }
        return new TreeMap<>(counts);
    }

    /// The most frequent characters, in the order of their code points; of equally frequent ones the lower.
    private static List<Integer> frequent(Map<String, Integer> words, int most) {
        TreeMap<Integer, Long> counts = new TreeMap<>();
        words.forEach((word, count) -> word.codePoints().forEach(c -> counts.merge(c, (long) count, Long::sum)));
        List<Map.Entry<Integer, Long>> byCount = new ArrayList<>(counts.entrySet());
        byCount.sort(Map.Entry.<Integer, Long>comparingByValue().reversed()); // stable
        return byCount.stream().limit(most).map(Map.Entry::getKey).sorted().toList();
    }
}
