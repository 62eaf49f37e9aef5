package dev.graft.model;

import dev.graft.data.text.TextSample;
import dev.graft.train.RunFolder;
import dev.graft.weights.Embedded;
import dev.graft.weights.HfHub;
import dev.graft.weights.Hub;
import dev.graft.weights.WeightsException;
import dev.graft.zoo.encoder.EncoderConfig;
import dev.graft.zoo.encoder.Encoders;
import dev.graft.zoo.encoder.SentenceModules;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/// What a text model is asked for by.
public final class TextModels {
    /// The small Korean encoder inside the library: see `docs/graft-nano-ko.md`.
    public static final String EMBEDDED = Embedded.GRAFT_NANO_KO;

    private static final String ENGLISH = "sentence-transformers/all-MiniLM-L6-v2";
    private static final String MULTILINGUAL = "sentence-transformers/paraphrase-multilingual-MiniLM-L12-v2";

    private TextModels() {}

    /// Whether a text means a text model: the embedded one, an existing folder, or a name that HuggingFace may
    /// have. Names of image models are not asked for here: they are in the zoo.
    public static boolean isNamed(String model) {
        String name = model.toLowerCase(Locale.ROOT);
        return model.equals(EMBEDDED)
                || Files.isDirectory(Path.of(model))
                || HfHub.isName(model)
                        && (model.contains("/")
                                || Encoders.modelTypes().stream().anyMatch(name::startsWith));
    }

    /// The folder of a text model: a HuggingFace folder, a run, the model that is embedded, or one that
    /// HuggingFace publishes, by its name: from its cache, or downloaded first.
    ///
    /// @throws WeightsException if there is none, or it may not be downloaded
    public static Path folder(String model, Hub hub) {
        if (model.equals(EMBEDDED)) {
            return Embedded.folder(EMBEDDED, hub.settings());
        }
        return HfHub.isName(model) ? hub.huggingFace().folder(model) : requireIn(Path.of(model));
    }

    /// A text model that is on this machine.
    ///
    /// @param family     what `config.json` calls it: `bert`
    /// @param maxLength  most tokens of a text, special ones included
    /// @param vocabulary how many tokens it knows
    /// @param embedded   whether it is inside the library; else it is in HuggingFace's cache, or a folder
    public record Known(String name, String family, int maxLength, int vocabulary, boolean embedded, Path folder) {
        public Known withMaxLength(int value) {
            return new Known(name, family, value, vocabulary, embedded, folder);
        }
    }

    /// Text models that need no download: the embedded one, and those in HuggingFace's cache of families that
    /// can be built.
    public static List<Known> known(Hub hub) {
        List<Known> known = new ArrayList<>();
        known.add(known(EMBEDDED, Embedded.folder(EMBEDDED, hub.settings())));
        hub.huggingFace().cached().forEach((name, folder) -> {
            if (EncoderConfig.isIn(folder)
                    && Encoders.modelTypes().contains(EncoderConfig.read(folder).modelType())) {
                known.add(known(name, folder));
            }
        });
        return List.copyOf(known);
    }

    /// The text model of a name among those that need no download, or in a folder.
    ///
    /// @param model a name, a HuggingFace folder, or a run
    /// @return empty where there is neither
    /// @throws WeightsException if it is a folder without a text model
    public static Optional<Known> known(String model, Hub hub) {
        return Files.isDirectory(Path.of(model))
                ? Optional.of(known(model, requireIn(Path.of(model))))
                : known(hub).stream()
                        .filter(known -> known.name().equals(model))
                        .findFirst();
    }

    private static Known known(String name, Path folder) {
        EncoderConfig config = EncoderConfig.read(folder);
        return new Known(
                name,
                config.modelType(),
                Encoders.maxLength(config),
                config.vocabulary(),
                name.equals(EMBEDDED),
                folder);
    }

    /// The model that labelled texts are learned by where nobody named one: the embedded one, if they are
    /// Korean.
    ///
    /// @param data for messages
    /// @param hub  where models are looked for
    /// @throws IllegalArgumentException if they are not; it says which models are at hand, and how to get one
    public static String suiting(TextSample texts, Path data, Hub hub) {
        if (texts.isKorean()) {
            return EMBEDDED;
        }
        String known = known(hub).stream()
                .map(Known::name)
                .filter(name -> !name.equals(EMBEDDED))
                .collect(Collectors.joining(", "));
        throw new IllegalArgumentException(
                data + ": is texts, most of whose letters are not Hangul, and the embedded " + EMBEDDED
                        + " knows Korean alone; choose a model with --model"
                        + (known.isEmpty() ? "" : ", at hand: " + known)
                        + "; small and good are " + ENGLISH + " for English and " + MULTILINGUAL
                        + " for 50 languages, downloaded once by that name; without internet, copy such a folder here:"
                        + " --model FOLDER");
    }

    /// The model folder in a folder: that itself, or a run's `model/`.
    ///
    /// @throws WeightsException if there is no text model in it
    public static Path requireIn(Path folder) {
        Path inside = inside(folder);
        EncoderConfig.read(inside); // says what is missing
        return inside;
    }

    /// Whether a folder holds a saved text model, in itself or as a run.
    public static boolean isIn(Path folder) {
        return EncoderConfig.isIn(inside(folder));
    }

    /// Whether the text model in a folder answers something: else it is an encoder alone, as published or adapted.
    ///
    /// @throws WeightsException if there is no text model in it
    public static boolean isTuned(Path folder) {
        return TextModelConfig.classifies(EncoderConfig.read(inside(folder)));
    }

    /// A run's `model/`, or the folder itself, or in one of an earlier sentence-transformers, the encoder's.
    ///
    /// @throws IllegalArgumentException if the run is of a version or kind that is not known
    static Path inside(Path folder) {
        RunFolder.requireKnown(folder);
        return SentenceModules.encoderIn(RunFolder.modelIn(folder));
    }
}
