package dev.graft.task;

import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What a model makes of one example.
///
/// @param source  what it was asked about: a path, or a text
/// @param classes the most probable classes, most probable first; none for a regression. Where an example can have
///     several labels, each has a probability of its own
/// @param values  the predicted numbers by name; none but for a regression
/// @param cut     whether a text has at least as many tokens as the model reads, so that more were left out
/// @param said    what thresholds decide is said; null where there are none, and the most probable class is said. Of
///     one class an example, the one that is said comes first
public record Prediction(
        String source,
        List<Class> classes,
        Map<String, Double> values,
        boolean cut,
        @Nullable Said said) {
    /// A class and how probable it is.
    ///
    /// @param probability 0 … 1; of one class an example they sum to 1 over all classes of the model
    public record Class(String label, double probability) {}

    /// What a [Decision] says of an example.
    ///
    /// @param labels     the class, or any number of labels
    /// @param thresholds that they reached, by label; none of a class without one, which is said
    ///     where none is reached
    public record Said(List<String> labels, Map<String, Double> thresholds) {
        public Said {
            labels = List.copyOf(labels);
            thresholds = Collections.unmodifiableMap(new LinkedHashMap<>(thresholds));
        }

        static Said of(Decision decision, List<String> labels, Predicate<String> reached) {
            Map<String, Double> thresholds = new LinkedHashMap<>();
            labels.stream().filter(reached).forEach(label -> {
                Decision.Threshold threshold = decision.thresholds().get(label);
                if (threshold != null) {
                    thresholds.put(label, threshold.value());
                }
            });
            return new Said(labels, thresholds);
        }
    }

    /// Without thresholds.
    public Prediction(String source, List<Class> classes, Map<String, Double> values, boolean cut) {
        this(source, classes, values, cut, null);
    }

    public Prediction {
        classes = List.copyOf(classes);
        values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
        if (classes.isEmpty() && values.isEmpty()) {
            throw new IllegalArgumentException(source + ": a prediction needs a class or a number");
        }
    }

    /// The most probable class, or the one that thresholds decide is said.
    ///
    /// @throws java.util.NoSuchElementException for a regression
    public String label() {
        return classes.getFirst().label();
    }

    /// The probability of that class.
    ///
    /// @throws java.util.NoSuchElementException for a regression
    public double probability() {
        return classes.getFirst().probability();
    }

    /// The same, and whether a text was cut.
    public Prediction withCut(boolean value) {
        return new Prediction(source, classes, values, value, said);
    }

    Prediction withSaid(Decision decision, List<String> labels) {
        return new Prediction(source, classes, values, cut, Said.of(decision, labels, label -> true));
    }

    /// The most probable classes.
    ///
    /// @param labels        name of each class
    /// @param probabilities of each class
    /// @param top           classes to tell
    public static Prediction ofClasses(String source, List<String> labels, float[] probabilities, int top) {
        List<Class> classes = ordered(labels, probabilities).limit(top).toList();
        return new Prediction(source, classes, Map.of(), false);
    }

    private static Stream<Class> ordered(List<String> labels, float[] probabilities) {
        return IntStream.range(0, labels.size())
                .mapToObj(c -> new Class(labels.get(c), probabilities[c]))
                .sorted(Comparator.comparingDouble(Class::probability).reversed());
    }

    /// The class that thresholds decide is said, and behind it the most probable ones.
    static Prediction decided(String source, Decision decision, int chosen, float[] probabilities, int top) {
        String label = decision.labels().get(chosen);
        List<Class> classes = Stream.concat(
                        Stream.of(new Class(label, probabilities[chosen])),
                        ordered(decision.labels(), probabilities)
                                .filter(found -> !found.label().equals(label)))
                .limit(top)
                .toList();
        double limit = decision.limits()[chosen];
        Said said = Said.of(decision, List.of(label), _ -> probabilities[chosen] >= limit);
        return new Prediction(source, classes, Map.of(), false, said);
    }

    /// Numbers by their names.
    public static Prediction ofNumbers(String source, List<String> names, float[] numbers) {
        Map<String, Double> values = new LinkedHashMap<>();
        for (int i = 0; i < names.size(); i++) {
            values.put(names.get(i), (double) numbers[i]);
        }
        return new Prediction(source, List.of(), values, false);
    }
}
