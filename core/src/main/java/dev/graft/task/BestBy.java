package dev.graft.task;

import dev.graft.data.ClassNames;
import dev.graft.data.Dataset;
import dev.graft.data.Splits;
import dev.graft.data.Task;
import dev.graft.data.Wording;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/// By what the best epoch is chosen, where it is not what is usual for the task: another score over all classes, the
/// loss, or how well one class is told from the others.
/// ```java
/// FineTuning.of(model, data, plan)
///         .withObjective(BestBy.parse("f1:crack").in(data))
///         .run(folder);
/// ```
///
/// @param word  `accuracy`, `macro-f1`, `loss`, `f1`, …
/// @param label name of the class that it is of; empty for all
public record BestBy(String word, String label) {
    /// What there is for all classes of a task, the usual first.
    private static List<String> ofAll(Task task) {
        return switch (task) {
            case SINGLE_LABEL_CLASSIFICATION -> List.of("accuracy", "macro-f1", "loss");
            case MULTI_LABEL_CLASSIFICATION -> List.of("exact-match", "micro-f1", "macro-f1", "loss");
            case REGRESSION -> List.of("r2", "mae", "rmse", "loss");
            case MASKED_LANGUAGE_MODELING -> List.of("loss");
        };
    }

    private static List<String> ofOne(Task task) {
        return switch (task) {
            case SINGLE_LABEL_CLASSIFICATION, MULTI_LABEL_CLASSIFICATION -> List.of("f1", "ap", "auc");
            case REGRESSION, MASKED_LANGUAGE_MODELING -> List.of();
        };
    }

    /// `macro-f1`, `f1:crack`. What stands behind the first colon may hold any letters.
    public static BestBy parse(String text) {
        int colon = text.indexOf(':');
        return colon < 0
                ? new BestBy(plain(text), "")
                : new BestBy(plain(text.substring(0, colon)), text.substring(colon + 1));
    }

    private static String plain(String word) {
        return word.strip().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /// The objective of a training on such data.
    ///
    /// @throws IllegalArgumentException if there is no such score for the task, no such class, or the
    ///     validation part has no example of it, or nothing else
    public Objective in(Splits<?> data) {
        Objective objective = of(data.task(), data.labels());
        if (!label.isEmpty()) {
            String known = ClassNames.known(label, data.labels(), "best by " + this);
            requireBoth("training", data.train(), known);
            requireBoth("validation", data.validation(), known);
        }
        return objective;
    }

    /// Without examples of the class, or without others, its score says nothing.
    private void requireBoth(String part, Dataset<?> data, String known) {
        int of = data.counts()[data.labels().indexOf(known)];
        if (of == 0 || word.equals("auc") && of == data.size()) {
            throw new IllegalArgumentException("best by " + this + ": " + (of == 0 ? "none" : "each") + " of the "
                    + Wording.count(data.size(), "example") + " in the " + part + " part is of '" + known
                    + "', so that every epoch would be as good as the others; "
                    + (of == 0 ? "put some there" : "put others there") + ", or choose by "
                    + ofAll(data.task()).get(1));
        }
    }

    /// The same by task and labels alone.
    ///
    /// @throws IllegalArgumentException if there is no such score for the task, or no such class
    Objective of(Task task, List<String> labels) {
        requireWord(task);
        Objective usual = Objective.of(task);
        if (word.equals("loss")) {
            return usual.withLossDeciding();
        }
        if (!label.isEmpty()) {
            String known = ClassNames.known(label, labels, "best by " + this);
            return new ChosenBy(usual, new BestBy(word, known), labels.indexOf(known));
        }
        return word.equals(ofAll(task).getFirst()) ? usual : new ChosenBy(usual, this, ChosenBy.ALL);
    }

    private void requireWord(Task task) {
        boolean known =
                label.isEmpty() ? ofAll(task).contains(word) : ofOne(task).contains(word);
        if (!known) {
            Stream<String> ofClass =
                    ofOne(task).stream().map(score -> score + ":" + task.noun().toUpperCase(Locale.ROOT));
            throw new IllegalArgumentException("best by: expected "
                    + String.join(
                            ", ", Stream.concat(ofAll(task).stream(), ofClass).toList())
                    + ", found '" + this + "'" + instead(task));
        }
    }

    /// A model that says the class of everything has a recall of 1: no epoch could be better.
    private String instead(Task task) {
        boolean half = word.equals("recall") || word.equals("precision");
        return half && !label.isEmpty() && ofOne(task).contains("ap")
                ? "; choose by ap:" + label + ", and set a threshold for " + word + ":" + label
                : "";
    }

    /// As it is typed.
    @Override
    public String toString() {
        return label.isEmpty() ? word : word + ":" + label;
    }
}
