package dev.graft.app;

import dev.graft.data.Corrections;
import dev.graft.data.DataSummary;
import dev.graft.data.Dataset;
import dev.graft.data.FilePatterns;
import dev.graft.data.ImageData;
import dev.graft.data.ImageInput;
import dev.graft.data.ImageOptions;
import dev.graft.data.ImageSource;
import dev.graft.data.Input;
import dev.graft.data.Kind;
import dev.graft.data.PartsTable;
import dev.graft.data.SplitOptions;
import dev.graft.data.Splits;
import dev.graft.data.Task;
import dev.graft.data.ValueRange;
import dev.graft.data.text.TextData;
import dev.graft.data.text.TextOptions;
import dev.graft.job.TrainingOptions;
import dev.graft.model.Model;
import dev.graft.model.ModelKind;
import dev.graft.task.Mistakes;
import dev.graft.task.Objective;
import dev.graft.text.Text;
import dev.graft.train.Evaluation;
import dev.graft.train.RunFolder;
import dev.graft.train.RunJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "evaluate",
        header = "Measure a trained model on labelled images or texts.",
        description = {
            "Prints accuracy, precision, recall, F1, ROC AUC and average precision of every class, and the confusion"
                    + " matrix;",
            "for several labels the share of examples with all of them right, F1, ROC AUC and average precision;",
            "for a regression R2, errors and correlations.",
            "Of data in parts, the part that --part names is used. Data the run was trained on are divided as its",
            "parts.csv says: val are examples the model has not learned from, also when others were added since."
        },
        footer = {
            "",
            "Examples:",
            "  graft evaluate runs/photos photos --part val",
            "  graft evaluate runs/photos photos --errors errors.csv --error-sheets wrong",
            "  graft evaluate runs/photos photos --part test --threshold recall:crack=0.99 --save"
        })
final class EvaluateCommand implements Callable<Integer> {
    private static final List<String> PARTS = List.of("train", "val", "test", "all", "auto");

    @Mixin
    private CommonOptions common = new CommonOptions();

    @Parameters(index = "0", paramLabel = "RUN", description = "A run folder, or its model folder.")
    private Path run = Path.of("");

    @Parameters(index = "1", paramLabel = "DATA", description = "The labelled images or texts.")
    private Path data = Path.of("");

    @Option(
            names = "--part",
            paramLabel = "PART",
            defaultValue = "auto",
            description = "train, val, test, all, or auto: test if there is one, else val; all where DATA has no parts"
                    + " and the run was trained on other data. Default: ${DEFAULT-VALUE}.")
    private String part = "";

    @Mixin
    private ColumnArguments columns = new ColumnArguments();

    @Option(
            names = "--label",
            paramLabel = "COLUMN",
            split = ",",
            description = "In a table: the columns of the labels. Default: as in training.")
    private List<String> label = List.of();

    @Option(
            names = "--path",
            paramLabel = "COLUMN",
            description = "In a table of images: the column of the file. Default: as in training.")
    private @Nullable String path;

    @Mixin
    private FileArguments files = new FileArguments();

    @Option(names = "--keep-na", description = TableArguments.KEEP_NA + " Without it, as in training.")
    private boolean keepMissing;

    @Option(
            names = "--exact-decoding",
            description = DataArguments.EXACT_DECODING + " Without it, as the run was trained.")
    private boolean exactDecoding;

    @Mixin
    private ThresholdArguments thresholds = new ThresholdArguments();

    @Mixin
    private ValueRangeArgument valueRange = new ValueRangeArgument();

    @Mixin
    private ErrorArguments errors = new ErrorArguments();

    @Mixin
    private ComputeArguments compute = new ComputeArguments();

    @Override
    public Integer call() {
        if (!PARTS.contains(part)) {
            throw new IllegalArgumentException(
                    "--part: expected " + String.join(", ", PARTS) + ", found '" + part + "'");
        }
        thresholds.requireSound(run);
        Output output = common.output();
        if (ModelKind.in(run).kind() == Kind.TEXT) {
            requireNothingOfImages();
            evaluate(ModelKind.TEXT, this::texts, output);
        } else {
            columns.requireAbsent(run + " classifies images");
            evaluate(ModelKind.IMAGE, this::images, output);
        }
        return 0;
    }

    /// Labelled data and the way they come to the model.
    private record Labelled<X>(Splits<X> data, Input<X> input) {
        /// Which values of deep grey images are black and white; null where none is known.
        @Nullable
        ValueRange range() {
            return input instanceof ImageInput images ? images.preprocessing().range() : null;
        }
    }

