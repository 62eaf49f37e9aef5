package dev.graft.task;

import java.util.List;

/// An example of which a model said something else than is true. Labels are numbered as the model's.
public sealed interface Mistake {
    /// Of the example in its data set.
    int position();

    /// How certain the model was of what is wrong, or how far off it was: the greater, the worse.
    double severity();

    /// Of one class an example.
    ///
    /// @param truth            its class
    /// @param said             the class that was answered
    /// @param probability      of that one
    /// @param truthProbability of its class
    record OfClass(int position, int truth, int said, float probability, float truthProbability) implements Mistake {
        @Override
        public double severity() {
            return probability;
        }
    }

    /// Of several labels an example.
    ///
    /// @param truth       its labels
    /// @param said        the labels that were answered
    /// @param worst       of the labels that are in one of the two only, the one whose probability is farthest
    ///     from what is true
    /// @param probability of that one
    record OfLabels(int position, List<Integer> truth, List<Integer> said, int worst, float probability)
            implements Mistake {
        public OfLabels {
            truth = List.copyOf(truth);
            said = List.copyOf(said);
        }

        /// Labels that it has, and that were not answered.
        public List<Integer> missed() {
            return without(truth, said);
        }

        /// Labels that were answered, and that it does not have.
        public List<Integer> tooMany() {
            return without(said, truth);
        }

        @Override
        public double severity() {
            return truth.contains(worst) ? 1 - probability : probability;
        }

        private static List<Integer> without(List<Integer> labels, List<Integer> others) {
            return labels.stream().filter(label -> !others.contains(label)).toList();
        }
    }

    /// Of numbers, where being wrong is a matter of degree.
    ///
    /// @param truth its numbers
    /// @param said  those that were answered
    record OfNumbers(int position, List<Double> truth, List<Float> said) implements Mistake {
        public OfNumbers {
            truth = List.copyOf(truth);
            said = List.copyOf(said);
        }

        /// By how much a number is too great; below 0 where it is too small.
        public double difference(int number) {
            return said.get(number) - truth.get(number);
        }

        /// The greatest difference either way.
        @Override
        public double severity() {
            double greatest = 0;
            for (int i = 0; i < said.size(); i++) {
                greatest = Math.max(greatest, Math.abs(difference(i)));
            }
            return greatest;
        }
    }
}
