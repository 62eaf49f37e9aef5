package dev.graft.app;

import dev.graft.data.Kind;
import dev.graft.data.Task;
import dev.graft.metrics.ClassScore;
import dev.graft.metrics.ConfusionMatrix;
import dev.graft.train.Evaluation;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/// Tells what a model made of labelled examples.
///
/// @param part   name of the part of the data
/// @param kind   of the examples
/// @param task   what the model answers
/// @param labels name of each output
record EvaluationPrinter(String part, Kind kind, Task task, List<String> labels, Evaluation evaluation, int examples) {
    private static final int NARROWEST = 10;
    private static final String SUPPORT = "support";
    private static final Map<String, String> TITLES = Map.of("f1", "F1", "r2", "R2");

    /// Where each example has one class.
    private record OfClasses(
            String part,
            long examples,
            double accuracy,
            double macroF1,
            double mcc,
            double loss,
            Map<String, ClassScore> classes,
            List<List<Long>> confusion) {}

    /// Where an example has no single class.
    ///
    /// @param outputs scores of each label, or of each number
    private record Others(
            String part,
            int examples,
            double loss,
            Map<String, Double> metrics,
            Map<String, Map<String, Double>> outputs) {}

    /// For programs that read it.
    Object json() {
        return evaluation.confusion().<Object>map(this::ofClasses).orElseGet(this::others);
    }

    private OfClasses ofClasses(ConfusionMatrix confusion) {
        return new OfClasses(
                part,
                confusion.total(),
                confusion.accuracy(),
                confusion.macroF1(),
                confusion.mcc(),
                evaluation.loss(),
                named(confusion.scores()),
                confusion.rows());
    }

    private Others others() {
        return new Others(part, examples, evaluation.loss(), evaluation.metrics(), named(evaluation.outputs()));
    }

    private <S> Map<String, S> named(List<S> scores) {
        Map<String, S> named = new LinkedHashMap<>();
        for (int i = 0; i < scores.size(); i++) {
            named.put(labels.get(i), scores.get(i));
        }
        return named;
    }

    /// For people.
    void print(Output output) {
        if (evaluation.confusion().isPresent()) {
            table(output);
            output.result("");
            print(output, evaluation.confusion().get());
            return;
        }
        // of a single number, the table would say what stands below it
        if (evaluation.outputs().size() > 1) {
            table(output);
            output.result("");
        }
        evaluation.metrics().forEach((name, value) -> output.result("%-12s %9.4f", name, value));
        output.result("%-12s %9.4f", "loss", evaluation.loss());
        output.result("%-12s %,9d", noun(), examples);
    }

    private String noun() {
        return kind.noun() + "s";
    }

    private int width() {
        return Math.max(
                NARROWEST, labels.stream().mapToInt(String::length).max().orElse(0));
    }

    private void table(Output output) {
        String first = "%-" + width() + "s ";
        List<Map<String, Double>> rows = evaluation.outputs();
        output.result(
                first + "%s",
                task.noun(),
                rows.getFirst().keySet().stream()
                        .map(name -> name.equals(SUPPORT) ? noun() : TITLES.getOrDefault(name, name))
                        .map(" %9s"::formatted)
                        .collect(Collectors.joining()));
        for (int i = 0; i < rows.size(); i++) {
            output.result(
                    first + "%s",
                    labels.get(i),
                    rows.get(i).entrySet().stream()
                            .map(score -> score.getKey().equals(SUPPORT)
                                    ? String.format(
                                            Locale.ROOT,
                                            " %,9d",
                                            score.getValue().longValue())
                                    : String.format(Locale.ROOT, " %9.4f", score.getValue()))
                            .collect(Collectors.joining()));
        }
    }

    private void print(Output output, ConfusionMatrix confusion) {
        output.result(
                "accuracy %.4f, macro F1 %.4f, MCC %.4f, loss %.4f, %,d %s",
                confusion.accuracy(),
                confusion.macroF1(),
                confusion.mcc(),
                evaluation.loss(),
                confusion.total(),
                noun());
        output.result("");
        output.result("confusion matrix (rows: true class, columns: predicted class, in the order above)");
        int digits = Math.max(3, Long.toString(confusion.total()).length());
        for (int target = 0; target < labels.size(); target++) {
            StringBuilder line = new StringBuilder(("%-" + width() + "s ").formatted(labels.get(target)));
            for (int predicted = 0; predicted < labels.size(); predicted++) {
                line.append((" %" + digits + "d").formatted(confusion.count(target, predicted)));
            }
            output.result("%s", line);
        }
    }
}
