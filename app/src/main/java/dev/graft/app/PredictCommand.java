package dev.graft.app;

import dev.graft.data.ImageInput;
import dev.graft.data.ImageSource;
import dev.graft.data.Kind;
import dev.graft.data.Task;
import dev.graft.data.text.TextInput;
import dev.graft.model.Model;
import dev.graft.model.ModelKind;
import dev.graft.model.Predictor;
import dev.graft.task.Prediction;
import dev.graft.text.Text;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "predict",
        header = "Classify images or texts with a trained model.",
        description = {
            "Prints one line per image: path, then label and probability, or the numbers of a regression. Folders are"
                    + " searched for images; for a table (.csv, .tsv, .jsonl) the images it lists are classified, as in"
                    + " training.",
            "With a text model, the arguments are texts; --input reads them from a file, one a line (.txt, .txt.gz), or"
                    + " from a column of a CSV, TSV or JSONL file; - is standard input, answered line by line as it"
                    + " arrives. Prints label, probability, text. Before a text that begins with a hyphen write --,"
                    + " after all options.",
            "With an image model, --input - reads one image from standard input, up to its end, and --watch answers the"
                    + " images of a folder as they arrive.",
            "With --json one JSON object a line; with --csv a table with a header.",
            "An image that cannot be read, or a row without a text, is reported on standard error; the others are"
                    + " classified, and the exit code is 2."
        },
        footer = {
            "",
            "Examples:",
            "  graft predict runs/photos new-photo.jpg inbox/ --top 3 --csv > labels.csv",
            "  graft predict runs/photos --input - < new-photo.jpg",
            "  graft predict runs/photos --watch inbox --csv > labels.csv",
            "  graft predict runs/reviews \"재미있게 봤습니다\"",
            "  graft predict runs/reviews --input new.csv --text review --json"
        })
final class PredictCommand implements Callable<Integer> {
    @Spec
    private @Nullable CommandSpec spec;

    @Mixin
    private CommonOptions common = new CommonOptions();

    @Parameters(index = "0", paramLabel = "RUN", description = "A run folder, or its model folder.")
    private Path run = Path.of("");

    @Parameters(
            index = "1..*",
            arity = "0..*",
            paramLabel = "FILE|FOLDER|TEXT",
            description = "Images, folders or tables of them; texts for a text model.")
    private List<String> inputs = List.of();

    @Option(
            names = "--input",
            paramLabel = "FILE",
            description = "For a text model: read texts from a file. - for standard input, of an image model the bytes"
                    + " of one image.")
    private @Nullable String input;

    @Mixin
    private ColumnArguments columns = new ColumnArguments();

    @Mixin
    private WatchArguments watch = new WatchArguments();

    @Option(
            names = "--path",
            paramLabel = "COLUMN",
            description = "In a table of images: the column of the file. Default: as in training.")
    private @Nullable String path;

    @Mixin
    private FileArguments files = new FileArguments();

    @Option(
            names = "--top",
            paramLabel = "K",
            description = "Classes to tell of each image or text. Default: 1; all where one has any number of labels.")
    private @Nullable Integer top;

    @Option(names = "--csv", description = "Print a table with a header.")
    private boolean csv;

    @Option(names = "--exact-decoding", description = DataArguments.EXACT_DECODING)
    private boolean exactDecoding;

    @Mixin
    private RawArgument raw = new RawArgument();

    @Mixin
    private ValueRangeArgument valueRange = new ValueRangeArgument();

    @Mixin
    private ComputeArguments compute = new ComputeArguments();

    @Override
    public Integer call() {
        if (top != null && top < 1) {
            throw new IllegalArgumentException("--top: expected at least 1, found " + top);
        }
        if (csv && common.json()) {
            throw new IllegalArgumentException("--csv and --json: choose one");
        }
        if (inputs.isEmpty() && input == null && !watch.isAsked() && spec != null) {
            throw new ParameterException(
                    spec.commandLine(),
                    "expected FILE|FOLDER|TEXT, what is to be classified; for many texts, --input FILE");
        }
        Output output = common.output();
        return ModelKind.in(run).kind() == Kind.TEXT ? texts(output) : images(output);
    }

