package dev.graft.metrics;

/// Between which shares the true one lies, with a certainty of 95%, where a share was counted on a few examples: the
/// interval of Wilson (1927), which stays within 0 and 1 and is right for few examples too.
///
/// @param low  its lower end
/// @param high its upper end
public record ShareInterval(double low, double high) {
    private static final double CERTAIN = 1.959964; // 97.5% of a normal distribution lie below

    /// @param share    that was counted, 0 to 1
    /// @param examples at least 1
    public static ShareInterval of(double share, long examples) {
        if (examples < 1 || !(share >= 0 && share <= 1)) {
            throw new IllegalArgumentException(
                    "share: expected 0 to 1 of at least 1 example, found " + share + " of " + examples);
        }
        double doubt = CERTAIN * CERTAIN / examples;
        double middle = (share + doubt / 2) / (1 + doubt);
        double half = CERTAIN * Math.sqrt(share * (1 - share) / examples + doubt / (4 * examples)) / (1 + doubt);
        return new ShareInterval(Math.max(0, middle - half), Math.min(1, middle + half));
    }

    public double width() {
        return high - low;
    }

    public boolean contains(double share) {
        return low <= share && share <= high;
    }
}
