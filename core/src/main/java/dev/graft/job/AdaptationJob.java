package dev.graft.job;

import dev.graft.data.DataException;
import dev.graft.data.Drawing;
import dev.graft.data.text.Encodings;
import dev.graft.data.text.MaskedTexts;
import dev.graft.data.text.Masking;
import dev.graft.data.text.TextLines;
import dev.graft.data.text.TextOptions;
import dev.graft.model.LanguageModel;
import dev.graft.model.TextModels;
import dev.graft.text.Text;
import dev.graft.text.Tokenizer;
import dev.graft.text.Tokenizers;
import dev.graft.text.WordPieceLearner;
import dev.graft.torch.Device;
import dev.graft.torch.Threads;
import dev.graft.train.RunFolder;
import dev.graft.train.RunJson;
import dev.graft.train.RunKind;
import dev.graft.train.RunLock;
import dev.graft.tune.Interval;
import dev.graft.tune.Plan;
import dev.graft.tune.Plans;
import dev.graft.tune.Schedule;
import dev.graft.tune.Span;
import dev.graft.weights.Hub;
import dev.graft.zoo.encoder.EncoderConfig;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;

/// Options of an adaptation made into things: texts read, vocabulary learned, model loaded. Close it to free the
/// model.
///
/// @param options    what was asked for
/// @param adaptation ready to be run
public record AdaptationJob(AdaptationOptions options, Adaptation adaptation) implements AutoCloseable {
    private static final int FRESH_LENGTH = 128;
    private static final int MOST_VALIDATION = 5000;

    /// Reads the texts and loads or makes the model. Sets the threads of the whole process.
    ///
    /// @param hub where models come from
    /// @throws IllegalArgumentException if an option is out of range
    /// @throws DataException            if the texts cannot be used
    /// @throws dev.graft.weights.WeightsException if the model cannot be used
    public static AdaptationJob of(AdaptationOptions options, Hub hub) {
        Threads.set(options.threads());
        Device device = Device.parse(options.device());
        Read read = read(options);
        AdaptationOptions.Fresh fresh = options.fresh();
        LanguageModel model = fresh == null
                ? pretrained(options, Objects.requireNonNull(options.model()), device, hub)
                : fresh(
                        options,
                        fresh,
                        WordPieceLearner.learn(
                                read.texts().stream().map(Text::first)::iterator,
                                fresh.vocabulary(),
                                fresh.lowerCase()),
                        device);
        return of(options, model, read);
    }

    /// The job of an interrupted run, from its `run.json`, its `model/` and, where no epoch has ended yet, the model it
    /// was started from.
    ///
    /// @param hub where that model comes from
    /// @throws IllegalArgumentException if the folder holds no run of this kind, or the texts have changed
    /// @throws DataException            if the texts cannot be used
    public static AdaptationJob resumed(Path folder, Hub hub) {
        RunFolder.open(folder).requireKind(RunKind.ADAPTATION);
        AdaptationOptions options = AdaptationOptions.ofRun(folder)
                .orElseThrow(() -> new IllegalArgumentException(
                        folder + ": run.json has no options; a program put this run together, and goes on with it by"
                                + " Adaptation.resume"));
        RunLock.requireIdle(folder);
        Threads.set(options.threads());
        Device device = Device.parse(options.device());
        Read read = read(options);
        RunFolder run = RunFolder.open(folder);
        LanguageModel model = options.model() != null && !run.hasCheckpoint()
                ? pretrained(options, options.model(), device, hub)
                : described(options, run.model(), device);
        AdaptationJob job = of(options, model, read);
        Map<String, Integer> now = job.adaptation().summary().examples();
        Map<String, Integer> then = run.readReport().data().examples();
        if (!now.equals(then)) {
            job.close();
            throw new IllegalArgumentException(options.texts() + ": expected the pieces of text that " + folder
                    + " was started with, " + RunJson.LINES.writeValueAsString(then) + ", found "
                    + RunJson.LINES.writeValueAsString(now) + "; restore them, or start a new run");
        }
        return job;
    }

    /// Its weights come from the checkpoint, or are random ones from the seed again.
    private static LanguageModel described(AdaptationOptions options, Path folder, Device device) {
        return LanguageModel.fresh(
                EncoderConfig.read(folder),
                Tokenizers.read(folder),
                options.fresh() != null && options.maxLength() == 0 ? FRESH_LENGTH : options.maxLength(),
                options.dropout(),
                options.steps().seed(),
                device);
    }

