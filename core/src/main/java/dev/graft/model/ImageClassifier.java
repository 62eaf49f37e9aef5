package dev.graft.model;

import dev.graft.data.Batch;
import dev.graft.data.BatchCursor;
import dev.graft.data.DataException;
import dev.graft.data.Dataset;
import dev.graft.data.Example;
import dev.graft.data.ImageFile;
import dev.graft.data.ImageInput;
import dev.graft.data.ImageLoader;
import dev.graft.data.ImagePipeline;
import dev.graft.data.ImageSource;
import dev.graft.data.Preprocessing;
import dev.graft.data.Task;
import dev.graft.nn.Adapters;
import dev.graft.nn.FrozenStages;
import dev.graft.nn.Lora;
import dev.graft.nn.Network;
import dev.graft.task.Objective;
import dev.graft.task.Prediction;
import dev.graft.torch.Device;
import dev.graft.torch.Scope;
import dev.graft.torch.Tensors;
import dev.graft.train.Evaluation;
import dev.graft.train.Evaluator;
import dev.graft.train.RunFolder;
import dev.graft.train.SavedModel;
import dev.graft.weights.Hub;
import dev.graft.weights.LoadReport;
import dev.graft.weights.StateDict;
import dev.graft.weights.WeightsException;
import dev.graft.weights.WeightsFile;
import dev.graft.zoo.ModelCard;
import dev.graft.zoo.Zoo;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.bytedeco.pytorch.Tensor;

/// A network with the names of its classes and what it expects of an image: what you tune, use and save.
/// ```java
/// try (ImageClassifier model = ImageClassifier.open(Path.of("runs/photos"))) {
///     Prediction prediction = model.predict(Path.of("photo.jpg"));
/// }
/// ```
public final class ImageClassifier implements Model<ImageSource> {
    private static final int PREDICTION_BATCH = 32;

    private final Network network;
    private final SavedModel description;
    private final Optional<LoadReport> loaded;
    private final Fresh fresh;

    private ImageClassifier(Network network, SavedModel description, Optional<LoadReport> loaded, Fresh fresh) {
        this.network = network;
        this.description = description;
        this.loaded = loaded;
        this.fresh = fresh;
    }

    /// A pretrained model with a new head for these classes, on the CPU.
    ///
    /// @throws IllegalArgumentException if there is no such model
    /// @throws WeightsException         if its weights are not at hand and may not be downloaded
    public static ImageClassifier pretrained(String model, List<String> labels) {
        return start(ModelChoice.of(model), labels, Device.CPU, Hub.fromEnvironment());
    }

    /// A model with a new head for these classes; pretrained weights come from where the environment says.
    ///
    /// @throws IllegalArgumentException if there is no such model
    /// @throws WeightsException         if its weights are not at hand, damaged, or of another model
    public static ImageClassifier start(ModelChoice choice, List<String> labels, Device device) {
        return start(choice, labels, device, Hub.fromEnvironment());
    }

    /// A model with a new head for these classes.
    ///
    /// @param hub where pretrained weights come from
    /// @throws IllegalArgumentException if there is no such model
    /// @throws WeightsException         if its weights are not at hand, damaged, or of another model
    public static ImageClassifier start(ModelChoice choice, List<String> labels, Device device, Hub hub) {
        return start(choice, Task.SINGLE_LABEL_CLASSIFICATION, labels, device, hub);
    }

    /// A model with a new head.
    ///
    /// @param labels names of the outputs: classes, or numbers for a regression
    /// @param hub    where pretrained weights come from
    /// @throws IllegalArgumentException if there is no such model
    /// @throws WeightsException         if its weights are not at hand, damaged, or of another model
    public static ImageClassifier start(ModelChoice choice, Task task, List<String> labels, Device device, Hub hub) {
        try (InitialTensors weights = InitialTensors.of(choice, hub)) {
            return start(choice, task, labels, device, weights);
        }
    }

    public static ImageClassifier start(
            ModelChoice choice, Task task, List<String> labels, Device device, InitialTensors weights) {
        ModelCard card = Zoo.card(choice.model());
        SavedModel description = new SavedModel(card.name(), labels, choice.preprocessing(card), task);
        return Opening.of(Zoo.create(card.name(), choice.networkOptions(labels.size()), device), network -> {
            network.params().initialize(choice.firstSeed());
            Optional<LoadReport> loaded = weights.loadInto(network);
            Lora lora = choice.lora();
            if (lora != null) {
                Adapters.attach(network, lora, choice.firstSeed());
            }
            return new ImageClassifier(network, description, loaded, Fresh.of(network, loaded, choice.seed()));
        });
    }

    /// A model that was saved: a run folder or its model folder, on the CPU.
    ///
    /// @throws IllegalArgumentException if the folder is neither
    /// @throws WeightsException         if its weights are damaged
    public static ImageClassifier open(Path folder) {
        return open(folder, Device.CPU);
    }

