package dev.graft.app;

import static java.util.Objects.requireNonNull;

import dev.graft.job.TrainingOptions;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// Options about labelled texts; they go with a text model.
final class TextArguments {
    @Spec(Spec.Target.MIXEE)
    private @Nullable CommandSpec spec;

    @Option(
            names = "--text",
            paramLabel = "COLUMN",
            defaultValue = "auto",
            description = "For texts: the column with the text, by name or number. Default: found by its name.")
    private String text = "";

    @Option(
            names = "--text-pair",
            paramLabel = "COLUMN",
            defaultValue = "auto",
            description = "For texts: the column with a second text, such as the answer to a question, or none."
                    + " Default: found by its name.")
    private String pair = "";

    @Option(
            names = "--max-length",
            paramLabel = "TOKENS",
            defaultValue = "0",
            description = "For texts: at most this many tokens per text; the rest is cut off. Default: as many as the"
                    + " model takes.")
    private int maxLength;

    @Option(
            names = "--pooling",
            paramLabel = "HOW",
            defaultValue = PoolingWords.AUTO,
            completionCandidates = PoolingWords.class,
            description =
                    "For texts: how one vector is made of those of a text's tokens: mean, max, cls as HuggingFace's"
                            + " classifiers do it, or auto: as the model's folder says; the mean where only the head learns and"
                            + " the model has no pooler; else cls. Kept in the model. Default: ${DEFAULT-VALUE}.")
    private String pooling = PoolingWords.AUTO;

    @Option(
            names = "--no-grouping",
            description = "For texts: do not group texts of similar length into batches (HuggingFace's"
                    + " group_by_length); slower, with more padding.")
    private boolean noGrouping;

    /// @throws IllegalArgumentException if the length is out of range, or an option of images is given
    TrainingOptions.Texts options(TableArguments table) {
        table.requireTexts();
        if (maxLength < 0) {
            throw new IllegalArgumentException("--max-length: expected at least 4 tokens, found " + maxLength);
        }
        return new TrainingOptions.Texts(
                text,
                pair,
                table.label(),
                table.separator(),
                table.task(),
                maxLength,
                !noGrouping,
                table.keepMissing());
    }

    /// @throws IllegalArgumentException if there is no such word
    String pooling() {
        PoolingWords.of(pooling);
        return pooling;
    }

    /// @throws IllegalArgumentException if one of these stands on the command line
    void requireAbsent() {
        Given.of(requireNonNull(spec), TextArguments.class).findFirst().ifPresent(option -> {
            throw new IllegalArgumentException(option + ": is for text models; choose one with --model FOLDER");
        });
    }
}
