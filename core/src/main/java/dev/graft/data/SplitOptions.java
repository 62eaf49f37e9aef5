package dev.graft.data;

import java.nio.file.Path;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// How listed examples become parts that can be trained on: the same for images and texts.
///
/// @param validationFraction share of each class that becomes the validation part where the data have none
/// @param seed               decides which examples these are
/// @param strict             an example that cannot be used is an error, not left out
/// @param testForValidation  a test part is the validation part where the data have no other, and nothing is split off
/// @param perClass           examples of each class that are kept of the training part, chosen by the seed; 0 for all
/// @param task               what is learned; null for one class an example, or several labels where the data have them
/// @param groups             what belongs together
/// @param validation         where the validation part lies by itself; null for nowhere
/// @param test               where the test part lies by itself; null for nowhere
/// @param known              which example is in which part, where that was decided before: nothing is divided then,
///     and what has come since stays where it is listed; null where it was not
/// @param files              which files of a folder are examples
/// @param corrections        which labels are changed, and which examples left out, before anything is divided. Where
/// it
///     is known which example is in which part, lines that fit no example are passed over
public record SplitOptions(
        double validationFraction,
        long seed,
        boolean strict,
        boolean testForValidation,
        int perClass,
        @Nullable Task task,
        Groups groups,
        @Nullable Path validation,
        @Nullable Path test,
        @Nullable PartsTable known,
        FilePatterns files,
        Corrections corrections) {
    /// Which examples belong together, such as those of one patient: none of them is in one part while others are in
    /// another.
    ///
    /// @param column  of a table, by name or number from 1, whose cells name the group; empty for none
    /// @param pattern whose first bracket, in the path of an example, is the name of its group; null for none
    public record Groups(String column, @Nullable Pattern pattern) {
        public static final Groups NONE = new Groups("", null);

        /// @throws IllegalArgumentException if both are given, or the pattern has no bracket
        public Groups {
            if (!column.isEmpty() && pattern != null) {
                throw new IllegalArgumentException("groups: expected a column or a pattern, found both");
            }
            if (pattern != null && pattern.matcher("").groupCount() == 0) {
                throw new IllegalArgumentException("group pattern: expected a regular expression with"
                        + " parentheses around what names the group, such as (patient\\d+)/, found " + pattern);
            }
        }

        boolean areWanted() {
            return !column.isEmpty() || pattern != null;
        }
    }

    /// @throws IllegalArgumentException if a number is out of its range, or the task is none of labelled examples
    public SplitOptions {
        if (!(validationFraction > 0 && validationFraction < 1)) {
            throw new IllegalArgumentException(
                    "data: expected a validation fraction between 0 and 1, found " + validationFraction);
        }
        if (perClass < 0) {
            throw new IllegalArgumentException("data: expected 0 or more examples per class, found " + perClass);
        }
        if (perClass > 0 && task != null && task != Task.SINGLE_LABEL_CLASSIFICATION) {
            throw new IllegalArgumentException(
                    "data: few examples per class need one class per example, found the task " + task.word());
        }
        if (task == Task.MASKED_LANGUAGE_MODELING) {
            throw new IllegalArgumentException("data: " + task.word() + " needs texts without labels: see TextLines");
        }
    }

    /// 20% for validation, seed 0, what cannot be used left out.
    public static final SplitOptions DEFAULT = new SplitOptions(
            0.2, 0, false, false, 0, null, Groups.NONE, null, null, null, FilePatterns.ALL, Corrections.NONE);

    public SplitOptions withValidationFraction(double value) {
        return new SplitOptions(
                value,
                seed,
                strict,
                testForValidation,
                perClass,
                task,
                groups,
                validation,
                test,
                known,
                files,
                corrections);
    }

    public SplitOptions withSeed(long value) {
        return new SplitOptions(
                validationFraction,
                value,
                strict,
                testForValidation,
                perClass,
                task,
                groups,
                validation,
                test,
                known,
                files,
                corrections);
    }

    public SplitOptions withStrict(boolean value) {
        return new SplitOptions(
                validationFraction,
                seed,
                value,
                testForValidation,
                perClass,
                task,
                groups,
                validation,
                test,
                known,
                files,
                corrections);
    }

    public SplitOptions withTestForValidation(boolean value) {
        return new SplitOptions(
                validationFraction,
                seed,
                strict,
                value,
                perClass,
                task,
                groups,
                validation,
                test,
                known,
                files,
                corrections);
    }

    public SplitOptions withPerClass(int value) {
        return new SplitOptions(
                validationFraction,
                seed,
                strict,
                testForValidation,
                value,
                task,
                groups,
                validation,
                test,
                known,
                files,
                corrections);
    }

    public SplitOptions withTask(@Nullable Task value) {
        return new SplitOptions(
                validationFraction,
                seed,
                strict,
                testForValidation,
                perClass,
                value,
                groups,
                validation,
                test,
                known,
                files,
                corrections);
    }

    public SplitOptions withGroups(Groups value) {
        return new SplitOptions(
                validationFraction,
                seed,
                strict,
                testForValidation,
                perClass,
                task,
                value,
                validation,
                test,
                known,
                files,
                corrections);
    }

    /// Parts that lie by themselves.
    ///
    /// @param ofValidation null for none
    /// @param ofTest       null for none
    public SplitOptions withParts(@Nullable Path ofValidation, @Nullable Path ofTest) {
        return new SplitOptions(
                validationFraction,
                seed,
                strict,
                testForValidation,
                perClass,
                task,
                groups,
                ofValidation,
                ofTest,
                known,
                files,
                corrections);
    }

    /// What is in which part already: nothing is divided, and no group is asked for.
    ///
    /// @param value null where nothing is known
    public SplitOptions withKnownParts(@Nullable PartsTable value) {
        return new SplitOptions(
                validationFraction,
                seed,
                strict,
                testForValidation,
                perClass,
                task,
                groups,
                validation,
                test,
                value,
                files,
                corrections);
    }

    /// Which files of a folder are examples.
    public SplitOptions withFiles(FilePatterns value) {
        return new SplitOptions(
                validationFraction,
                seed,
                strict,
                testForValidation,
                perClass,
                task,
                groups,
                validation,
                test,
                known,
                value,
                corrections);
    }

    /// Which labels are changed, and which examples left out.
    public SplitOptions withCorrections(Corrections value) {
        return new SplitOptions(
                validationFraction,
                seed,
                strict,
                testForValidation,
                perClass,
                task,
                groups,
                validation,
                test,
                known,
                files,
                value);
    }
}