    private static LanguageModel pretrained(AdaptationOptions options, String model, Device device, Hub hub) {
        return LanguageModel.pretrained(
                TextModels.folder(model, hub),
                options.maxLength(),
                options.dropout(),
                options.steps().seed(),
                device);
    }

    private static AdaptationJob of(AdaptationOptions options, LanguageModel model, Read read) {
        List<Text> texts = read.texts();
        try {
            int held = Math.clamp(
                    Math.round(texts.size() * options.validationFraction()),
                    1,
                    Math.min(MOST_VALIDATION, texts.size() - 1));
            MaskedTexts training = masked(options, model, texts.subList(held, texts.size()))
                    .withShuffling(options.steps().seed());
            MaskedTexts validation = masked(options, model, texts.subList(0, held));
            Adaptation adaptation = new Adaptation(
                    model,
                    training,
                    validation,
                    options.checkpoints(),
                    plan(options, model),
                    options.steps(),
                    read.remarks(),
                    List.of(),
                    options);
            return new AdaptationJob(options, adaptation);
        } catch (RuntimeException e) {
            model.close();
            throw e;
        }
    }

    private static MaskedTexts masked(AdaptationOptions options, LanguageModel model, List<Text> texts) {
        Masking masking =
                Masking.of(model.tokenizer()).withShare(options.maskShare()).withWholeWords(options.wholeWords());
        Encodings pieces = Encodings.pieces(texts, model.tokenizer(), model.maxLength());
        return new MaskedTexts(
                pieces, masking, options.batch(), false, options.steps().seed(), true);
    }

    private static Plan plan(AdaptationOptions options, LanguageModel model) {
        int epochs = options.epochs() * options.checkpoints();
        return Plans.huggingFace(model.outline(), epochs, options.learningRate())
                .withWeightDecay(options.weightDecay())
                .withSchedule(Schedule.warmupLinear(Span.share(options.warmup())), Interval.STEP)
                .withName("adaptation");
    }

    /// What the files of texts hold.
    ///
    /// @param texts in an order that the seed decides
    private record Read(List<Text> texts, Adaptation.Remarks remarks) {}

    private static Read read(AdaptationOptions options) {
        List<Text> texts = new ArrayList<>();
        TextOptions columns =
                TextOptions.defaults().withTextColumn(options.column()).withPairColumn(TextOptions.NONE);
        Adaptation.Remarks remarks;
        try (TextLines lines = TextLines.open(Path.of(options.texts()), columns)) {
            lines.stream().forEach(texts::add);
            remarks = new Adaptation.Remarks(lines.problems(), lines.notes());
        }
        if (texts.size() < 2) {
            throw new DataException(
                    options.texts() + ": expected at least two texts to train on, found " + texts.size());
        }
        int[] order = IntStream.range(0, texts.size()).toArray();
        Drawing.shuffle(order, options.steps().seed());
        return new Read(Arrays.stream(order).mapToObj(texts::get).toList(), remarks);
    }

    private static LanguageModel fresh(
            AdaptationOptions options, AdaptationOptions.Fresh fresh, Tokenizer tokenizer, Device device) {
        int length = options.maxLength() == 0 ? FRESH_LENGTH : options.maxLength();
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("model_type", "bert");
        json.put("vocab_size", tokenizer.vocabularySize());
        json.put("hidden_size", fresh.width());
        json.put("num_hidden_layers", fresh.layers());
        json.put("num_attention_heads", fresh.heads());
        json.put("intermediate_size", fresh.inner());
        json.put("hidden_act", "gelu");
        json.put("max_position_embeddings", length);
        json.put("type_vocab_size", 2);
        json.put("layer_norm_eps", 1e-12);
        json.put("initializer_range", 0.02);
        json.put("hidden_dropout_prob", 0.1);
        json.put("attention_probs_dropout_prob", 0.1);
        json.put("pad_token_id", tokenizer.special().pad());
        return LanguageModel.fresh(
                EncoderConfig.of(json),
                tokenizer,
                length,
                options.dropout(),
                options.steps().seed(),
                device);
    }

    public LanguageModel model() {
        return adaptation.model();
    }

    @Override
    public void close() {
        model().close();
    }
}
