package dev.graft.text;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// The name somebody probably meant.
public final class NearNames {
    private static final int MAX_LENGTH = 200;
    private static final int MAX_CANDIDATES = 2000;

    private NearNames() {}

    /// The candidate with the fewest edits from `name`, if that is at most one edit in five letters.
    public static Optional<String> closest(String name, Collection<String> candidates) {
        int limit = Math.max(1, name.length() / 5);
        return candidates.stream()
                .limit(MAX_CANDIDATES)
                .filter(candidate -> Math.abs(candidate.length() - name.length()) <= limit
                        && Math.max(candidate.length(), name.length()) <= MAX_LENGTH)
                .min(Comparator.comparingInt(candidate -> edits(name, candidate)))
                .filter(candidate -> edits(name, candidate) <= limit);
    }

    /// The candidates with the fewest edits from `name`, nearest first.
    public static List<String> nearest(String name, Collection<String> candidates, int count) {
        return candidates.stream()
                .distinct()
                .filter(candidate -> candidate.length() <= MAX_LENGTH)
                .limit(MAX_CANDIDATES)
                .sorted(Comparator.comparingInt(candidate -> edits(name, candidate)))
                .limit(count)
                .toList();
    }

    /// Optimal string alignment distance: letters put in, left out, exchanged, or swapped with a neighbour.
    public static int edits(String a, String b) {
        int[][] d = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                if (i == 0 || j == 0) {
                    d[i][j] = i + j;
                    continue;
                }
                int exchange = d[i - 1][j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                d[i][j] = Math.min(exchange, Math.min(d[i - 1][j], d[i][j - 1]) + 1);
                boolean swapped =
                        i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
                if (swapped) {
                    d[i][j] = Math.min(d[i][j], d[i - 2][j - 2] + 1);
                }
            }
        }
        return d[a.length()][b.length()];
    }
}