    /// A model that was saved: a run folder or its model folder.
    ///
    /// @throws IllegalArgumentException if the folder is neither
    /// @throws WeightsException         if its weights are damaged
    public static ImageClassifier open(Path folder, Device device) {
        RunFolder.requireKnown(folder);
        Path model = Files.isDirectory(folder.resolve("model")) ? folder.resolve("model") : folder;
        SavedModel description = SavedModel.read(model);
        Path weights = SavedModel.weights(model);
        if (!Files.isRegularFile(weights)) {
            throw new IllegalArgumentException(weights
                    + ": not there; the run was stopped before its first epoch ended: graft train --resume " + folder);
        }
        Network created = Zoo.create(
                description.architecture(),
                description.labels().size(),
                description.preprocessing().channels(),
                device);
        return Opening.of(created, network -> {
            try (StateDict saved = WeightsFile.read(weights)) {
                LoadReport report = saved.loadInto(network);
                if (!report.leftOut().isEmpty()) {
                    throw new WeightsException(weights + ": expected all tensors of " + description.architecture()
                            + " with " + description.labels().size() + " classes, found none for " + report.leftOut());
                }
                return new ImageClassifier(
                        network, description, Optional.of(report), Fresh.of(network, Optional.of(report), null));
            }
        });
    }

    @Override
    public Network network() {
        return network;
    }

    @Override
    public String architecture() {
        return description.architecture();
    }

    @Override
    public List<Path> describe(Path folder) {
        return description.write(folder);
    }

    @Override
    public List<String> labels() {
        return description.labels();
    }

    @Override
    public Task task() {
        return description.task();
    }

    /// What is done to an image before the network sees it.
    public Preprocessing preprocessing() {
        return description.preprocessing();
    }

    /// Architecture, labels and preprocessing, as they are saved.
    public SavedModel description() {
        return description;
    }

    @Override
    public Optional<LoadReport> loadReport() {
        return loaded;
    }

    @Override
    public ImageInput input() {
        return ImageInput.of(preprocessing());
    }

    @Override
    public void seed(long seed) {
        fresh.draw(seed);
    }

    @Override
    public void settle() {
        fresh.settle();
    }

    /// How an image is brought to the network when nothing else is said: by the model's preprocessing.
    public ImagePipeline pipeline() {
        return ImagePipeline.evaluation(preprocessing());
    }

    /// The most probable class of one image, with the runners-up.
    ///
    /// @throws DataException if it cannot be read
    public Prediction predict(Path image) {
        List<Prediction> found = new ArrayList<>();
        Map<String, String> unreadable = predict(List.of(image), labels().size(), found::add);
        unreadable.values().forEach(reason -> {
            throw new DataException(reason);
        });
        return found.getFirst();
    }

    /// Predicts many images, a batch at a time.
    ///
    /// @param top  classes to tell of each
    /// @param each told of each image that could be read, in the order given
    /// @return the images that could not be read, with the reason
    public Map<String, String> predict(List<Path> images, int top, Consumer<Prediction> each) {
        return predict(images, pipeline(), top, each);
    }

    /// The same with images brought to the network in another way than [#pipeline()].
    public Map<String, String> predict(List<Path> images, ImagePipeline pipeline, int top, Consumer<Prediction> each) {
        Map<String, String> unreadable = new ConcurrentHashMap<>();
        List<Example<ImageSource>> items = images.stream()
                .map(path -> Example.of(new TolerantSource(new ImageFile(path), unreadable), 0))
                .toList();
        ImageLoader loader = ImageLoader.of(Dataset.ofClasses(items, labels()), pipeline, PREDICTION_BATCH);
        Device device = network.params().device();
        int done = 0;
        try (BatchCursor cursor = loader.open(0);
                FrozenStages stages = network.frozen(0, network.stages().size())) {
            while (done < items.size()) {
                try (Scope scope = Scope.open()) {
                    Batch batch = Objects.requireNonNull(cursor.next());
                    Tensor logits = stages.run(device.place(batch.inputs().getFirst()), List.of());
                    float[] answers = Tensors.floats(Objective.of(task()).answers(logits));
                    int width = labels().size();
                    for (int i = 0; i < batch.examples(); i++) {
                        String name = items.get(done + i).input().name();
                        if (!unreadable.containsKey(name)) {
                            float[] own = Arrays.copyOfRange(answers, i * width, (i + 1) * width);
                            each.accept(Objective.of(task()).prediction(name, labels(), own, top));
                        }
                    }
                    done += batch.examples();
                }
            }
        }
        return new TreeMap<>(unreadable);
    }

    @Override
    public Evaluation evaluate(Dataset<ImageSource> data) {
        return evaluate(data, pipeline());
    }

    /// The same with images brought to the network in another way than [#pipeline()].
    public Evaluation evaluate(Dataset<ImageSource> data, ImagePipeline pipeline) {
        if (data.task() != task()) {
            throw new DataException(
                    "the data are for " + data.task().word() + ", the model answers with " + task().word());
        }
        ImageLoader loader = ImageLoader.of(data.withLabels(labels()), pipeline, PREDICTION_BATCH);
        return new Evaluator(network, task()).evaluate(loader);
    }

    @Override
    public void close() {
        network.close();
    }
}
