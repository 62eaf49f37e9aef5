package dev.graft.data.text;

import java.util.List;
import java.util.Set;

/// What a model should answer to one text.
public sealed interface Target {
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
        public Values {
            values = List.copyOf(values);
        }
    }
}
