package dev.graft.app;

import dev.graft.data.Kind;
import dev.graft.data.Wording;
import dev.graft.metrics.ShareBound;
import dev.graft.task.Decision;
import dev.graft.task.OperatingPoint.Goal;
import dev.graft.train.RunReport;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/// What is said of thresholds: where they are, how they were found, and what they cost.
final class DecisionText {
    /// So much less of the first score is worth a word.
    private static final double MUCH = 0.2;

    private DecisionText() {}

    /// Which decision is used: `crack from a probability of 0.2137 on (for recall 0.99)`.
    static String shortly(Decision decision) {
        return decision.thresholds().entrySet().stream()
                .map(entry -> entry.getKey() + " from a probability of "
                        + number(entry.getValue().value()) + " on" + why(entry.getValue()))
                .collect(Collectors.joining(", "));
    }

    private static String why(Decision.Threshold threshold) {
        Decision.Finding found = threshold.found();
        return found == null ? "" : " (for " + found.goal().word() + " " + plain(found.asked()) + ")";
    }

    /// How thresholds were found, and what they cost there.
    ///
    /// @param kind of the examples
    static List<String> lines(Map<String, Decision.Threshold> thresholds, Kind kind) {
        List<String> lines = new ArrayList<>();
        thresholds.forEach((label, threshold) -> {
            Decision.Finding found = threshold.found();
            String begin = "threshold of " + label + ": " + number(threshold.value());
            if (found == null) {
                lines.add(begin);
            } else {
                lines.add(begin + why(threshold) + ": on the validation part it finds " + found.hits() + " of "
                        + found.examples() + " (recall " + score(found.recall()) + "), with "
                        + Wording.count(found.falseAlarms(), "false alarm") + " (precision " + score(found.precision())
                        + ")");
                if (found.goal() == Goal.RECALL) {
                    lines.add("note: " + promise(label, found, kind));
                }
            }
        });
        return lines;
    }

    /// What a threshold that was found comes to on other examples.
    ///
    /// @param scores of the class there
    static String here(String label, Decision.Finding found, Map<String, Double> scores, Kind kind) {
        long examples = scores.getOrDefault("support", 0.0).longValue();
        double recall = scores.getOrDefault("recall", 0.0);
        String asked = " (" + found.goal().word() + " " + plain(found.asked()) + " was asked of the validation part)";
        return examples == 0
                ? label + ": there are no " + kind.noun() + "s of it here" + asked
                : label + ": here " + Math.round(recall * examples) + " of " + examples + " are found, recall "
                        + score(recall) + ", precision " + score(scores.getOrDefault("precision", 0.0)) + asked;
    }

    /// What a recall on so many examples says of others.
    private static String promise(String label, Decision.Finding found, Kind kind) {
        String all = found.hits() == found.examples() && found.asked() < 1
                ? ", and " + plain(found.asked()) + " of them is all"
                : "";
        return "it was found with " + Wording.count(found.examples(), kind.noun()) + " of " + label + all
                + ": with a certainty of 95% it finds at least "
                + score(ShareBound.atLeast(found.hits(), found.examples())) + " of others like them";
    }

    /// The validation part as thresholds decide, and as it would be without them.
    static List<String> comparison(RunReport.Decided decided) {
        List<String> lines = new ArrayList<>(List.of(
                "With " + (decided.thresholds().size() == 1 ? "the threshold" : "thresholds") + ": "
                        + judged(decided.with()),
                "Without: " + judged(decided.without())));
        if (first(decided.without()).getValue() - first(decided.with()).getValue() > MUCH) {
            lines.add("note: that is a high price: the model does not tell "
                    + String.join(", ", decided.thresholds().keySet())
                    + " from the others well enough; ask for less, or train it better first (evaluate --raw passes"
                    + " over thresholds, evaluate --raw --save takes them away)");
        }
        return lines;
    }

    /// What is first among the scores: for classes, accuracy.
    private static Map.Entry<String, Double> first(RunReport.Judged judged) {
        return judged.metrics().entrySet().iterator().next();
    }

    private static String judged(RunReport.Judged judged) {
        Map.Entry<String, Double> first = first(judged);
        return first.getKey() + " " + score(first.getValue())
                + judged.classes().entrySet().stream()
                        .map(entry -> "; " + entry.getKey() + ": recall "
                                + score(entry.getValue().getOrDefault("recall", 0.0)) + ", precision "
                                + score(entry.getValue().getOrDefault("precision", 0.0)))
                        .collect(Collectors.joining());
    }

    private static String score(double value) {
        return String.format(Locale.ROOT, "%.4f", value);
    }

    /// Four digits that count, so that no threshold is shown as 0 or 1.
    private static String number(double value) {
        return value > 0.9995 || value < 0.0005
                ? String.format(Locale.ROOT, "%.7g", value)
                : String.format(Locale.ROOT, "%.4f", value);
    }

    /// As somebody typed it.
    private static String plain(double value) {
        return BigDecimal.valueOf(value).stripTrailingZeros().toPlainString();
    }
}
