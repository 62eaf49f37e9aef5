package dev.graft.model;

import dev.graft.data.ImageSource;
import dev.graft.data.Kind;
import dev.graft.text.Text;
import dev.graft.torch.Device;
import dev.graft.train.RunFolder;
import dev.graft.weights.Hub;
import java.nio.file.Path;

/// Where models for one kind of example come from: how they are started for a new task, and opened again.
///
/// @param <X> kind of example
public sealed interface ModelKind<X> permits ZooModels, EncoderModels {
    /// Networks of the zoo, which take images.
    ModelKind<ImageSource> IMAGE = new ZooModels();

    /// Encoders with their tokenizers, which take texts.
    ModelKind<Text> TEXT = new EncoderModels();

    /// The one for these examples.
    ///
    /// @param <X> what the examples are, which the caller knows
    @SuppressWarnings("unchecked")
    static <X> ModelKind<X> of(Kind kind) {
        return (ModelKind<X>)
                switch (kind) {
                    case IMAGE -> IMAGE;
                    case TEXT -> TEXT;
                };
    }

    /// The one of a saved model, or of an ensemble of some.
    ///
    /// @param folder a run folder, its model folder, or a HuggingFace folder
    static ModelKind<?> in(Path folder) {
        Path one = Ensemble.in(RunFolder.modelIn(folder))
                .map(ensemble -> ensemble.folder(
                        RunFolder.modelIn(folder), ensemble.members().getFirst()))
                .orElse(folder);
        return TextModels.isIn(one) ? TEXT : IMAGE;
    }

    /// What the examples are.
    Kind kind();

    /// Reads what a model starts from.
    ///
    /// @param hub where pretrained weights come from
    /// @throws IllegalArgumentException if there is no such model, or the choice says something that is for
    ///     another kind
    /// @throws dev.graft.weights.WeightsException if its weights are not at hand, or damaged
    Start<X> start(ModelChoice choice, Hub hub);

    /// A model that was saved, or an [Ensemble] of some: a run folder, or its model folder.
    ///
    /// @throws IllegalArgumentException if the folder is neither, or the run has no model yet
    /// @throws dev.graft.weights.WeightsException if its files are damaged
    Model<X> open(Path folder, Device device);
}
