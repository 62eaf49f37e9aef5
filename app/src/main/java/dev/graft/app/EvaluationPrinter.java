package dev.graft.app;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.graft.data.Kind;
import dev.graft.data.Task;
import dev.graft.metrics.ConfusionMatrix;
import dev.graft.task.Decision;
import dev.graft.train.Evaluation;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Tells what a model made of labelled examples.
///
/// @param part   name of the part of the data
/// @param kind   of the examples
/// @param task   what the model answers
/// @param labels name of each output
/// @param decision thresholds that decided; null for none
record EvaluationPrinter(
        String part,
        Kind kind,
        Task task,
        List<String> labels,
        Evaluation evaluation,
        int examples,
        @Nullable Decision decision) {
    private static final int NARROWEST = 10;
    private static final int NARROWEST_METRIC = 12;
    private static final String SUPPORT = "support";
    private static final Map<String, String> TITLES =
            Map.of("f1", "F1", "r2", "R2", "roc_auc", "ROC AUC", "average_precision", "AP");

    /// Where each example has one class. What is undefined is left out.
    @JsonInclude(JsonInclude.Include.NON_NULL)
    private record OfClasses(
            String part,
            long examples,
            double accuracy,
            double macroF1,
            double mcc,
            @Nullable Double macroRocAuc,
            @Nullable Double macroAveragePrecision,
            double loss,
            Map<String, Map<String, Number>> classes,
            List<List<Long>> confusion,
            @Nullable Map<String, Decision.Threshold> thresholds) {}

    /// Where an example has no single class.
    ///
    /// @param outputs scores of each label, or of each number
    private record Others(
            String part,
            int examples,
            double loss,
            Map<String, Double> metrics,
            Map<String, Map<String, Double>> outputs,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            Map<String, Decision.Threshold> thresholds) {}

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
                defined(evaluation.metrics()).get("macro_roc_auc"),
                defined(evaluation.metrics()).get("macro_average_precision"),
                evaluation.loss(),
                named(evaluation.outputs().stream()
                        .map(EvaluationPrinter::counted)
                        .toList()),
                confusion.rows(),
                thresholds());
    }

    private Others others() {
        return new Others(
                part,
                examples,
                evaluation.loss(),
                defined(evaluation.metrics()),
                named(evaluation.outputs().stream()
                        .map(EvaluationPrinter::defined)
                        .toList()),
                thresholds());
    }

    private @Nullable Map<String, Decision.Threshold> thresholds() {
        return decision == null ? null : decision.thresholds();
    }

    /// JSON has no word for what is undefined.
    private static Map<String, Double> defined(Map<String, Double> scores) {
        Map<String, Double> defined = new LinkedHashMap<>(scores);
        defined.values().removeIf(value -> value.isNaN());
        return defined;
    }

    private static Map<String, Number> counted(Map<String, Double> scores) {
        Map<String, Number> counted = new LinkedHashMap<>(defined(scores));
        counted.computeIfPresent(SUPPORT, (name, count) -> count.longValue());
        return counted;
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
        String first = "%-" + widest(evaluation.metrics().keySet(), NARROWEST_METRIC) + "s ";
        evaluation.metrics().forEach((name, value) -> output.result(first + "%s", name, score(value)));
        output.result(first + "%s", "loss", score(evaluation.loss()));
        output.result(first + "%,9d", noun(), examples);
    }

    private String noun() {
        return kind.noun() + "s";
    }

    private static int widest(Collection<String> names, int least) {
        return Math.max(least, names.stream().mapToInt(String::length).max().orElse(0));
    }

    private void table(Output output) {
        String first = "%-" + widest(labels, NARROWEST) + "s ";
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
                                    : " " + score(score.getValue()))
                            .collect(Collectors.joining()));
        }
    }

    private static String score(double value) {
        return Double.isNaN(value) ? "%9s".formatted("-") : String.format(Locale.ROOT, "%9.4f", value);
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
        Double rocAuc = evaluation.metrics().get("macro_roc_auc");
        Double averagePrecision = evaluation.metrics().get("macro_average_precision");
        if (rocAuc != null && averagePrecision != null) {
            output.result(
                    "mean over the classes: ROC AUC %s, average precision (AP) %s",
                    score(rocAuc).strip(), score(averagePrecision).strip());
        }
        output.result("");
        output.result("confusion matrix (rows: true class, columns: predicted class, in the order above)");
        int digits = Math.max(3, Long.toString(confusion.total()).length());
        for (int target = 0; target < labels.size(); target++) {
            StringBuilder line =
                    new StringBuilder(("%-" + widest(labels, NARROWEST) + "s ").formatted(labels.get(target)));
            for (int predicted = 0; predicted < labels.size(); predicted++) {
                line.append((" %" + digits + "d").formatted(confusion.count(target, predicted)));
            }
            output.result("%s", line);
        }
    }
}
