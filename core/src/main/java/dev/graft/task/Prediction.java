package dev.graft.task;

import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/// What a model makes of one example.
///
/// @param source  what it was asked about: a path, or a text
/// @param classes the most probable classes, most probable first; none for a regression. Where an example can have
///     several labels, each has a probability of its own
/// @param values  the predicted numbers by name; none but for a regression
/// @param cut     whether a text has at least as many tokens as the model reads, so that more were left out
public record Prediction(String source, List<Class> classes, Map<String, Double> values, boolean cut) {
    /// A class and how probable it is.
    ///
    /// @param probability 0 … 1; of one class an example they sum to 1 over all classes of the model
    public record Class(String label, double probability) {}

    public Prediction {
        classes = List.copyOf(classes);
        values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
        if (classes.isEmpty() && values.isEmpty()) {
            throw new IllegalArgumentException(source + ": a prediction needs a class or a number");
        }
    }

    /// The most probable class.
    ///
    /// @throws java.util.NoSuchElementException for a regression
    public String label() {
        return classes.getFirst().label();
    }

    /// The probability of the most probable class.
    ///
    /// @throws java.util.NoSuchElementException for a regression
    public double probability() {
        return classes.getFirst().probability();
    }

    /// The same, and whether a text was cut.
    public Prediction withCut(boolean value) {
        return new Prediction(source, classes, values, value);
    }

    /// The most probable classes.
    ///
    /// @param labels        name of each class
    /// @param probabilities of each class
    /// @param top           classes to tell
    public static Prediction ofClasses(String source, List<String> labels, float[] probabilities, int top) {
        List<Class> classes = IntStream.range(0, labels.size())
                .mapToObj(c -> new Class(labels.get(c), probabilities[c]))
                .sorted(Comparator.comparingDouble(Class::probability).reversed())
                .limit(top)
                .toList();
        return new Prediction(source, classes, Map.of(), false);
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
