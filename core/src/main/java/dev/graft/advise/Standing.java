package dev.graft.advise;

/// How an arm does at a rung.
///
/// @param arm      that runs
/// @param scores   on the examples that were held back from it, the same for all arms
/// @param finished whether its training has ended
record Standing(Arm arm, Scores scores, boolean finished) {
    double mean() {
        return scores.measured().mean();
    }
}
