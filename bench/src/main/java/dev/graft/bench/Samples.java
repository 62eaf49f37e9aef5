package dev.graft.bench;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/// The same figure from several runs.
record Samples(List<Double> values) {
    Samples {
        values = List.copyOf(values);
        if (values.isEmpty()) {
            throw new IllegalArgumentException("samples: expected at least one, found none");
        }
    }

    static Samples of(double... values) {
        return new Samples(Arrays.stream(values).boxed().toList());
    }

    /// The one in the middle; of an even number, the mean of the two in the middle.
    double median() {
        List<Double> sorted = values.stream().sorted().toList();
        int middle = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
    }

    double least() {
        return values.stream().mapToDouble(Double::doubleValue).min().orElseThrow();
    }

    double most() {
        return values.stream().mapToDouble(Double::doubleValue).max().orElseThrow();
    }

    /// Turn by turn, this over `base`: what disturbs a turn disturbs both sides of its ratio.
    ///
    /// @throws IllegalArgumentException if they are not equally many
    Samples over(Samples base) {
        if (values.size() != base.values.size()) {
            throw new IllegalArgumentException("ratio: expected as many runs on both sides, found " + values.size()
                    + " and " + base.values.size());
        }
        return new Samples(IntStream.range(0, values.size())
                .mapToObj(turn -> values.get(turn) / base.values.get(turn))
                .toList());
    }
}
