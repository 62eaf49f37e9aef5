package dev.graft.model;

import dev.graft.data.DataException;
import dev.graft.data.Dataset;
import dev.graft.data.Task;
import dev.graft.data.text.TextInput;
import dev.graft.data.text.TextLoader;
import dev.graft.nn.Adapters;
import dev.graft.nn.FrozenStages;
import dev.graft.nn.Lora;
import dev.graft.nn.Network;
import dev.graft.task.Objective;
import dev.graft.task.Prediction;
import dev.graft.text.Encoding;
import dev.graft.text.Text;
import dev.graft.text.Tokenizer;
import dev.graft.text.Tokenizers;
import dev.graft.torch.Device;
import dev.graft.torch.Scope;
import dev.graft.torch.Tensors;
import dev.graft.train.Evaluation;
import dev.graft.train.Evaluator;
import dev.graft.train.SavedModel;
import dev.graft.weights.LoadReport;
import dev.graft.weights.WeightsException;
import dev.graft.zoo.encoder.EncoderConfig;
import dev.graft.zoo.encoder.EncoderHead;
import dev.graft.zoo.encoder.EncoderWeights;
import dev.graft.zoo.encoder.Encoders;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.Tensor;

/// A text encoder with a tokenizer and the names of its outputs: what you tune, use and save. It answers with one
/// class a text, several labels, or numbers.
/// ```java
/// try (TextClassifier model = TextClassifier.open(Path.of("runs/reviews"))) {
///     Prediction prediction = model.predict("재미있게 봤습니다");
/// }
/// ```
public final class TextClassifier implements Model<Text> {
    private static final int PREDICTION_BATCH = 32;

    /// Texts that are sorted by length together.
    private static final int PREDICTION_CHUNK = 16 * PREDICTION_BATCH;

    private final Network network;
    private final Tokenizer tokenizer;
    private final TextModelConfig config;
    private final Optional<LoadReport> loaded;
    private final Fresh fresh;
    private final TextInput input;

    private TextClassifier(
            Network network, Tokenizer tokenizer, TextModelConfig config, Optional<LoadReport> loaded, Fresh fresh) {
        this.network = network;
        this.tokenizer = tokenizer;
        this.config = config;
        this.loaded = loaded;
        this.fresh = fresh;
        this.input = TextInput.of(tokenizer, config.maxLength());
    }

    /// A pretrained model with a new head for these classes, one of them a text, on the CPU.
    ///
    /// @throws WeightsException if the folder is no model folder, or its files are damaged or do not belong
    ///     together
    public static TextClassifier pretrained(Path folder, List<String> labels) {
        return start(TextModelChoice.of(folder), Task.SINGLE_LABEL_CLASSIFICATION, labels, Device.CPU);
    }

    /// A model with a new head.
    ///
    /// @param labels names of the outputs: classes, or numbers for a regression
    /// @throws WeightsException if the folder is no model folder, or its files are damaged or do not belong
    ///     together
    public static TextClassifier start(TextModelChoice choice, Task task, List<String> labels, Device device) {
        EncoderConfig read = EncoderConfig.read(choice.folder());
        Encoders.requireKnown(read);
        Double dropout = choice.dropout();
        EncoderConfig encoder = dropout == null ? read : read.withDropout(dropout);
        return Opening.of(Tokenizers.read(choice.folder()), tokenizer -> {
            TextModelConfig config =
                    TextModelConfig.of(encoder, tokenizer, task, labels, choice.maxLength(), choice.folder());
            return switch (choice.weights()) {
                case InitialWeights.None none -> random(choice, tokenizer, config, device);
                case InitialWeights.Pretrained own -> loaded(choice.folder(), choice, tokenizer, config, device);
                case InitialWeights.File(Path file) -> loaded(file, choice, tokenizer, config, device);
            };
        });
    }

    private static TextClassifier random(
            TextModelChoice choice, Tokenizer tokenizer, TextModelConfig config, Device device) {
        EncoderHead head = EncoderHead.classification(config.labels().size());
        return Opening.of(Encoders.create(config.encoder(), head, device), network -> {
            network.params().initialize(choice.firstSeed());
            return adapted(network, tokenizer, config, Optional.empty(), choice);
        });
    }

    /// @param choice what is laid beside the weights, and what new parts are drawn by
    private static TextClassifier loaded(
            Path weights, TextModelChoice choice, Tokenizer tokenizer, TextModelConfig config, Device device) {
        EncoderHead head = EncoderHead.classification(config.labels().size());
        try (EncoderWeights read = EncoderWeights.read(weights, config.encoder(), head)) {
            EncoderHead fitting = new EncoderHead.Classification(config.labels().size(), !read.hasPooler());
            return Opening.of(Encoders.create(config.encoder(), fitting, device), network -> {
                network.params().initialize(choice.firstSeed());
                LoadReport report = read.tensors().loadInto(network);
                Optional<String> doubt = config.doubt(tokenizer);
                Optional<LoadReport> said =
                        Optional.of(doubt.map(report::withNote).orElse(report));
                return adapted(network, tokenizer, config, said, choice);
            });
        }
    }

    private static TextClassifier adapted(
            Network network,
            Tokenizer tokenizer,
            TextModelConfig config,
            Optional<LoadReport> loaded,
            TextModelChoice choice) {
        Lora lora = choice.lora();
        if (lora != null) {
            List<String> usual = Encoders.adapted(config.encoder());
            Adapters.attach(network, lora.targets().isEmpty() ? lora.withTargets(usual) : lora, choice.firstSeed());
        }
        return new TextClassifier(network, tokenizer, config, loaded, Fresh.of(network, loaded, choice.seed()));
    }

