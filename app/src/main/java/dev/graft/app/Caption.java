package dev.graft.app;

import dev.graft.task.Mistake;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// What is wrong with one example, in words.
///
/// @param truth     its class, its labels or its numbers
/// @param answer    what was said instead
/// @param certainty how certain that was, or how far off
record Caption(String truth, String answer, String certainty) {
    /// @param labels of the model
    static Caption of(Mistake mistake, List<String> labels) {
        return switch (mistake) {
            case Mistake.OfClass wrong ->
                new Caption(
                        labels.get(wrong.truth()),
                        labels.get(wrong.said()),
                        "%s, truth %s".formatted(share(wrong.probability()), share(wrong.truthProbability())));
            case Mistake.OfLabels wrong ->
                new Caption(
                        names(wrong.truth(), labels),
                        names(wrong.said(), labels),
                        "%s %s".formatted(labels.get(wrong.worst()), share(wrong.probability())));
            case Mistake.OfNumbers wrong ->
                new Caption(
                        numbers(wrong.truth()),
                        numbers(wrong.said()),
                        range(wrong).mapToObj(i -> signed(wrong.difference(i))).collect(Collectors.joining(", ")));
        };
    }

    private static IntStream range(Mistake.OfNumbers wrong) {
        return IntStream.range(0, wrong.said().size());
    }

    private static String names(List<Integer> some, List<String> labels) {
        return some.isEmpty() ? "none" : some.stream().map(labels::get).collect(Collectors.joining(", "));
    }

    private static String numbers(List<? extends Number> numbers) {
        return numbers.stream()
                .map(number -> PredictionPrinter.number(number.doubleValue()))
                .collect(Collectors.joining(", "));
    }

    private static String signed(double difference) {
        return (difference > 0 ? "+" : "") + PredictionPrinter.number(difference);
    }

    private static String share(float probability) {
        return String.format(Locale.ROOT, "%.4f", probability);
    }
}
