package dev.graft.advise;

import dev.graft.data.Dataset;
import dev.graft.data.Example;
import dev.graft.data.Target;
import dev.graft.data.Task;
import dev.graft.task.Objective;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/// What somebody said of examples, held against what is right.
final class Answers {
    private Answers() {}

    /// Scores as [Scores] has them: of classes whether the most probable one is right, of several labels whether all
    /// are, of numbers 1 less the squared error over the variance, the mean over all numbers.
    ///
    /// @param said probabilities, or numbers, `[examples][labels]`
    static Scores scored(Dataset<?> data, float[][] said) {
        double[] variance = variance(data);
        Objective meaning = Objective.of(data.task());
        return new Scores(
                IntStream.range(0, data.size())
                        .mapToDouble(i -> score(data.examples().get(i).target(), said[i], variance, meaning))
                        .toArray(),
                data.task() != Task.REGRESSION);
    }

    private static double score(Target target, float[] said, double[] variance, Objective meaning) {
        return switch (target) {
            case Target.Single(int label) -> meaning.said(said).equals(List.of(label)) ? 1 : 0;
            case Target.Several(Set<Integer> labels) ->
                Set.copyOf(meaning.said(said)).equals(labels) ? 1 : 0;
            case Target.Values(List<Double> values) ->
                IntStream.range(0, said.length)
                        .mapToDouble(i -> 1 - square(said[i] - values.get(i)) / variance[i])
                        .average()
                        .orElse(0);
        };
    }

    /// Of each number; 1 where all are the same, and nothing can be explained.
    private static double[] variance(Dataset<?> data) {
        double[] variance = new double[data.labels().size()];
        List<List<Double>> all = data.examples().stream()
                .map(Example::target)
                .filter(Target.Values.class::isInstance)
                .map(target -> ((Target.Values) target).values())
                .toList();
        for (int i = 0; i < variance.length && !all.isEmpty(); i++) {
            int column = i;
            double mean = all.stream()
                    .mapToDouble(values -> values.get(column))
                    .average()
                    .orElse(0);
            double found = all.stream()
                    .mapToDouble(values -> square(values.get(column) - mean))
                    .average()
                    .orElse(0);
            variance[i] = found > 0 ? found : 1;
        }
        return variance;
    }

    private static double square(double value) {
        return value * value;
    }
}