    /// Reads labelled data for a model, divided as it is told.
    @FunctionalInterface
    private interface Reading<X> {
        Labelled<X> read(Model<X> model, Optional<TrainingOptions> training, UnaryOperator<SplitOptions> divided);
    }

    private <X> void evaluate(ModelKind<X> kind, Reading<X> reading, Output output) {
        ErrorReport report = errors.report(data);
        try (Model<X> model = kind.open(run, compute.start())) {
            report.requireShown(kind.kind(), model.task());
            Optional<TrainingOptions> training =
                    TrainingOptions.ofRun(run).filter(options -> options.kind() == kind.kind());
            Optional<PartsTable> table = PartsTable.in(RunFolder.around(run));
            Labelled<X> read = reading.read(model, training, trained -> split(trained, table, training, model.task()));
            judge(read, table, training, model, report, output);
        }
    }

    private Labelled<ImageSource> images(
            Model<ImageSource> model, Optional<TrainingOptions> training, UnaryOperator<SplitOptions> divided) {
        ImageInput input = ImageInput.of(model);
        ValueRange range = valueRange.or(input.preprocessing().range());
        ImageOptions reading = imageOptions(training).withRange(range);
        Splits<ImageSource> found = ImageData.open(data, reading.withSplit(divided.apply(reading.split())));
        requireRange(range, found);
        boolean exact = exactDecoding
                || training.map(options -> options.data().exactDecoding()).orElse(false);
        return new Labelled<>(found, input.withExactDecoding(exact).withRange(range));
    }

    private Labelled<Text> texts(
            Model<Text> model, Optional<TrainingOptions> training, UnaryOperator<SplitOptions> divided) {
        TextOptions reading = columns.options(run, label, keepMissing);
        return new Labelled<>(TextData.open(data, reading.withSplit(divided.apply(reading.split()))), model.input());
    }

    /// How the data are divided: as in training where they are the same, and whole where a table says what was
    /// where.
    private SplitOptions split(
            SplitOptions reading, Optional<PartsTable> table, Optional<TrainingOptions> training, Task task) {
        FilePatterns patterns = training.map(options -> options.data().files()).orElse(FilePatterns.ALL);
        SplitOptions trained = reading.withFiles(files.of(data, patterns));
        boolean same = training.filter(options -> same(Path.of(options.data().path()), data))
                .isPresent();
        SplitOptions whole = table.isPresent() ? trained.withPerClass(0).withKnownParts(table.get()) : trained;
        return (same
                        ? whole
                        : whole.withGroups(SplitOptions.Groups.NONE)
                                .withParts(null, null)
                                .withCorrections(Corrections.NONE))
                .withTask(task);
    }

    /// Chooses the part, runs the model over it and tells what came of it.
    private <X> void judge(
            Labelled<X> read,
            Optional<PartsTable> table,
            Optional<TrainingOptions> training,
            Model<X> opened,
            ErrorReport report,
            Output output) {
        Splits<X> found = read.data();
        List<String> labels = opened.labels();
        requireSameColumns(found, labels);
        Splits<X> parts = table.map(found::in).orElse(found);
        DataSummary summary = parts.summary();
        say(output, summary);
        if (found.task() == Task.REGRESSION && !found.labels().equals(labels)) {
            output.say("note: the data have %s, the model answers with %s", found.labels(), labels);
        }
        boolean keptNothing = keptNothing(
                found.splitOff(), parts.splitOff(), parts.validation().size());
        String chosen = chosen(keptNothing, parts.test().isPresent(), training);
        output.say("part: %s", chosen);
        requireKnownSplit(parts.splitOff(), chosen, training.isPresent(), summary);
        Dataset<X> examples = switch (chosen) {
            case "train" -> parts.train();
            case "val" -> parts.validation();
            case "test" -> parts.test().orElseThrow(this::noTestPart);
            case "all" -> found.all();
            default -> throw new IllegalStateException(chosen);
        };
        requireSome(examples.size(), chosen);
        Model<X> model = thresholds.of(opened, parts, read.input(), run, output);
        Objective objective = model.objective();
        Dataset<X> labelled = examples.withLabels(labels);
        Mistakes mistakes = Mistakes.of(labelled, objective);
        Evaluation evaluation = model.evaluate(examples, read.input(), objective, mistakes);
        model.decision()
                .ifPresent(decision ->
                        ThresholdArguments.tell(decision, chosen, found.kind(), evaluation.outputs(), output));
        EvaluationPrinter printer = new EvaluationPrinter(
                chosen,
                found.kind(),
                found.task(),
                labels,
                evaluation,
                examples.size(),
                model.decision().orElse(null));
        if (common.json()) {
            output.json(printer.json());
        } else {
            printer.print(output);
        }
        report.write(
                new WrongExamples(found.kind(), labelled, mistakes.worstFirst(), PartOfExample.of(chosen, parts)),
                read.range(),
                output);
    }

