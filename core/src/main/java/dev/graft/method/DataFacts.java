package dev.graft.method;

import dev.graft.data.DataSummary;
import dev.graft.data.Splits;
import dev.graft.data.Task;

/// What defaults may depend on of the examples, once they have been read.
///
/// @param task    what is learned of them
/// @param summary how many there are, by part and class
public record DataFacts(Task task, DataSummary summary) {
    public static DataFacts of(Splits<?> data) {
        return new DataFacts(data.task(), data.summary());
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
