package dev.graft;

import dev.graft.weights.Embedded;
import dev.graft.weights.HfHub;
import dev.graft.weights.Hub;
import dev.graft.weights.WeightsException;
import dev.graft.zoo.encoder.EncoderConfig;
import dev.graft.zoo.encoder.Encoders;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/// What a text model is asked for by.
public final class TextModels {
    /// The small Korean encoder inside the library: see `docs/graft-nano-ko.md`.
    public static final String EMBEDDED = Embedded.GRAFT_NANO_KO;

    private TextModels() {}

    /// Whether a text means a text model: the embedded one, an existing folder, or a name that HuggingFace may have.
    /// Names of image models are not asked for here: they are in the zoo.
    public static boolean isNamed(String model) {
        String name = model.toLowerCase(Locale.ROOT);
        return model.equals(EMBEDDED)
                || Files.isDirectory(Path.of(model))
                || HfHub.isName(model)
                        && (model.contains("/")
                                || Encoders.modelTypes().stream().anyMatch(name::startsWith));
    }

    /// The folder of a text model: a HuggingFace folder, a run, the model that is embedded, or one that HuggingFace
    /// publishes, by its name: from its cache, or downloaded first.
    ///
    /// @throws WeightsException if there is none, or it may not be downloaded
    public static Path folder(String model, Hub hub) {
        if (model.equals(EMBEDDED)) {
            return Embedded.folder(EMBEDDED, hub.settings());
        }
        return HfHub.isName(model) ? hub.huggingFace().folder(model) : requireIn(Path.of(model));
    }

    /// The model folder in a folder: that itself, or a run's `model/`.
    ///
    /// @throws WeightsException if there is no text model in it
    public static Path requireIn(Path folder) {
        Path inside = inside(folder);
        EncoderConfig.read(inside); // says what is missing
        return inside;
    }

    /// A run's `model/`, or the folder itself.
    static Path inside(Path folder) {
        Path model = folder.resolve("model");
        return Files.isDirectory(model) ? model : folder;
    }
}
