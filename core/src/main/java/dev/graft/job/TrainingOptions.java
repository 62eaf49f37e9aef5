package dev.graft.job;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.graft.data.Augmentation;
import dev.graft.data.Corrections;
import dev.graft.data.DataSummary;
import dev.graft.data.FilePatterns;
import dev.graft.data.Fit;
import dev.graft.data.ImageInput;
import dev.graft.data.ImageOptions;
import dev.graft.data.ImageOptions.Table;
import dev.graft.data.Kind;
import dev.graft.data.SplitOptions;
import dev.graft.data.SplitOptions.Groups;
import dev.graft.data.Task;
import dev.graft.data.Understood;
import dev.graft.data.ValueRange;
import dev.graft.data.text.TextOptions;
import dev.graft.method.Answer;
import dev.graft.method.Choice;
import dev.graft.method.Methods;
import dev.graft.method.Source;
import dev.graft.method.TuningOptions;
import dev.graft.model.InitialWeights;
import dev.graft.model.ModelChoice;
import dev.graft.model.TunableModel;
import dev.graft.nn.Lora;
import dev.graft.text.Bounds;
import dev.graft.torch.Threads;
import dev.graft.train.Averaging;
import dev.graft.train.Recipe;
import dev.graft.train.RunFolder;
import dev.graft.train.RunKind;
import dev.graft.train.reuse.ReuseSettings;
import dev.graft.tune.BatchNorms;
import dev.graft.tune.NetworkOutline;
import dev.graft.tune.Plan;
import dev.graft.zoo.encoder.Encoders;
import dev.graft.zoo.encoder.Pooling;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/// Everything `graft train` can be asked for, as plain values: what `run.json` keeps as the recipe, and what a
/// resumed run reads again.
///
/// @param data    what is learned from
/// @param network what it starts from
/// @param tuning  what learns when, and how fast
/// @param steps   how each step is taken
/// @param reuse   whether what frozen stages made is kept, and where
/// @param threads threads that compute
/// @param device  `cpu`, `cuda`, `cuda:N` or `auto`
/// @param defaults which of these nobody asked for, by name, and who decided on them; null where that is not known, as
///     of earlier runs
/// @param aim    what the training is judged by; null for what is usual
public record TrainingOptions(
        Data data,
        NetworkOptions network,
        TuningOptions tuning,
        Recipe steps,
        ReuseSettings reuse,
        int threads,
        String device,
        @Nullable Map<String, Answer> defaults,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Aim aim) {
    /// @throws IllegalArgumentException if the averaging of weights begins when the run has ended, or a number of
    ///     threads is out of range
    public TrainingOptions {
        Bounds.require("threads", threads, 1, Threads.MOST);
        int epochs = tuning.epochs();
        if (steps.averaging() instanceof Averaging.Swa(int after) && epochs > 0 && after >= epochs) {
            throw new IllegalArgumentException("swa: expected to begin after fewer epochs than the " + epochs
                    + " of the run, found after " + after);
        }
        requirePretrained(network, tuning);
        aim = Aim.USUAL.equals(aim) ? null : aim;
        defaults = defaults == null ? null : Collections.unmodifiableMap(new LinkedHashMap<>(defaults));
    }

    /// Random weights have no statistics: what they would be kept as is 0 and 1.
    private static void requirePretrained(NetworkOptions network, TuningOptions tuning) {
        Plan plan = tuning.plan();
        BatchNorms asked = plan == null ? tuning.batchNorms() : plan.batchNorms();
        if (network.isFromScratch() && asked.keepsStatistics()) {
            throw new IllegalArgumentException("batch norms: " + asked.word()
                    + " keeps pretrained statistics, but with --weights none there are none; leave it out");
        }
    }

    /// What is learned from.
    ///
    /// @param path               folder, or CSV or TSV file
    /// @param validationFraction share of the examples kept for validation where the data has no such part
    /// @param perClass           training examples of each class that are used, chosen by the seed; 0 for all
    /// @param strict             whether an unreadable file is an error
    /// @param balanced           whether rare classes weigh more in the loss
    /// @param augment            how training images are varied
    /// @param views              random views of each training image, used in turn; 0 for a new one each epoch
    /// @param exactDecoding      whether large JPEGs are decoded at their full size, too
    /// @param batch              examples in a batch
    /// @param workers            threads that decode images
    /// @param texts              how labelled texts are read; null where images are learned from
    /// @param table              how a table of images is read; null for the default, and for texts
    /// @param task               what is learned of images: `single_label_classification`,
    ///     `multi_label_classification`, `regression`; `auto` or null to find it out, and for texts, which say
    ///     it themselves
    /// @param parts              how examples are divided; null for by the seed, each by itself
    /// @param range              which values of grey images with more than 8 bits are black and white where
    ///     files do not say it; null for the 0.1 and 99.9 percentiles of the training part
    /// @param files              which files of a folder are examples; null for all
    /// @param corrections        which labels are changed, and which examples left out; null for none
    public record Data(
            String path,
            double validationFraction,
            int perClass,
            boolean strict,
            boolean balanced,
            Augmentation augment,
            int views,
            boolean exactDecoding,
            int batch,
            int workers,
            @Nullable Texts texts,
            @Nullable Table table,
            @Nullable ValueRange range,
            @Nullable String task,
            @Nullable Parts parts,
            @Nullable FilePatterns files,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            Corrections corrections) {
        private static final int MOST_WORKERS = 1024;

        /// @throws IllegalArgumentException if a number is out of range
        public Data {
            Bounds.require("batch", batch, 1, FineTuning.MOST_IN_BATCH);
            Bounds.require("workers", workers, 1, MOST_WORKERS);
            Bounds.require("views", views, 0, ImageInput.MOST_VIEWS);
            if (balanced) {
                knownTask(texts, table, task).ifPresent(Data::requireClasses);
            }
            corrections = corrections == null || corrections.equals(Corrections.NONE) ? null : corrections.decided();
        }

        /// What is learned, where that is known before the data are.
        private static Optional<Task> knownTask(@Nullable Texts texts, @Nullable Table table, @Nullable String task) {
            String word = texts == null ? task : texts.task();
            if (word != null && !word.equals(TextOptions.AUTO)) {
                return Optional.of(Task.of(word));
            }
            boolean separated = texts != null && !texts.separator().isEmpty()
                    || table != null && !table.separator().isEmpty();
            boolean columns = texts != null && texts.label().size() > 1
                    || table != null && table.labels().size() > 1;
            return separated || columns ? Optional.of(Task.MULTI_LABEL_CLASSIFICATION) : Optional.empty();
        }

        private static void requireClasses(Task learned) {
            if (!learned.isSingleLabel()) {
                throw new IllegalArgumentException("balanced: weighs the classes, so each example has to have one; the"
                        + " task is " + learned.word() + ": leave it out");
            }
        }

        /// @throws IllegalArgumentException if what is learned does not go with these
        void requireFits(Task learned) {
            if (balanced) {
                requireClasses(learned);
            }
        }

        Data withBatch(int value) {
            return new Data(
                    path,
                    validationFraction,
                    perClass,
                    strict,
                    balanced,
                    augment,
                    views,
                    exactDecoding,
                    value,
                    workers,
                    texts,
                    table,
                    range,
                    task,
                    parts,
                    files,
                    corrections);
        }
    }

    /// How examples are divided into parts, where the data do not say it.
    ///
    /// @param seed         decides which are kept for validation; null for the run's
    /// @param groupColumn  column of a table that names what belongs together; null for none
    /// @param groupPattern regular expression whose first bracket names it in a path; null for none
    /// @param validation   where the validation part lies by itself; null for nowhere
    /// @param test         where the test part lies by itself; null for nowhere
    public record Parts(
            @Nullable Long seed,
            @Nullable String groupColumn,
            @Nullable String groupPattern,
            @Nullable String validation,
            @Nullable String test) {
        /// By the seed of the run, each by itself.
        public static final Parts USUAL = new Parts(null, null, null, null, null);

        /// @throws IllegalArgumentException if the pattern is no regular expression
        Groups groups() {
            try {
                return new Groups(
                        groupColumn == null ? "" : groupColumn,
                        groupPattern == null ? null : Pattern.compile(groupPattern));
            } catch (PatternSyntaxException e) {
                throw new IllegalArgumentException(
                        "group pattern: expected a regular expression, found '" + groupPattern + "': "
                                + e.getDescription(),
                        e);
            }
        }
    }

    /// How labelled texts are read.
    ///
    /// @param text      column of the text, by name or number; `auto` to find it
    /// @param pair      column of a second text; `none` for none, `auto` to find it
    /// @param label     columns of the label; none to find it
    /// @param separator what is between several labels in one column; empty for one label
    /// @param task      `single_label_classification`, `multi_label_classification`, `regression` or `auto`
    /// @param maxLength tokens of a text at most; 0 for as many as the model takes
    /// @param grouped   whether texts of like length share a batch
    /// @param keepMissing whether words that stand for a missing label, such as NaN, are classes; null for no
    public record Texts(
            String text,
            String pair,
            List<String> label,
            String separator,
            String task,
            int maxLength,
            boolean grouped,
            @Nullable Boolean keepMissing) {
        /// All found by themselves.
        public static final Texts AUTO = new Texts("auto", "auto", List.of(), "", "auto", 0, true, false);

        public Texts {
            label = List.copyOf(label);
        }
    }

    /// What is started from.
    ///
    /// @param model    name in the zoo, or the folder of a text model
    /// @param weights  `pretrained`, `none`, or a file
    /// @param size     side of the input in pixels; 0 for the model's own
    /// @param channels 1, 3 or 4
    /// @param dropout  probability of every dropout; null for each as published
    /// @param dropPath probability of leaving out the last residual block
    /// @param lora     adapters beside its layers; null for none
    /// @param fit      how an image that is not square becomes the square that it takes; null for
    ///     [Fit#CROP]
    /// @param pooling  how one vector is made of a text: `mean`, `max`, `cls`, or `auto` for what suits the
    ///     model; null for images, and in earlier runs, for `cls`
    public record NetworkOptions(
            String model,
            String weights,
            int size,
            int channels,
            @Nullable Double dropout,
            double dropPath,
            @Nullable Lora lora,
            @Nullable Fit fit,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            String pooling) {
        private static final int RGB = 3;

        /// @throws IllegalArgumentException if there is no pooling of that word
        public NetworkOptions {
            if (pooling != null && !pooling.equals(TextOptions.AUTO)) {
                Pooling.of(pooling);
            }
        }

        /// This model with its pretrained weights, as it was published.
        public static NetworkOptions of(String model) {
            return new NetworkOptions(model, InitialWeights.pretrained().toString(), 0, RGB, null, 0, null, null, null);
        }

        public NetworkOptions withWeights(String value) {
            return new NetworkOptions(model, value, size, channels, dropout, dropPath, lora, fit, pooling);
        }

        public NetworkOptions withLora(Lora value) {
            return new NetworkOptions(model, weights, size, channels, dropout, dropPath, value, fit, pooling);
        }

        public NetworkOptions withFit(Fit value) {
            return new NetworkOptions(model, weights, size, channels, dropout, dropPath, lora, value, pooling);
        }

        public NetworkOptions withPooling(String value) {
            return new NetworkOptions(model, weights, size, channels, dropout, dropPath, lora, fit, value);
        }

        boolean isFromScratch() {
            return InitialWeights.parse(weights) instanceof InitialWeights.None;
        }

        private NetworkOptions plainRandom() {
            return new NetworkOptions(model, "none", size, channels, dropout, dropPath, null, fit, pooling);
        }
    }

    /// What a run was started with.
    ///
    /// @param run a run folder, or its model folder
    /// @return empty if there is no run.json, the run is of another kind, or a program put it together
    /// @throws IllegalArgumentException if run.json is damaged, or of a later version
    public static Optional<TrainingOptions> ofRun(Path run) {
        Path folder = RunFolder.around(run);
        if (!Files.isRegularFile(folder.resolve("run.json"))) {
            return Optional.empty();
        }
        RunFolder there = RunFolder.open(folder);
        RunKind kind = there.readReport().kind();
        return kind == RunKind.ADAPTATION ? Optional.empty() : there.readRecipe(kind, TrainingOptions.class);
    }

    /// Where a run found texts and labels.
    ///
    /// @param run a run folder, or its model folder
    /// @return empty if there is no run.json, or it does not say so
    /// @throws IllegalArgumentException if run.json is damaged
    public static Optional<Understood> understoodBy(Path run) {
        Path folder = RunFolder.around(run);
        if (!Files.isRegularFile(folder.resolve("run.json"))) {
            return Optional.empty();
        }
        return Optional.ofNullable(RunFolder.open(folder).readReport().data().understood());
    }

    /// What the training is judged by.
    Aim aims() {
        return aim == null ? Aim.USUAL : aim;
    }

    /// The same where the most probable class is said.
    public TrainingOptions withoutThresholds() {
        Aim plain = new Aim(aims().bestBy(), List.of());
        return new TrainingOptions(
                data, network, tuning, steps, reuse, threads, device, defaults, aim == null ? null : plain);
    }

    /// The same for other epochs.
    public TrainingOptions withEpochs(int epochs) {
        Map<String, Answer> others = defaults == null ? null : new LinkedHashMap<>(defaults);
        if (others != null) {
            others.remove(Choice.EPOCHS.name());
        }
        return new TrainingOptions(
                data, network, tuning.withEpochs(epochs), steps, reuse, threads, device, others, aim);
    }

    /// What the examples are.
    public Kind kind() {
        return data.texts() == null ? Kind.IMAGE : Kind.TEXT;
    }

    /// The model, as the library takes it.
    public ModelChoice modelChoice() {
        Texts texts = data.texts();
        return new ModelChoice(
                network.model(),
                InitialWeights.parse(network.weights()),
                steps.seed(),
                network.dropout(),
                network.lora(),
                texts == null
                        ? new ModelChoice.ImageShape(
                                network.size(),
                                0,
                                network.channels(),
                                network.dropPath(),
                                data.range(),
                                Objects.requireNonNullElse(network.fit(), Fit.CROP))
                        : ModelChoice.ImageShape.USUAL,
                texts == null
                        ? ModelChoice.TextShape.USUAL
                        : new ModelChoice.TextShape(texts.maxLength(), pooling(), learnsHeadAlone()));
    }

    private @Nullable Pooling pooling() {
        String word = network.pooling();
        return word == null ? Pooling.CLS : word.equals(TextOptions.AUTO) ? null : Pooling.of(word);
    }

    /// Whether nothing but the head of an encoder learns.
    boolean learnsHeadAlone() {
        Plan plan = tuning.plan();
        return plan == null
                ? Methods.of(tuning.strategy()).trainsHeadAlone()
                : plan.phases().stream()
                        .flatMap(phase -> phase.groups().stream())
                        .allMatch(group -> group.selectors().equals(List.of(Encoders.HEAD)));
    }

    /// With another way to take steps.
    TrainingOptions withPace(TuningOptions pace, int batch, Map<String, Answer> told) {
        Map<String, Answer> all = defaults == null ? null : new LinkedHashMap<>(defaults);
        if (all != null) {
            all.putAll(told);
        }
        return new TrainingOptions(data.withBatch(batch), network, pace, steps, reuse, threads, device, all, aim);
    }

    /// With what became of `auto` when the model was made.
    TrainingOptions withPoolingOf(TunableModel model) {
        return model.pooling()
                .filter(word -> TextOptions.AUTO.equals(network.pooling()))
                .map(word -> new TrainingOptions(
                        data, network.withPooling(word), tuning, steps, reuse, threads, device, defaults, aim))
                .orElse(this);
    }

    /// With how images of such shapes become squares, where nobody said it.
    TrainingOptions withUsualFit(Fit usual) {
        if (kind() != Kind.IMAGE || network.fit() != null || usual == Fit.CROP) {
            return this;
        }
        Map<String, Answer> told = new LinkedHashMap<>(Objects.requireNonNullElse(defaults, Map.of()));
        told.put("fit", new Answer(usual.name().toLowerCase(Locale.ROOT), Source.DATA));
        return new TrainingOptions(data, network.withFit(usual), tuning, steps, reuse, threads, device, told, aim);
    }

    /// How labelled texts are read, as the library takes it.
    public TextOptions textOptions() {
        Texts texts = Objects.requireNonNull(data.texts());
        return TextOptions.defaults()
                .withTextColumn(texts.text())
                .withPairColumn(texts.pair())
                .withLabelColumns(texts.label())
                .withLabelSeparator(texts.separator())
                .withKeepMissing(Boolean.TRUE.equals(texts.keepMissing()))
                .withSplit(splitOptions(texts.task()));
    }

    /// How images are read, as the library takes it.
    public ImageOptions imageOptions() {
        return ImageOptions.defaults()
                .withTable(data.table() == null ? Table.DEFAULT : data.table())
                .withRange(data.range())
                .withSplit(splitOptions(data.task()));
    }

    private SplitOptions splitOptions(@Nullable String task) {
        Parts parts = data.parts() == null ? Parts.USUAL : data.parts();
        return new SplitOptions(
                data.validationFraction(),
                parts.seed() == null ? steps.seed() : parts.seed(),
                data.strict(),
                false,
                data.perClass(),
                task == null || task.equals(TextOptions.AUTO) ? null : Task.of(task),
                parts.groups(),
                parts.validation() == null ? null : Path.of(parts.validation()),
                parts.test() == null ? null : Path.of(parts.test()),
                null,
                Objects.requireNonNullElse(data.files(), FilePatterns.ALL),
                Objects.requireNonNullElse(data.corrections(), Corrections.NONE));
    }

    /// Where a run goes that was not told: the data's name and the model's.
    public String defaultName() {
        Path name = Path.of(data.path()).toAbsolutePath().normalize().getFileName();
        return (name == null ? "data" : name.toString().replaceFirst("\\.[a-z]+$", "")) + "-" + modelName();
    }

    private String modelName() {
        Path name = Path.of(network.model()).normalize().getFileName();
        return name == null ? "model" : name.toString();
    }

    /// The same network on the same images and as many epochs, from random weights, all of it learning at the
    /// head's rate.
    ///
    /// @throws IllegalArgumentException if these options start from random weights already
    public TrainingOptions fromScratch() {
        if (network.isFromScratch()) {
            throw new IllegalArgumentException(
                    "from scratch: expected pretrained weights to compare with, found --weights none, which"
                            + " already trains from scratch");
        }
        return new TrainingOptions(
                data,
                network.plainRandom(),
                tuning.fromScratch(),
                steps,
                reuse,
                threads,
                device,
                Defaults.compared(this, tuning.fromScratch()),
                aim);
    }

    /// The same; where no steps were taken, at the pace that is usual for random weights and so many examples.
    ///
    /// @param examples that are learned from
    /// @throws IllegalArgumentException if these options start from random weights already
    public TrainingOptions fromScratch(DataSummary examples) {
        TrainingOptions scratch = fromScratch();
        return tuning.solvesAlone() ? Defaults.stepped(scratch, examples) : scratch;
    }

    /// The plan these options stand for.
    ///
    /// @throws IllegalArgumentException if a word is not known or a number out of range
    public Plan plan(NetworkOutline outline) {
        return tuning.plan(outline);
    }
}