    /// A model that was saved: a run folder, its model folder, or any HuggingFace folder of a text classifier, on the
    /// CPU.
    ///
    /// @throws IllegalArgumentException if the run has no model yet
    /// @throws WeightsException         if the folder is none of these, or its files are damaged
    public static TextClassifier open(Path folder) {
        return open(folder, Device.CPU);
    }

    /// A model that was saved: a run folder, its model folder, or any HuggingFace folder of a text classifier.
    ///
    /// @throws IllegalArgumentException if the run has no model yet
    /// @throws WeightsException         if the folder is none of these, or its files are damaged
    public static TextClassifier open(Path folder, Device device) {
        Path model = TextModels.inside(folder);
        if (!model.equals(folder) && !Files.isRegularFile(SavedModel.weights(model))) {
            throw new IllegalArgumentException(SavedModel.weights(model)
                    + ": not there; the run was stopped before its first epoch ended: graft train --resume " + folder);
        }
        EncoderConfig encoder = EncoderConfig.read(model);
        Encoders.requireKnown(encoder);
        return Opening.of(Tokenizers.read(model), tokenizer -> {
            TextModelConfig config = TextModelConfig.saved(encoder, tokenizer, model);
            TextClassifier opened = loaded(model, TextModelChoice.of(model), tokenizer, config, device);
            return Opening.of(opened.network, network -> {
                List<String> leftOut = opened.loaded.orElseThrow().leftOut();
                if (!leftOut.isEmpty()) {
                    throw new WeightsException(model + ": expected all tensors of a text classifier with "
                            + config.labels().size() + " outputs, found none for " + leftOut
                            + "; the model was never tuned: graft train DATA --model " + model);
                }
                return opened;
            });
        });
    }

    /// Whether a folder holds a saved text model, in itself or as a run.
    public static boolean isIn(Path folder) {
        return EncoderConfig.isIn(TextModels.inside(folder));
    }

    @Override
    public Network network() {
        return network;
    }

    public Tokenizer tokenizer() {
        return tokenizer;
    }

    @Override
    public Task task() {
        return config.task();
    }

    @Override
    public TextInput input() {
        return input;
    }

    @Override
    public void seed(long seed) {
        fresh.draw(seed);
    }

    @Override
    public void settle() {
        fresh.settle();
    }

    /// Tokens of a text at most; longer ones are cut.
    public int maxLength() {
        return config.maxLength();
    }

    @Override
    public List<String> labels() {
        return config.labels();
    }

    @Override
    public Optional<LoadReport> loadReport() {
        return loaded;
    }

    @Override
    public String architecture() {
        return config.architecture();
    }

    @Override
    public List<Path> describe(Path folder) {
        return config.write(folder, tokenizer);
    }

    /// The answer for one text.
    public Prediction predict(String text) {
        List<Prediction> found = new ArrayList<>();
        predict(List.of(Text.of(text)), labels().size(), found::add);
        return found.getFirst();
    }

    /// Answers for many texts, in the order given.
    ///
    /// @param top  classes to tell of each
    /// @param each told of each text
    public void predict(List<Text> texts, int top, Consumer<Prediction> each) {
        try (FrozenStages stages = network.frozen(0, network.stages().size())) {
            for (int from = 0; from < texts.size(); from += PREDICTION_CHUNK) {
                List<Text> chunk = texts.subList(from, Math.min(texts.size(), from + PREDICTION_CHUNK));
                predict(stages, chunk, top).forEach(each);
            }
        }
    }

    private List<Prediction> predict(FrozenStages stages, List<Text> texts, int top) {
        List<Encoding> encodings = tokenizer.encode(texts, maxLength());
        Integer[] order = IntStream.range(0, texts.size()).boxed().toArray(Integer[]::new);
        Arrays.sort(order, Comparator.comparingInt(i -> encodings.get(i).length()));
        Prediction[] answers = new Prediction[texts.size()];
        for (int from = 0; from < order.length; from += PREDICTION_BATCH) {
            List<Integer> positions = List.of(order).subList(from, Math.min(order.length, from + PREDICTION_BATCH));
            try (Scope scope = Scope.open()) {
                float[] outputs = Tensors.floats(
                        outputs(stages, positions.stream().map(encodings::get).toList()));
                for (int i = 0; i < positions.size(); i++) {
                    int at = positions.get(i);
                    int width = labels().size();
                    float[] own = Arrays.copyOfRange(outputs, i * width, (i + 1) * width);
                    answers[at] = Objective.of(task())
                            .prediction(texts.get(at).first(), labels(), own, top)
                            .withCut(encodings.get(at).length() >= maxLength());
                }
            }
        }
        return List.of(answers);
    }

    private Tensor outputs(FrozenStages stages, List<Encoding> encodings) {
        Device device = network.params().device();
        List<Tensor> inputs = TextLoader.inputs(encodings, tokenizer.special().pad()).stream()
                .map(device::place)
                .toList();
        Tensor logits = stages.run(inputs.getFirst(), inputs.subList(1, inputs.size()));
        return Objective.of(task()).answers(logits);
    }

    @Override
    public Evaluation evaluate(Dataset<Text> data) {
        TextLoader loader = TextLoader.of(withLabelsOf(data), tokenizer, PREDICTION_BATCH, maxLength());
        return new Evaluator(network, task()).evaluate(loader);
    }

    /// The same texts with this model's indices: a data set may lack a class or order them otherwise.
    private Dataset<Text> withLabelsOf(Dataset<Text> data) {
        if (data.task() != task()) {
            throw new DataException(
                    "the data are for " + data.task().word() + ", the model answers with " + task().word());
        }
        return data.withLabels(labels());
    }

    @Override
    public void close() {
        network.close();
        tokenizer.close();
    }
}
