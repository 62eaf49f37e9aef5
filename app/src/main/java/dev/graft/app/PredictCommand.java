package dev.graft.app;

import dev.graft.data.ImageInput;
import dev.graft.data.ImageSource;
import dev.graft.data.Kind;
import dev.graft.data.Task;
import dev.graft.data.text.TextInput;
import dev.graft.model.Model;
import dev.graft.model.ModelKind;
import dev.graft.task.Prediction;
import dev.graft.text.Text;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
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
            "With a text model, the arguments are texts; --input reads them from a file, one a line (.txt, .txt.gz),",
            "or from a column of a CSV, TSV or JSONL file; - is standard input, answered line by line as it arrives.",
            "Prints label, probability, text. Before a text that begins with a hyphen write --, after all options.",
            "With an image model, --input - reads one image from standard input, up to its end.",
            "With --json one JSON object a line; with --csv a table with a header.",
            "An image that cannot be read, or a row without a text, is reported on standard error; the others are",
            "classified, and the exit code is 2."
        },
        footer = {
            "",
            "Examples:",
            "  graft predict runs/photos new-photo.jpg inbox/ --top 3 --csv > labels.csv",
            "  graft predict runs/photos --input - < new-photo.jpg",
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

    @Option(
            names = "--path",
            paramLabel = "COLUMN",
            description = "In a table of images: the column of the file. Default: as in training.")
    private @Nullable String path;

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
    private ValueRangeArgument valueRange = new ValueRangeArgument();

    @Mixin
    private ComputeArguments compute = new ComputeArguments();

    @Override
    public Integer call() throws IOException {
        if (top != null && top < 1) {
            throw new IllegalArgumentException("--top: expected at least 1, found " + top);
        }
        if (csv && common.json()) {
            throw new IllegalArgumentException("--csv and --json: choose one");
        }
        if (inputs.isEmpty() && input == null && spec != null) {
            throw new ParameterException(
                    spec.commandLine(),
                    "expected FILE|FOLDER|TEXT, what is to be classified; for many texts, --input FILE");
        }
        Output output = common.output();
        return ModelKind.in(run).kind() == Kind.TEXT ? texts(output) : images(output);
    }

    private int images(Output output) throws IOException {
        columns.requireAbsent(run + " classifies images");
        GivenImages given = given();
        given.notes().forEach(note -> output.say("note: %s", note));
        try (Model<ImageSource> model = ModelKind.IMAGE.open(run, compute.start())) {
            int shown = shown(model.task(), model.labels().size());
            ImageInput usual = ImageInput.of(model);
            List<Model.Unreadable> unreadable = model.predict(
                    given.images(),
                    usual.withExactDecoding(exactDecoding)
                            .withRange(valueRange.or(usual.preprocessing().range())),
                    shown,
                    printer(new PredictionPrinter(output, Kind.IMAGE, model.task(), model.labels(), shown)));
            unreadable.forEach(one -> output.error("%s", one.reason()));
            given.missing().forEach(problem -> output.error("%s; it is left out", problem));
            return unreadable.isEmpty() && given.missing().isEmpty() ? 0 : GraftCommand.BAD_INPUT;
        }
    }

    private GivenImages given() {
        if (input == null) {
            return GivenImages.of(inputs, run, path);
        }
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

    private int texts(Output output) throws IOException {
        valueRange.requireAbsent(run + " is a text model");
        if (path != null) {
            throw new IllegalArgumentException("--path: is for images, but " + run + " is a text model");
        }
        if (exactDecoding) {
            throw new IllegalArgumentException("--exact-decoding: is for images, but " + run + " is a text model");
        }
        GivenTexts texts = new GivenTexts(run, inputs, input, columns);
        try (Model<Text> model = ModelKind.TEXT.open(run, compute.start())) {
            int shown = shown(model.task(), model.labels().size());
            CutTexts cut = new CutTexts(
                    printer(new PredictionPrinter(output, Kind.TEXT, model.task(), model.labels(), shown)),
                    TextInput.of(model).maxLength());
            boolean all = texts.each(output, some -> model.predict(some, shown, cut));
            cut.note().ifPresent(note -> output.say("note: %s", note));
            return all ? 0 : GraftCommand.BAD_INPUT;
        }
    }

    private Consumer<Prediction> printer(PredictionPrinter printer) throws IOException {
        return common.json() ? printer.json() : csv ? printer.csv() : printer.lines();
    }

    /// How many classes are told of each: of any number of labels all, else one, unless it was said.
    private int shown(Task task, int labels) {
        return Math.min(labels, top != null ? top : task == Task.MULTI_LABEL_CLASSIFICATION ? labels : 1);
    }
}
