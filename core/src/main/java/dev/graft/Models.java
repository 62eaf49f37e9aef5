package dev.graft;

import dev.graft.data.ImageSource;
import dev.graft.data.Splits;
import dev.graft.data.Task;
import dev.graft.model.Model;
import dev.graft.model.ModelChoice;
import dev.graft.model.ModelKind;
import dev.graft.model.Start;
import dev.graft.text.Text;
import dev.graft.torch.Device;
import dev.graft.weights.Hub;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// Where models come from: pretrained ones with a new head, and those that were saved.
/// ```java
/// Splits<ImageSource> data = Datasets.images(Path.of("photos"));
/// try (Model<ImageSource> model = Models.pretrained("resnet18", data)) { … }
/// try (Model<ImageSource> model = Models.openImage(Path.of("runs/photos"))) { … }
/// ```
/// Close a model when it is not needed any more: it holds native memory.
public final class Models {
    private Models() {}

    /// A pretrained model with a new head for what the data ask, on the CPU.
    ///
    /// @param model name of an image model, or name or folder of a text model
    /// @throws IllegalArgumentException if there is no such model
    /// @throws dev.graft.weights.WeightsException if its weights are not at hand and may not be downloaded
    public static <X> Model<X> pretrained(String model, Splits<X> data) {
        return start(ModelChoice.of(model), data, Device.CPU);
    }

    /// A model with a new head for what the data ask; weights come from where the environment says.
    ///
    /// @throws IllegalArgumentException if there is no such model
    /// @throws dev.graft.weights.WeightsException if its weights are not at hand, damaged, or of another model
    public static <X> Model<X> start(ModelChoice choice, Splits<X> data, Device device) {
        return start(choice, data, device, Hub.fromEnvironment());
    }

    /// A model with a new head for what the data ask.
    ///
    /// @param hub where pretrained weights come from
    /// @throws IllegalArgumentException if there is no such model
    /// @throws dev.graft.weights.WeightsException if its weights are not at hand, damaged, or of another model
    public static <X> Model<X> start(ModelChoice choice, Splits<X> data, Device device, Hub hub) {
        ModelKind<X> kind = ModelKind.of(data.kind());
        try (Start<X> start = kind.start(choice, hub)) {
            return start.model(data, device);
        }
    }

    /// A model with a new head where there are no data yet; weights come from where the environment says.
    ///
    /// @param kind   `ModelKind.IMAGE` or `ModelKind.TEXT`
    /// @param labels names of the outputs: classes, or numbers for a regression
    /// @throws IllegalArgumentException if there is no such model
    /// @throws dev.graft.weights.WeightsException if its weights are not at hand, damaged, or of another model
    public static <X> Model<X> start(
            ModelKind<X> kind, ModelChoice choice, Task task, List<String> labels, Device device) {
        return start(kind, choice, task, labels, device, Hub.fromEnvironment());
    }

    /// A model with a new head where there are no data yet.
    ///
    /// @param kind   `ModelKind.IMAGE` or `ModelKind.TEXT`
    /// @param labels names of the outputs: classes, or numbers for a regression
    /// @throws IllegalArgumentException if there is no such model
    /// @throws dev.graft.weights.WeightsException if its weights are not at hand, damaged, or of another model
    public static <X> Model<X> start(
            ModelKind<X> kind, ModelChoice choice, Task task, List<String> labels, Device device, Hub hub) {
        try (Start<X> start = kind.start(choice, hub)) {
            return start.model(task, labels, Optional.empty(), device);
        }
    }

    /// A saved model of any kind, on the CPU.
    ///
    /// @param folder a run folder, its model folder, or a HuggingFace folder
    /// @throws IllegalArgumentException if the folder is none of these
    /// @throws dev.graft.weights.WeightsException if its files are damaged
    public static Model<?> open(Path folder) {
        return ModelKind.in(folder).open(folder, Device.CPU);
    }

    /// A saved model for images, on the CPU.
    ///
    /// @param folder a run folder, or its model folder
    /// @throws IllegalArgumentException if the folder is neither
    /// @throws dev.graft.weights.WeightsException if its files are damaged
    public static Model<ImageSource> openImage(Path folder) {
        return ModelKind.IMAGE.open(folder, Device.CPU);
    }

    /// A saved model for texts, on the CPU.
    ///
    /// @param folder a run folder, its model folder, or any HuggingFace folder of a text classifier
    /// @throws IllegalArgumentException if the run has no model yet
    /// @throws dev.graft.weights.WeightsException if the folder is none of these, or its files are damaged
    public static Model<Text> openText(Path folder) {
        return ModelKind.TEXT.open(folder, Device.CPU);
    }
}
