package dev.graft.text;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.SortedMap;

/// Words as pieces, and how often two pieces stand beside each other; joins the most frequent pair. Counts are kept
/// up to date word by word, so that a merge costs what the words with that pair cost.
final class PieceMerger {
    private static final String PREFIX = WordPieces.PREFIX;

    private final Map<String, Integer> ids = new LinkedHashMap<>();
    private final List<String> tokens = new ArrayList<>();
    private final List<int[]> words = new ArrayList<>();
    private final List<Integer> counts = new ArrayList<>();
    private final Map<Long, Pair> pairs = new HashMap<>();

    /// Two pieces beside each other.
    private static final class Pair {
        private static final int FEW = 4;

        final int left;
        final int right;
        long frequency;

        /// Words they are in, or were in; some more than once.
        private int[] places = new int[FEW];

        private int placed;

        Pair(int left, int right) {
            this.left = left;
            this.right = right;
        }

        void addPlace(int word) {
            if (placed > 0 && places[placed - 1] == word) {
                return;
            }
            if (placed == places.length) {
                places = Arrays.copyOf(places, 2 * placed);
            }
            places[placed++] = word;
        }

        int[] takePlaces() {
            int[] taken = Arrays.copyOf(places, placed);
            places = new int[FEW];
            placed = 0;
            return taken;
        }
    }

    /// How frequent a pair was when it was put into the queue.
    private record Candidate(Pair pair, long frequency) {
        static final Comparator<Candidate> ORDER = Comparator.comparingLong(Candidate::frequency)
                .reversed()
                .thenComparingInt(candidate -> candidate.pair.left)
                .thenComparingInt(candidate -> candidate.pair.right);
    }

    /// @param first tokens before all others
    PieceMerger(List<String> first) {
        first.forEach(this::token);
    }

    /// What there is by now; a token's number is its place.
    List<String> tokens() {
        return List.copyOf(tokens);
    }

    /// Takes words apart into characters.
    ///
    /// @param counted    how often each word is there
    /// @param characters those that are kept, the others are left out of words
    void spell(SortedMap<String, Integer> counted, List<Integer> characters) {
        characters.forEach(c -> token(Character.toString(c)));
        Set<Integer> kept = new HashSet<>(characters);
        counted.forEach((word, count) -> {
            int[] spelled = word.codePoints().filter(kept::contains).toArray();
            for (int i = 0; i < spelled.length; i++) {
                String character = Character.toString(spelled[i]);
                spelled[i] = token(i == 0 ? character : PREFIX + character);
            }
            if (spelled.length > 1) {
                words.add(spelled);
                counts.add(count);
            }
        });
        for (int word = 0; word < words.size(); word++) {
            int[] pieces = words.get(word);
            for (int i = 0; i + 1 < pieces.length; i++) {
                Pair pair = pair(pieces[i], pieces[i + 1]);
                pair.frequency += counts.get(word);
                pair.addPlace(word);
            }
        }
    }

    private int token(String token) {
        return ids.computeIfAbsent(token, fresh -> {
            tokens.add(fresh);
            return tokens.size() - 1;
        });
    }

    private Pair pair(int left, int right) {
        return pairs.computeIfAbsent((long) left << Integer.SIZE | right, fresh -> new Pair(left, right));
    }

    /// Makes tokens of pairs until there are so many, or no pair is frequent enough.
    void merge(int size, int leastFrequent) {
        PriorityQueue<Candidate> queue = new PriorityQueue<>(Candidate.ORDER);
        pairs.values().forEach(pair -> queue.add(new Candidate(pair, pair.frequency)));
        while (tokens.size() < size) {
            Candidate best = queue.poll();
            if (best == null || best.frequency < leastFrequent) {
                return;
            }
            long now = best.pair.frequency;
            if (now == best.frequency) {
                for (Pair grown : join(best.pair)) {
                    queue.add(new Candidate(grown, grown.frequency));
                }
            } else if (now > 0 && now < best.frequency) { // rarer since; had it grown, it would be in the queue again
                queue.add(new Candidate(best.pair, now));
            }
        }
    }

    /// @return pairs that there are more of now
    private Set<Pair> join(Pair pair) {
        String right = tokens.get(pair.right);
        int joined = token(tokens.get(pair.left) + right.substring(PREFIX.length())); // a right piece continues a word
        Set<Pair> grown = new LinkedHashSet<>();
        for (int word : pair.takePlaces()) {
            int[] before = words.get(word);
            int[] after = joined(before, pair, joined);
            if (after.length == before.length) {
                continue;
            }
            int count = counts.get(word);
            for (int i = 0; i + 1 < before.length; i++) {
                pair(before[i], before[i + 1]).frequency -= count;
            }
            for (int i = 0; i + 1 < after.length; i++) {
                Pair next = pair(after[i], after[i + 1]);
                next.frequency += count;
                if (after[i] == joined || after[i + 1] == joined) {
                    next.addPlace(word);
                    grown.add(next);
                }
            }
            words.set(word, after);
        }
        return grown;
    }

    private static int[] joined(int[] pieces, Pair pair, int joined) {
        int[] shorter = new int[pieces.length];
        int length = 0;
        for (int i = 0; i < pieces.length; i++) {
            boolean here = pieces[i] == pair.left && i + 1 < pieces.length && pieces[i + 1] == pair.right;
            shorter[length++] = here ? joined : pieces[i];
            i += here ? 1 : 0;
        }
        return Arrays.copyOf(shorter, length);
    }
}
