package dev.graft.advise;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.graft.data.DataSummary;
import dev.graft.train.CostEstimate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What came of looking at data: what was measured, what follows from it, and what both take.
///
/// @param data       what there is, in counts
/// @param inspection what to look at in it; null where it was left out
/// @param evidence   that was measured
/// @param advice     that follows from it
/// @param options    of `graft train` that do what is advised, beside those about the data
/// @param training   what that will take on this machine
/// @param told       seconds that the looking was said to take, before it began
/// @param took       seconds that it took
public record Advised(
        DataSummary data,

        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Inspection inspection,

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
