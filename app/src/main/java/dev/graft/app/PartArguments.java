package dev.graft.app;

import dev.graft.job.TrainingOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// Options about how examples are divided into what is learned from and what it is judged by.
final class PartArguments {
    @Option(
            names = "--val",
            paramLabel = "PATH",
            description =
                    "A folder or table with the validation part, if it is not in DATA; nothing is then split off.")
    private @Nullable Path validation;

    @Option(
            names = "--test",
            paramLabel = "PATH",
            description = "A folder or table with the test part, if it is not in DATA.")
    private @Nullable Path test;

    @Option(
            names = "--group-column",
            paramLabel = "COLUMN",
            description = "In a table: the column that says which group an example belongs to, such as a patient or a"
                    + " lot. A group is never partly in training and partly in validation.")
    private @Nullable String groupColumn;

    @Option(
            names = "--group-pattern",
            paramLabel = "REGEX",
            description = "The same, taken from the path of each file: the part in the first parentheses names the"
                    + " group, as in"
                    + " \"(lot\\d+)_\".")
    private @Nullable String groupPattern;

    @Option(
            names = "--split-seed",
            paramLabel = "N",
            description = "Seed that decides which examples are kept for validation. Default: --seed.")
    private @Nullable Long splitSeed;

    /// @throws IllegalArgumentException if a path leads nowhere
    TrainingOptions.Parts options() {
        return new TrainingOptions.Parts(
                splitSeed, groupColumn, groupPattern, there("--val", validation), there("--test", test));
    }

    private static @Nullable String there(String option, @Nullable Path path) {
        if (path == null) {
            return null;
        }
        if (path.toString().isBlank() || !Files.exists(path)) {
            throw new IllegalArgumentException(option + ": " + path + ": no such file or folder");
        }
        return path.toString();
    }
}