    /// A column that is not there does not say that no example has its label.
    private void requireSameColumns(Splits<?> found, List<String> labels) {
        if (found.task() == Task.MULTI_LABEL_CLASSIFICATION
                && found.understood().labels().size() > 1
                && !Set.copyOf(found.labels()).equals(Set.copyOf(labels))) {
            throw new IllegalArgumentException(
                    data + ": expected a column for each label of the model, " + labels + ", found " + found.labels());
        }
    }

    private void requireRange(@Nullable ValueRange range, Splits<ImageSource> found) {
        if (range == null && found.range().isPresent()) {
            throw new IllegalArgumentException(data + ": has grey images with more than 8 bits, and " + run
                    + " was not trained on such; tell which values are black and white: --value-range LOW,HIGH");
        }
    }

    private ImageOptions imageOptions(Optional<TrainingOptions> training) {
        ImageOptions options = training.map(trained -> trained.imageOptions().withStrict(false))
                .orElse(ImageOptions.defaults());
        if (Files.isDirectory(data) && (path != null || !label.isEmpty() || keepMissing)) {
            throw new IllegalArgumentException((path != null ? "--path" : keepMissing ? "--keep-na" : "--label")
                    + ": is for a table of images, but " + data + " is a folder");
        }
        ImageOptions.Table trained = options.table();
        return options.withTable(new ImageOptions.Table(
                path == null ? trained.path() : path,
                label.isEmpty() ? trained.labels() : label,
                trained.separator(),
                keepMissing || trained.keepMissing()));
    }

    private void requireNothingOfImages() {
        if (path != null) {
            throw new IllegalArgumentException("--path: is for images, but " + run + " is a text model");
        }
        valueRange.requireAbsent(run + " is a text model");
        if (exactDecoding) {
            throw new IllegalArgumentException("--exact-decoding: is for images, but " + run + " is a text model");
        }
    }

    /// What was understood, and what a careful person would mention.
    private static void say(Output output, DataSummary data) {
        output.say("data: %s", data.line());
        output.leftOut(data.skipped());
        data.notes().forEach(note -> output.say("note: %s", note));
    }

    private String chosen(boolean splitOff, boolean hasTest, Optional<TrainingOptions> training) {
        if (!part.equals("auto")) {
            return part;
        }
        boolean others = splitOff
                && training.filter(options -> same(Path.of(options.data().path()), data))
                        .isEmpty();
        return hasTest ? "test" : others ? "all" : "val";
    }

    /// Whether nothing of the data is known to have been kept for validation.
    private static boolean keptNothing(boolean withoutParts, boolean unknown, int kept) {
        return withoutParts && (unknown || kept == 0);
    }

    private static boolean same(Path one, Path other) {
        try {
            return Files.isSameFile(one, other);
        } catch (IOException e) {
            return false; // what it was trained on is not there any more
        }
    }

    /// Data without parts of their own are divided as the run's `parts.csv` says. A run without one divides
    /// them anew by its seed, which gives the same parts only of the same examples.
    private void requireKnownSplit(boolean splitOff, String name, boolean splitIsKnown, DataSummary now) {
        if (!splitOff || name.equals("all") || name.equals("test")) {
            return;
        }
        if (!splitIsKnown) {
            throw new IllegalArgumentException(data + ": has no parts, and " + run
                    + " does not say which examples it was validated with; use --part all");
        }
        String counts = RunJson.LINES.writeValueAsString(now.counts());
        String recorded = RunJson.LINES.writeValueAsString(
                RunFolder.open(RunFolder.around(run)).readReport().data().counts());
        if (PartsTable.in(RunFolder.around(run)).isPresent()) {
            throw new IllegalArgumentException(data + ": none of its examples is in " + PartsTable.FILE + " of " + run
                    + ", so none was kept for validation; use --part all");
        }
        if (!counts.equals(recorded)) {
            throw new IllegalArgumentException(data + ": --part " + name + ": expected the examples that " + run
                    + " was trained with, " + recorded + ", found " + counts + "; which were kept for validation is not"
                    + " known any more: bring them back, or use --part all");
        }
    }

    private void requireSome(int examples, String name) {
        if (examples == 0) {
            throw new IllegalArgumentException(data + ": --part " + name + ": none of the examples of this part of "
                    + run + " is there; bring them back, or use --part all");
        }
    }

    private IllegalArgumentException noTestPart() {
        return new IllegalArgumentException(data + ": has no test part");
    }
}
