package dev.graft.advise;

import dev.graft.train.CostEstimate;
import java.util.List;

/// What came of looking at data: what was measured, what follows from it, and what both take.
///
/// @param inspection what there is, and what to look at in it
/// @param evidence   that was measured
/// @param advice     that follows from it
/// @param options    of `graft train` that do what is advised, beside those about the data
/// @param training   what that will take on this machine
/// @param told       seconds that the looking was said to take, before it began
/// @param took       seconds that it took
public record Advised(
        Inspection inspection,
        Evidence evidence,
        Advice advice,
        List<String> options,
        CostEstimate training,
        double told,
        double took) {
    public Advised {
        options = List.copyOf(options);
    }
}
