package dev.graft.app;

import dev.graft.data.text.TextOptions;
import dev.graft.job.TrainingOptions;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// Which columns of a table a trained text model is asked about: those it was trained with, unless said otherwise.
final class ColumnArguments {
    @Option(
            names = "--text",
            paramLabel = "COLUMN",
            description = "For texts in a table: the column with the text, by name or number. Default: as in training.")
    private @Nullable String text;

    @Option(
            names = "--text-pair",
            paramLabel = "COLUMN",
            description = "For texts in a table: the column with the second text, or none. Default: as in training.")
    private @Nullable String pair;

    /// @param where why they have no meaning here
    /// @throws IllegalArgumentException if one of them was given
    void requireAbsent(String where) {
        if (text != null || pair != null) {
            throw new IllegalArgumentException(
                    (text != null ? "--text" : "--text-pair") + ": is for a table of texts, but " + where);
        }
    }

    /// @param run   whose training says what is not said here
    /// @param label columns of the label; none for those of the training
    /// @param keepMissing whether words for a missing label are classes, though the training did not say so
    TextOptions options(Path run, List<String> label, boolean keepMissing) {
        TextOptions options = TrainingOptions.ofRun(run)
                .filter(training -> training.data().texts() != null)
                .map(training -> training.textOptions().withStrict(false))
                .orElse(TextOptions.defaults())
                .withTrained(TrainingOptions.understoodBy(run)
                        .filter(found -> text == null && pair == null)
                        .orElse(null));
        if (text != null) {
            options = options.withTextColumn(text);
        }
        if (pair != null) {
            options = options.withPairColumn(pair);
        }
        if (keepMissing) {
            options = options.withKeepMissing(true);
        }
        return label.isEmpty() ? options : options.withLabelColumns(label);
    }
}
