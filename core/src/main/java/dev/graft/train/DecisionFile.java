package dev.graft.train;

import dev.graft.data.Task;
import dev.graft.task.Decision;
import dev.graft.text.FileLabel;
import dev.graft.text.Printable;
import dev.graft.weights.AtomicFile;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.ObjectReader;

/// `decision.json` of a model folder: from which probabilities on its classes are said. A model without one says the
/// most probable class.
public final class DecisionFile {
    static final String NAME = "decision.json";
    private static final String KIND = "decision";
    private static final int VERSION = 1;
    private static final String REPAIR =
            "; the file is damaged: copy it again, or delete it and set the thresholds anew"
                    + " with graft evaluate RUN DATA --threshold CLASS=0.2 --save";

    /// A class that is named twice would get the threshold that stands last.
    private static final ObjectReader READER =
            RunJson.MAPPER.readerFor(Content.class).with(StreamReadFeature.STRICT_DUPLICATE_DETECTION);

    private DecisionFile() {}

    /// What the file holds.
    private record Content(
            String kind, int version, @Nullable Map<String, Decision.@Nullable Threshold> thresholds) {}

    /// The decision of a saved model; empty where it has none.
    ///
    /// @param model  its folder
    /// @param task   what it answers
    /// @param labels label of each output, in order
    /// @throws IllegalArgumentException if the file is damaged, of a later version, or of another model
    public static Optional<Decision> in(Path model, Task task, List<String> labels) {
        Path file = model.resolve(NAME);
        if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) { // a link to nothing is no decision to pass over
            return Optional.empty();
        }
        Map<String, Decision.@Nullable Threshold> thresholds = read(file).thresholds();
        if (thresholds == null || thresholds.isEmpty() || thresholds.containsValue(null)) {
            throw new IllegalArgumentException(file + ": expected thresholds, found none" + REPAIR);
        }
        if (task != Task.SINGLE_LABEL_CLASSIFICATION && task != Task.MULTI_LABEL_CLASSIFICATION) {
            throw new IllegalArgumentException(file + ": has thresholds for classes, but the model answers with "
                    + task.noun() + "s; the file belongs to another model: delete it");
        }
        Map<String, Decision.Threshold> known = new LinkedHashMap<>();
        thresholds.forEach((label, threshold) -> known.put(label, Objects.requireNonNull(threshold)));
        try {
            return Optional.of(new Decision(labels, known));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    file + ": " + e.getMessage() + "; the file belongs to another model: delete it", e);
        }
    }

    private static Content read(Path file) {
        try {
            String text = Files.readString(file);
            FileLabel.in(text, "", file.toString())
                    .orElseThrow(() ->
                            new IllegalArgumentException(file + ": expected kind and version, found none" + REPAIR))
                    .requireKnown(
                            List.of(KIND),
                            VERSION,
                            file.toString(),
                            "versions.graft in the run.json beside its folder says which");
            return READER.readValue(text);
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException(file + ": expected text in UTF-8, found other bytes" + REPAIR, e);
        } catch (NoSuchFileException e) {
            throw new IllegalArgumentException(file + ": is a link to nothing" + REPAIR, e);
        } catch (IOException e) {
            throw new IllegalArgumentException(file + ": cannot be read: " + e.getMessage(), e);
        } catch (JacksonException e) {
            String what = e.getCause() instanceof IllegalArgumentException cause
                    ? "thresholds: " + cause.getMessage()
                    : Printable.line(e.getOriginalMessage());
            throw new IllegalArgumentException(file + ": " + what + REPAIR, e);
        }
    }

    /// Keeps a decision with a saved model, in place of any before.
    ///
    /// @param model its folder
    /// @return the file
    public static Path write(Path model, Decision decision) {
        Path file = model.resolve(NAME);
        Content content = new Content(KIND, VERSION, new LinkedHashMap<>(decision.thresholds()));
        AtomicFile.write(file, RunJson.MAPPER.writeValueAsString(content) + "\n");
        return file;
    }

    /// Leaves a saved model without one.
    ///
    /// @return whether it had one
    public static boolean delete(Path model) {
        try {
            return Files.deleteIfExists(model.resolve(NAME));
        } catch (IOException e) {
            throw new IllegalArgumentException(model.resolve(NAME) + ": cannot be deleted: " + e.getMessage(), e);
        }
    }
}
