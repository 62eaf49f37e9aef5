package dev.graft.metrics;

/// What a share that was counted on a few examples promises of others.
public final class ShareBound {
    private static final double DOUBT = 0.05;
    private static final int HALVINGS = 60;

    private ShareBound() {}

    /// A number that the true share is at least, with a certainty of 95%: the lower end of the one-sided
    /// interval of Clopper and Pearson (1934). It is also what is left of a recall whose threshold was put
    /// at one of the examples that were counted, because the share of others above the k-th of n has the
    /// same distribution.
    ///
    /// @param hits     0 to `examples`
    /// @param examples at least 1
    public static double atLeast(long hits, long examples) {
        if (examples < 1 || hits < 0 || hits > examples) {
            throw new IllegalArgumentException(
                    "share: expected 0 to " + examples + " of at least 1, found " + hits + " of " + examples);
        }
        double low = 0;
        double high = (double) hits / examples;
        for (int i = 0; i < HALVINGS; i++) {
            double middle = (low + high) / 2;
            if (orMore(hits, examples, middle) < DOUBT) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return low;
    }

    /// How probable so many hits or more are with a share, from the most probable term on so that none is
    /// too small.
    private static double orMore(long hits, long examples, double share) {
        double odds = Math.log(share) - Math.log1p(-share);
        double term = examples * Math.log(share); // the logarithm of the probability that all are hits
        double sum = Math.exp(term);
        for (long k = examples - 1; k >= hits; k--) {
            term += Math.log((double) (k + 1) / (examples - k)) - odds;
            sum += Math.exp(term);
        }
        return sum;
    }
}
