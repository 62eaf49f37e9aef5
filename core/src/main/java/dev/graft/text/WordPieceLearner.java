package dev.graft.text;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/// Learns a WordPiece vocabulary from texts, as HuggingFace's `WordPieceTrainer` does it (tokenizers 0.21): characters
/// first, then, again and again, the two pieces that stand beside each other most often become one (Sennrich et al.
/// 2016, <https://arxiv.org/abs/1508.07909>). The same texts give the same vocabulary; of pairs that are equally
/// frequent the one whose pieces were made earlier is taken.
public final class WordPieceLearner {
    private static final List<String> SPECIAL = List.of("[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]");
    private static final String PREFIX = "##";
    private static final int MOST_CHARACTERS = 2000;
    private static final long LEAST_FREQUENT = 2;

    private final Map<String, Integer> ids = new LinkedHashMap<>();
    private final List<String> tokens = new ArrayList<>();
    private final List<int[]> words = new ArrayList<>();
    private final List<Long> counts = new ArrayList<>();
    private final Map<Pair, Long> frequencies = new HashMap<>();
    private final Map<Pair, Set<Integer>> places = new HashMap<>();

    private record Pair(int left, int right) {}

    /// How frequent a pair was when it was put into the queue.
    private record Candidate(Pair pair, long frequency) {
        static final Comparator<Candidate> ORDER = Comparator.comparingLong(Candidate::frequency)
                .reversed()
                .thenComparing(candidate -> candidate.pair().left())
                .thenComparing(candidate -> candidate.pair().right());
    }

    private WordPieceLearner() {}

    /// A tokenizer with a vocabulary of its own.
    ///
    /// @param size      tokens at most, special ones included; texts with little in them give fewer
    /// @param lowerCase whether case and accents are thrown away
    /// @throws IllegalArgumentException if there is no word in the texts
    public static Tokenizer learn(Iterable<String> texts, int size, boolean lowerCase) {
        return Tokenizers.ofVocabulary(vocabulary(texts, size, lowerCase), lowerCase);
    }

    /// The vocabulary alone: special tokens, characters, then pieces in the order in which they were made.
    ///
    /// @throws IllegalArgumentException if there is no word in the texts
    public static List<String> vocabulary(Iterable<String> texts, int size, boolean lowerCase) {
        Map<String, Long> words = count(texts, new BertWords(lowerCase));
        if (words.isEmpty()) {
            throw new IllegalArgumentException("vocabulary: expected texts with words in them, found none");
        }
        WordPieceLearner learner = new WordPieceLearner();
        SPECIAL.forEach(learner::token);
        learner.spell(words, Math.min(MOST_CHARACTERS, size));
        learner.merge(size);
        return List.copyOf(learner.tokens.subList(0, Math.min(size, learner.tokens.size())));
    }

    private static Map<String, Long> count(Iterable<String> texts, BertWords splitting) {
        Map<String, Long> counts = new TreeMap<>();
        for (String text : texts) {
            splitting.of(text).forEach(word -> counts.merge(word, 1L, Long::sum));
        }
        return counts;
    }

    private int token(String token) {
        return ids.computeIfAbsent(token, fresh -> {
            tokens.add(fresh);
            return tokens.size() - 1;
        });
    }

    /// Each word as its characters; the rarest characters are left out.
    private void spell(Map<String, Long> counted, int mostCharacters) {
        Map<Integer, Long> characters = new TreeMap<>();
        counted.forEach((word, count) -> word.codePoints().forEach(c -> characters.merge(c, count, Long::sum)));
        Set<Integer> kept = new TreeSet<>(characters.entrySet().stream()
                .sorted(Map.Entry.<Integer, Long>comparingByValue()
                        .reversed()
                        .thenComparing(Map.Entry.comparingByKey()))
                .limit(mostCharacters)
                .map(Map.Entry::getKey)
                .toList());
        kept.forEach(c -> token(Character.toString(c)));
        counted.forEach((word, count) -> {
            int[] pieces = spelled(word, kept);
            if (pieces.length > 0) {
                words.add(pieces);
                counts.add(count);
                addPairs(words.size() - 1);
            }
        });
    }

    private int[] spelled(String word, Set<Integer> kept) {
        int[] characters = word.codePoints().filter(kept::contains).toArray();
        int[] pieces = new int[characters.length];
        for (int i = 0; i < characters.length; i++) {
            String character = Character.toString(characters[i]);
            pieces[i] = token(i == 0 ? character : PREFIX + character);
        }
        return pieces;
    }

    private void addPairs(int word) {
        int[] pieces = words.get(word);
        for (int i = 0; i + 1 < pieces.length; i++) {
            Pair pair = new Pair(pieces[i], pieces[i + 1]);
            frequencies.merge(pair, counts.get(word), Long::sum);
            places.computeIfAbsent(pair, fresh -> new TreeSet<>()).add(word);
        }
    }

    private void removePairs(int word) {
        int[] pieces = words.get(word);
        for (int i = 0; i + 1 < pieces.length; i++) {
            frequencies.merge(new Pair(pieces[i], pieces[i + 1]), -counts.get(word), Long::sum);
        }
    }

    private void merge(int size) {
        PriorityQueue<Candidate> queue = new PriorityQueue<>(Candidate.ORDER);
        frequencies.forEach((pair, frequency) -> queue.add(new Candidate(pair, frequency)));
        while (tokens.size() < size) {
            Candidate best = queue.poll();
            if (best == null) {
                return;
            }
            long now = frequencies.getOrDefault(best.pair(), 0L);
            if (now < LEAST_FREQUENT) {
                continue;
            }
            if (now != best.frequency()) {
                queue.add(new Candidate(best.pair(), now)); // it became rarer since
                continue;
            }
            join(best.pair(), queue);
        }
    }

    private void join(Pair pair, PriorityQueue<Candidate> queue) {
        String right = tokens.get(pair.right());
        int joined = token(tokens.get(pair.left()) + right.substring(right.startsWith(PREFIX) ? PREFIX.length() : 0));
        Set<Pair> grown = new LinkedHashSet<>();
        for (int word : places.getOrDefault(pair, Set.of()).stream().toList()) {
            removePairs(word);
            words.set(word, joined(words.get(word), pair, joined));
            addPairs(word);
            int[] pieces = words.get(word);
            for (int i = 0; i + 1 < pieces.length; i++) {
                if (pieces[i] == joined || pieces[i + 1] == joined) {
                    grown.add(new Pair(pieces[i], pieces[i + 1]));
                }
            }
        }
        places.remove(pair);
        frequencies.remove(pair);
        grown.forEach(next -> queue.add(new Candidate(next, frequencies.getOrDefault(next, 0L))));
    }

    private static int[] joined(int[] pieces, Pair pair, int joined) {
        int[] shorter = new int[pieces.length];
        int length = 0;
        for (int i = 0; i < pieces.length; i++) {
            if (i + 1 < pieces.length && pieces[i] == pair.left() && pieces[i + 1] == pair.right()) {
                shorter[length++] = joined;
                i++;
            } else {
                shorter[length++] = pieces[i];
            }
        }
        return Arrays.copyOf(shorter, length);
    }
}
