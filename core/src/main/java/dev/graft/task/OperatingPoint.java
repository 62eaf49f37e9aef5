package dev.graft.task;

import dev.graft.data.ClassNames;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Where somebody wants a class to be said: from a probability on, or so that a share of its examples is found, or a
/// share of what is found is right. [ThresholdSearch] makes a [Decision] of such wishes.
///
/// @param goal  what the number is of
/// @param label name of the class
/// @param value above 0; below 1 for a threshold, at most 1 for a share
public record OperatingPoint(Goal goal, String label, double value) {
    /// What is asked for.
    public enum Goal {
        /// The class is said from this probability on.
        THRESHOLD,
        /// This share of the examples of the class is found, with as few false alarms as can be.
        RECALL,
        /// This share of what is said to be of the class is of it, with as much of the class found as can be.
        PRECISION;

        /// `recall`, as people type it.
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        private static Optional<Goal> of(String word) {
            return Arrays.stream(values())
                    .filter(goal -> goal != THRESHOLD && goal.word().equals(word))
                    .findFirst();
        }
    }

    private static final String FORM = "threshold: expected CLASS=0.2, recall:CLASS=0.99 or precision:CLASS=0.95";

    /// @throws IllegalArgumentException if the value is out of its range
    public OperatingPoint {
        boolean above = value > 0 && (goal == Goal.THRESHOLD ? value < 1 : value <= 1);
        if (!above) {
            throw new IllegalArgumentException("threshold: " + said(goal, label) + ": expected a number above 0 and "
                    + (goal == Goal.THRESHOLD ? "below 1" : "at most 1") + ", found " + value);
        }
    }

    /// `crack=0.2`, `recall:crack=0.99`. What stands before the last `=` may hold any letters.
    ///
    /// @throws IllegalArgumentException if it is none of these, or the number is out of its range
    public static OperatingPoint parse(String text) {
        int equals = text.lastIndexOf('=');
        if (equals < 1) {
            throw new IllegalArgumentException(FORM + ", found '" + text + "'");
        }
        String before = text.substring(0, equals);
        int colon = before.indexOf(':');
        Optional<Goal> goal = colon < 0 ? Optional.empty() : Goal.of(before.substring(0, colon));
        String label = goal.isPresent() ? before.substring(colon + 1) : before;
        if (label.isBlank()) {
            throw new IllegalArgumentException(FORM + ", found '" + text + "'");
        }
        return new OperatingPoint(goal.orElse(Goal.THRESHOLD), label, number(text.substring(equals + 1), text));
    }

    private static double number(String number, String text) {
        try {
            return Double.parseDouble(number);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(FORM + ", found '" + text + "'", e);
        }
    }

    /// The same of a label that there is. Where only a label `recall:crack` is known and none `crack`, a
    /// threshold is meant.
    ///
    /// @throws IllegalArgumentException if there is no such label, with the nearest
    public OperatingPoint among(List<String> labels) {
        boolean whole = goal != Goal.THRESHOLD
                && ClassNames.match(List.of(label), labels)[0] < 0
                && ClassNames.match(List.of(said(goal, label)), labels)[0] >= 0;
        return whole
                ? new OperatingPoint(Goal.THRESHOLD, said(goal, label), value).among(labels)
                : new OperatingPoint(goal, ClassNames.known(label, labels, "threshold"), value);
    }

    /// Whether it takes labelled examples to know the threshold.
    public boolean isSearched() {
        return goal != Goal.THRESHOLD;
    }

    private static String said(Goal goal, String label) {
        return goal == Goal.THRESHOLD ? label : goal.word() + ":" + label;
    }

    /// As it is typed.
    @Override
    public String toString() {
        return said(goal, label) + "=" + value;
    }
}
