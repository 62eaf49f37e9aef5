package dev.graft.method;

import dev.graft.data.DataSummary;
import dev.graft.data.Splits;

/// What defaults may depend on of the examples, once they have been read.
///
/// @param summary how many there are, by part and class
public record DataFacts(DataSummary summary) {
    public static DataFacts of(Splits<?> data) {
        return new DataFacts(data.summary());
    }

    /// Examples to learn from.
    public int training() {
        return summary.total("train");
    }

    /// Classes, or values where numbers are learned.
    public int labels() {
        return summary.classes().size();
    }
}
