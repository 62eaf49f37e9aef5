package dev.graft.train;

import dev.graft.data.Fit;
import dev.graft.data.Kind;
import dev.graft.data.Preprocessing;
import dev.graft.data.Task;
import dev.graft.data.Wording;
import dev.graft.data.image.Interpolation;
import dev.graft.nn.Network;
import dev.graft.text.FileLabel;
import dev.graft.torch.Scope;
import dev.graft.weights.AtomicFile;
import dev.graft.weights.Safetensors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/// A model folder without its weights: what it takes to build the network again and to feed it.
/// ```text
/// config.json          what it is, in which form, and its architecture
/// labels.txt           label of each output, one a line, in order
/// preprocessing.json   what is done to an image first
/// model.safetensors    weights, with PyTorch's names
/// ```
/// Beside them may be the thresholds that its classes are said from: see [DecisionFile].
///
/// @param architecture  name in the model registry
/// @param labels        label of each output, in order
/// @param preprocessing what is done to an image before the network sees it
/// @param task          what it answers
public record SavedModel(String architecture, List<String> labels, Preprocessing preprocessing, Task task) {
    /// The first that may say how images are resized. What an earlier one can say too is written as it was.
    private static final int VERSION = 3;

    private static final int WITHOUT_INTERPOLATION = 2;
    private static final int WITHOUT_FIT = 1;
    private static final String CONFIG = "config.json";
    private static final String LABELS = "labels.txt";
    private static final String PREPROCESSING = "preprocessing.json";
    private static final String WEIGHTS = "model.safetensors";

    /// What config.json holds.
    ///
    /// @param kind        what it takes; null in earlier models
    /// @param version     of the form; null in earlier models
    /// @param classes     outputs
    /// @param problemType what they mean, as HuggingFace calls it; null in earlier models, for one class
    private record Config(
            @Nullable String kind,
            @Nullable Integer version,
            String architecture,
            int classes,
            @Nullable String problemType) {
        Task task() {
            return problemType == null ? Task.SINGLE_LABEL_CLASSIFICATION : Task.of(problemType);
        }
    }

    public SavedModel {
        labels = List.copyOf(labels);
        for (String label : labels) {
            if (label.isBlank() || label.contains("\n") || label.contains("\r")) {
                throw new IllegalArgumentException("label '" + label + "': expected one line that is not blank");
            }
        }
    }

    /// Where a model folder keeps its weights.
    public static Path weights(Path folder) {
        return folder.resolve(WEIGHTS);
    }

    /// Writes everything but the weights.
    ///
    /// @return the files written
    public List<Path> write(Path folder) {
        Config config = new Config(Kind.IMAGE.noun(), version(), architecture, labels.size(), task.word());
        AtomicFile.write(folder.resolve(CONFIG), RunJson.MAPPER.writeValueAsString(config) + "\n");
        AtomicFile.write(folder.resolve(LABELS), String.join("\n", labels) + "\n");
        AtomicFile.write(folder.resolve(PREPROCESSING), RunJson.MAPPER.writeValueAsString(preprocessing) + "\n");
        return Stream.of(CONFIG, LABELS, PREPROCESSING).map(folder::resolve).toList();
    }

    private int version() {
        if (preprocessing.interpolation() != Interpolation.BILINEAR) {
            return VERSION;
        }
        return preprocessing.fit() == Fit.CROP ? WITHOUT_FIT : WITHOUT_INTERPOLATION;
    }

    /// Writes the weights of a network as they are now, adapters merged into them.
    public static void writeWeights(Path folder, Network network) {
        try (Scope scope = Scope.open()) {
            Safetensors.writeFinite(weights(folder), network.params().merged(), Map.of("format", "pt"));
        }
    }

    /// Reads everything but the weights.
    ///
    /// @throws IllegalArgumentException if the folder is not a model folder for images, or of a later version
    public static SavedModel read(Path folder) {
        Path config = folder.resolve(CONFIG);
        try {
            for (String file : List.of(CONFIG, LABELS, PREPROCESSING)) {
                if (!Files.isRegularFile(folder.resolve(file))) {
                    throw new NoSuchFileException(folder.resolve(file).toString());
                }
            }
            Config read = config(config);
            List<String> labels = Files.readAllLines(folder.resolve(LABELS));
            if (labels.size() != read.classes()) {
                throw new IllegalArgumentException(folder.resolve(LABELS) + ": expected "
                        + Wording.count(read.classes(), "label") + " as config.json says, found " + labels.size());
            }
            Preprocessing preprocessing =
                    RunJson.MAPPER.readValue(Files.readString(folder.resolve(PREPROCESSING)), Preprocessing.class);
            return new SavedModel(read.architecture(), labels, preprocessing, read.task());
        } catch (IOException e) {
            throw new IllegalArgumentException(
                    folder + ": expected a model folder with config.json, labels.txt and preprocessing.json, found no "
                            + e.getMessage(),
                    e);
        } catch (JacksonException e) {
            throw new IllegalArgumentException(folder + ": damaged model folder: " + e.getOriginalMessage(), e);
        }
    }

    private static Config config(Path file) throws IOException {
        String text = Files.readString(file);
        FileLabel.in(text, "", file.toString())
                .ifPresent(label -> label.requireKnown(
                        List.of(Kind.IMAGE.noun()),
                        VERSION,
                        file.toString(),
                        "versions.graft in the run.json beside its folder says which"));
        return RunJson.MAPPER.readValue(text, Config.class);
    }
}
