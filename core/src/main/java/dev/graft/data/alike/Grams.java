package dev.graft.data.alike;

import java.text.Normalizer;
import java.util.Arrays;

/// What a text is made of: every five letters in a row. A syllable of Hangul counts as the letters it is composed of,
/// so that a wrong one weighs as much as in other scripts. Before the first letter and behind the last stands nothing,
/// which makes a letter there as important as any other.
final class Grams {
    private static final int LETTERS = 5;

    /// Longer texts are as alike as their beginnings, so that what it takes stays small.
    private static final int LONGEST = 1000;

    private Grams() {}

    /// A number for each, without repetition and in order.
    static long[] of(String plain) {
        String letters =
                Normalizer.normalize(plain.substring(0, Math.min(plain.length(), LONGEST)), Normalizer.Form.NFD);
        int length = Math.min(letters.length(), LONGEST);
        long[] grams = new long[length + LETTERS - 1];
        for (int i = 0; i < grams.length; i++) {
            long gram = 0;
            for (int j = i - LETTERS + 1; j <= i; j++) {
                gram = mixed(gram + (j >= 0 && j < length ? letters.charAt(j) : 0));
            }
            grams[i] = gram;
        }
        return Arrays.stream(grams).sorted().distinct().toArray();
    }

    /// As [java.util.SplittableRandom] mixes.
    private static long mixed(long value) {
        long z = value + 0x9E3779B97F4A7C15L;
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }

    /// The share of all that both have, 0 to 1 (Jaccard's index).
    ///
    /// @param one    in some order
    /// @param other  in the same order
    /// @param enough where it turns out to be less, it is 0
    static double likeness(long[] one, long[] other, double enough) {
        int all = one.length + other.length;
        int needed = (int) Math.floor(enough / (1 + enough) * all);
        int both = 0;
        int i = 0;
        int j = 0;
        while (i < one.length && j < other.length) {
            if (both + Math.min(one.length - i, other.length - j) < needed) {
                return 0;
            }
            int order = Long.compare(one[i], other[j]);
            both += order == 0 ? 1 : 0;
            i += order <= 0 ? 1 : 0;
            j += order >= 0 ? 1 : 0;
        }
        double likeness = both / (double) (all - both);
        return likeness < enough ? 0 : likeness;
    }
}