    private int images(Output output) {
        columns.requireAbsent(run + " classifies images");
        Optional<WatchArguments.Watching> watching = watch.watching(run);
        if (watching.isPresent()) {
            return watch(watching.get(), output);
        }
        GivenImages given = given();
        given.notes().forEach(note -> output.say("note: %s", note));
        try (Model<ImageSource> model = raw.of(ModelKind.IMAGE.open(run, compute.start()), output)) {
            int shown = shown(model);
            List<Model.Unreadable> unreadable =
                    model.predict(given.images(), input(model), shown, printer(Kind.IMAGE, model, output));
            unreadable.forEach(one -> output.error("%s", one.reason()));
            given.missing().forEach(problem -> output.error("%s; it is left out", problem));
            return unreadable.isEmpty() && given.missing().isEmpty() ? 0 : GraftCommand.BAD_INPUT;
        }
    }

    /// Ends only when the process is told to.
    private int watch(WatchArguments.Watching watching, Output output) {
        files.requireAbsent("--watch answers all images of its own");
        if (!inputs.isEmpty() || input != null) {
            throw new IllegalArgumentException("--watch: is for the images of one folder; found "
                    + (input != null ? "--input" : inputs.getFirst()) + " beside it");
        }
        try (Model<ImageSource> model = raw.of(ModelKind.IMAGE.open(run, compute.start()), output);
                Predictor<ImageSource> predictor = Predictor.of(model)) {
            new ImageWatch(watching, output)
                    .run(predictor, input(model), shown(model), printer(Kind.IMAGE, model, output));
            return 0;
        }
    }

    private GivenImages given() {
        if (input == null) {
            return GivenImages.of(inputs, run, path, files);
        }
        files.requireAbsent("standard input is none");
        if (!input.equals(GivenTexts.STANDARD_INPUT)) {
            throw new IllegalArgumentException(
                    "--input: for images it is - alone, for one on standard input; for files,"
                            + " folders and tables of images: graft predict " + run + " " + input);
        }
        if (!inputs.isEmpty()) {
            throw new IllegalArgumentException("expected files, or --input - for an image on standard input, not both");
        }
        return GivenImages.ofStandardInput();
    }

    private int texts(Output output) {
        watch.requireAbsent(run + " is a text model");
        files.requireAbsent(run + " is a text model");
        valueRange.requireAbsent(run + " is a text model");
        if (path != null) {
            throw new IllegalArgumentException("--path: is for images, but " + run + " is a text model");
        }
        if (exactDecoding) {
            throw new IllegalArgumentException("--exact-decoding: is for images, but " + run + " is a text model");
        }
        GivenTexts texts = new GivenTexts(run, inputs, input, columns);
        try (Model<Text> model = raw.of(ModelKind.TEXT.open(run, compute.start()), output)) {
            int shown = shown(model);
            Consumer<Prediction> printer = printer(Kind.TEXT, model, output);
            CutTexts cut = new CutTexts();
            boolean all = texts.each(
                    output,
                    some -> model.predict(some, shown, answer -> {
                        cut.count(answer.cut());
                        printer.accept(answer);
                    }));
            cut.note(TextInput.of(model).maxLength()).ifPresent(note -> output.say("note: %s", note));
            return all ? 0 : GraftCommand.BAD_INPUT;
        }
    }

    private Consumer<Prediction> printer(Kind kind, Model<?> model, Output output) {
        PredictionPrinter printer = new PredictionPrinter(output, kind, model.task(), model.labels(), shown(model));
        return common.json() ? printer.json() : csv ? printer.csv() : printer.lines();
    }

    private ImageInput input(Model<ImageSource> model) {
        ImageInput usual = ImageInput.of(model);
        return usual.withExactDecoding(exactDecoding)
                .withRange(valueRange.or(usual.preprocessing().range()));
    }

    /// How many classes are told of each: of any number of labels all, else one, unless it was said.
    private int shown(Model<?> model) {
        int labels = model.labels().size();
        return Math.min(labels, top != null ? top : model.task() == Task.MULTI_LABEL_CLASSIFICATION ? labels : 1);
    }
}
