package dev.graft.model;

import dev.graft.data.Task;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.Tensor;

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

    /// What logits say: probabilities `[N, classes]`, or numbers.
    static Tensor answers(Task task, Tensor logits) {
        return switch (task) {
            case SINGLE_LABEL_CLASSIFICATION, MASKED_LANGUAGE_MODELING -> logits.softmax(1);
            case MULTI_LABEL_CLASSIFICATION -> logits.sigmoid();
            case REGRESSION -> logits;
        };
    }

    /// @param answers what [#answers(Task, Tensor)] says of one example
    /// @param top     classes to tell
    static Prediction of(Task task, List<String> labels, float[] answers, int top, String source, boolean cut) {
        if (task == Task.REGRESSION) {
            Map<String, Double> values = new LinkedHashMap<>();
            for (int i = 0; i < labels.size(); i++) {
                values.put(labels.get(i), (double) answers[i]);
            }
            return new Prediction(source, List.of(), values, cut);
        }
        List<Class> classes = IntStream.range(0, labels.size())
                .mapToObj(c -> new Class(labels.get(c), answers[c]))
                .sorted(Comparator.comparingDouble(Class::probability).reversed())
                .limit(top)
                .toList();
        return new Prediction(source, classes, Map.of(), cut);
    }
}
