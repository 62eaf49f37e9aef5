package dev.graft.task;

import dev.graft.data.Task;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The best that is got without looking at an example: always the same answer. What a model has to be better than.
///
/// @param metric of the tally, by name; more of it is better
/// @param value  what the answer comes to
/// @param answer in words: `always answering 'flawless'`
public record ConstantAnswer(String metric, double value, String answer) {
    private static final String ALL = "always answering every label";

    /// @param score    that a training is judged by
    /// @param counts   examples that it is judged on, by class or label
    /// @param examples how many these are
    /// @return empty where there is none to compare with
    public static Optional<ConstantAnswer> of(Score score, Task task, Map<String, Integer> counts, int examples) {
        if (task == Task.REGRESSION) {
            return Optional.of(new ConstantAnswer("r2", 0, "always answering the mean"));
        }
        if (examples == 0 || counts.isEmpty()) {
            return Optional.empty();
        }
        int colon = score.name().indexOf(':');
        if (colon > 0) {
            String label = score.name().substring(colon + 1);
            double share = (double) counts.getOrDefault(label, 0) / examples;
            return ofClass(score.name(), score.name().substring(0, colon), label, share);
        }
        return switch (task) {
            case SINGLE_LABEL_CLASSIFICATION -> Optional.of(ofOne(score, counts, examples));
            case MULTI_LABEL_CLASSIFICATION -> Optional.of(ofSeveral(score, counts.values(), examples));
            case REGRESSION, MASKED_LANGUAGE_MODELING -> Optional.empty();
        };
    }

    private static Optional<ConstantAnswer> ofClass(String score, String word, String label, double share) {
        return switch (word) {
            case "f1" -> Optional.of(new ConstantAnswer(score, f1(share), "always answering '" + label + "'"));
            case "ap" -> Optional.of(new ConstantAnswer(score, share, "guessing"));
            case "auc" -> Optional.of(new ConstantAnswer(score, 0.5, "guessing"));
            default -> Optional.empty();
        };
    }

    private static ConstantAnswer ofOne(Score score, Map<String, Integer> counts, int examples) {
        Map.Entry<String, Integer> most = Collections.max(counts.entrySet(), Map.Entry.comparingByValue());
        double share = (double) most.getValue() / examples;
        String answer = "always answering '" + most.getKey() + "'";
        return score.name().equals("macro_f1")
                ? new ConstantAnswer("macro_f1", f1(share) / counts.size(), answer)
                : new ConstantAnswer("accuracy", share, answer);
    }

    /// Of which labels an example has all that it has is not counted, so that micro F1 stands for whole answers, too.
    private static ConstantAnswer ofSeveral(Score score, Collection<Integer> counts, int examples) {
        if (score.name().equals("macro_f1")) {
            double mean = counts.stream()
                    .mapToDouble(count -> f1((double) count / examples))
                    .average()
                    .orElse(0);
            return new ConstantAnswer("macro_f1", mean, ALL);
        }
        List<Integer> most = counts.stream().sorted(Comparator.reverseOrder()).toList();
        double all = most.stream().mapToInt(Integer::intValue).sum();
        double right = 0;
        double best = 0;
        for (int labels = 1; labels <= most.size(); labels++) {
            right += most.get(labels - 1);
            best = Math.max(best, 2 * right / ((double) labels * examples + all));
        }
        return new ConstantAnswer("micro_f1", best, "always answering the most frequent labels");
    }

    /// Of a class that is always answered: its precision is its share, its recall is 1.
    private static double f1(double share) {
        return 2 * share / (1 + share);
    }
}
