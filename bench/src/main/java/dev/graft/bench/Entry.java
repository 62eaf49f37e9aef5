package dev.graft.bench;

import java.util.List;
import java.util.Optional;

/// How one program did in one row.
///
/// @param program  its name
/// @param outcomes of its runs, in order; empty where it failed
/// @param failure  why there is no figure
record Entry(String program, List<Outcome> outcomes, Optional<String> failure) {
    Entry {
        outcomes = List.copyOf(outcomes);
    }

    static Entry measured(String program, List<Outcome> outcomes) {
        return new Entry(program, outcomes, Optional.empty());
    }

    static Entry failed(String program, String why) {
        return new Entry(program, List.of(), Optional.of(why));
    }

    /// The row's figure of every run.
    Samples samples(Row row) {
        return new Samples(outcomes.stream().map(row::value).toList());
    }

    /// The median of what its runs told under that key; empty if they did not.
    Optional<Double> told(String key) {
        List<Double> values = outcomes.stream()
                .filter(outcome -> outcome.told().has(key))
                .map(outcome -> outcome.told().number(key))
                .toList();
        return values.isEmpty() ? Optional.empty() : Optional.of(new Samples(values).median());
    }
}
