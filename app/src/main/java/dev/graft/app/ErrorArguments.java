package dev.graft.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// Options about the examples that a model gets wrong.
final class ErrorArguments {
    @Option(
            names = "--errors",
            paramLabel = "FILE",
            description = "Write which examples are answered wrong, the most certain first, with truth, answer and"
                    + " probabilities; of numbers all, those farthest off first. FILE.csv is a table, FILE.jsonl has an"
                    + " object a line.")
    private @Nullable Path list;

    @Option(
            names = "--error-sheets",
            paramLabel = "DIR",
            description = "Show them: sheets of small images with truth, answer and probability, and a page for the"
                    + " browser, index.html; of texts the page. DIR is empty, not there yet, or was written so before.")
    private @Nullable Path sheets;

    /// What was asked for.
    ///
    /// @param data that are evaluated
    /// @throws IllegalArgumentException if it cannot be written, or would replace something of the user's
    ErrorReport report(Path data) {
        if (list != null && isSame(list, data)) {
            throw new IllegalArgumentException("--errors: " + list + " are the data; choose another name");
        }
        return new ErrorReport(
                Optional.ofNullable(list).map(ErrorList::new),
                Optional.ofNullable(sheets).map(ErrorSheets::new));
    }

    private static boolean isSame(Path one, Path other) {
        try {
            return Files.isSameFile(one, other);
        } catch (IOException e) {
            return false; // there is none yet
        }
    }
}
