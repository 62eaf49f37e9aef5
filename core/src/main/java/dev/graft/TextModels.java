package dev.graft;

import dev.graft.weights.Embedded;
import dev.graft.weights.HubSettings;
import dev.graft.weights.WeightsException;
import dev.graft.zoo.encoder.EncoderConfig;
import java.nio.file.Files;
import java.nio.file.Path;

/// What a text model is asked for by.
public final class TextModels {
    /// The small Korean encoder inside the library: see `docs/graft-nano-ko.md`.
    public static final String EMBEDDED = Embedded.GRAFT_NANO_KO;

    private TextModels() {}

    /// The folder of a text model: a HuggingFace folder, a run, or the model that is embedded, by its name.
    ///
    /// @throws WeightsException if there is none
    public static Path folder(String model, HubSettings settings) {
        if (model.equals(EMBEDDED)) {
            return Embedded.folder(EMBEDDED, settings);
        }
        return requireIn(Path.of(model));
    }

    /// The model folder in a folder: that itself, or a run's `model/`.
    ///
    /// @throws WeightsException if there is no text model in it
    public static Path requireIn(Path folder) {
        Path inside = Files.isDirectory(folder.resolve("model")) ? folder.resolve("model") : folder;
        EncoderConfig.read(inside); // says what is missing
        return inside;
    }
}
