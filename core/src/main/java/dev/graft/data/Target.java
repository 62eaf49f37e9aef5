package dev.graft.data;

import java.util.List;
import java.util.Set;

/// What a model should answer to one example.
public sealed interface Target {
    /// What it is in words.
    ///
    /// @param labels names by index
    default List<String> names(List<String> labels) {
        return switch (this) {
            case Single(int label) -> List.of(labels.get(label));
            case Several(Set<Integer> several) ->
                several.stream().sorted().map(labels::get).toList();
            case Values(List<Double> values) ->
                values.stream().map(String::valueOf).toList();
        };
    }

    /// One class.
    ///
    /// @param label its index
    record Single(int label) implements Target {}

    /// Any number of labels, none too.
    ///
    /// @param labels their indices
    record Several(Set<Integer> labels) implements Target {
        public Several {
            labels = Set.copyOf(labels);
        }
    }

    /// Numbers.
    record Values(List<Double> values) implements Target {
        /// @throws IllegalArgumentException if one is not finite as a float
        public Values {
            values = List.copyOf(values);
            for (double value : values) {
                if (!Float.isFinite((float) value)) {
                    throw new IllegalArgumentException("target: expected numbers below 3.4e38, found " + value);
                }
            }
        }
    }
}
