package dev.graft.app;

import static java.util.Objects.requireNonNull;

import dev.graft.data.ImageOptions;
import dev.graft.data.Task;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/// Options about a table, of images or of texts.
final class TableArguments {
    /// The short words of `--task`.
    enum TaskWord {
        AUTO("auto"),
        CLASSES(Task.SINGLE_LABEL_CLASSIFICATION.word()),
        LABELS(Task.MULTI_LABEL_CLASSIFICATION.word()),
        REGRESSION(Task.REGRESSION.word());

        private final String word;

        /// Reads a word as `-h` has it.
        static final class Reading implements ITypeConverter<TaskWord> {
            @Override
            public TaskWord convert(String text) {
                return Stream.of(values())
                        .filter(known -> known.toString().equals(text.toLowerCase(Locale.ROOT)))
                        .findFirst()
                        .orElseThrow(() -> new TypeConversionException(
                                "expected classes, labels, regression or auto, found '" + text + "'"));
            }
        }

        TaskWord(String word) {
            this.word = word;
        }

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    static final String KEEP_NA =
            "In a table: treat words that stand for a missing label, such as NaN, None, NULL or N/A, as classes.";

    @Spec(Spec.Target.MIXEE)
    private @Nullable CommandSpec spec;

    @Option(
            names = "--label",
            paramLabel = "COLUMN",
            split = ",",
            description = "In a table: the column with the label, by name or number; also several columns of 0 and 1,"
                    + " or of numbers. Default: found by its name.")
    private List<String> label = List.of();

    @Option(
            names = "--label-separator",
            paramLabel = "TEXT",
            defaultValue = "",
            description = "In a table with several labels in one column: the separator between them, such as |.")
    private String separator = "";

    @Option(
            names = "--task",
            defaultValue = "auto",
            converter = TaskWord.Reading.class,
            description = "What to learn: classes (one per example), labels (any number per example) or regression"
                    + " (numbers). Default: labels if the data show several per example, else classes.")
    private TaskWord task = TaskWord.AUTO;

    @Option(
            names = "--path",
            paramLabel = "COLUMN",
            description = "In a table of images: the column with the file, by name or number. Default: found by its"
                    + " name.")
    private @Nullable String path;

    @Option(names = "--keep-na", description = KEEP_NA)
    private boolean keepMissing;

    /// Columns of the label; none to find it.
    List<String> label() {
        return label;
    }

    boolean keepMissing() {
        return keepMissing;
    }

    /// What stands between several labels in one column; empty for one label.
    String separator() {
        return separator;
    }

    /// `auto`, or a task's word.
    String task() {
        return task.word;
    }

    /// @throws IllegalArgumentException if there is no table
    ImageOptions.Table images(Path data) {
        Optional<String> about =
                Given.of(requireNonNull(spec), TableArguments.class).findFirst();
        if (data.toString().isEmpty() && about.isPresent()) {
            throw new IllegalArgumentException(about.get() + ": is for a table, and there is no DATA");
        }
        if (Files.isDirectory(data) && about.isPresent() && task != TaskWord.CLASSES) {
            throw new IllegalArgumentException(
                    about.get() + ": is for a table of images, but " + data + " is a folder");
        }
        return new ImageOptions.Table(path == null ? ImageOptions.AUTO : path, label, separator, keepMissing);
    }

    /// @throws IllegalArgumentException if the column of an image's file is given
    void requireTexts() {
        if (Given.of(requireNonNull(spec), TableArguments.class).anyMatch("--path"::equals)) {
            throw new IllegalArgumentException("--path: is for images, but --model is a text model");
        }
    }
}
