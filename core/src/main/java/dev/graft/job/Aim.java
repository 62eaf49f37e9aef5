package dev.graft.job;

import dev.graft.data.Splits;
import dev.graft.task.BestBy;
import dev.graft.task.Objective;
import dev.graft.task.OperatingPoint;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What a training is judged by, where it is not what is usual for its task.
///
/// @param bestBy     what the best epoch is chosen by, as [BestBy] reads it; null for what is usual
/// @param thresholds where classes are said in the end, as [OperatingPoint] reads it; none for the most probable
public record Aim(@Nullable String bestBy, List<String> thresholds) {
    /// As is usual.
    public static final Aim USUAL = new Aim(null, List.of());

    /// @throws IllegalArgumentException if a threshold is none, or out of its range
    public Aim {
        thresholds = List.copyOf(thresholds);
        thresholds.forEach(OperatingPoint::parse);
    }

    /// The objective, where it is not the usual one.
    Optional<Objective> objective(Splits<?> data) {
        return Optional.ofNullable(bestBy).map(text -> BestBy.parse(text).in(data));
    }

    /// What is not usual, a line each.
    public List<String> lines() {
        List<String> lines = new ArrayList<>();
        if (bestBy != null) {
            lines.add("best epoch: by " + bestBy + " on the validation part");
        }
        if (!thresholds.isEmpty()) {
            lines.add("thresholds: " + String.join(", ", thresholds)
                    + "; found in the end, with the best model on the validation part");
        }
        return List.copyOf(lines);
    }

    /// The thresholds that are wished.
    List<OperatingPoint> points() {
        return thresholds.stream().map(OperatingPoint::parse).toList();
    }
}
