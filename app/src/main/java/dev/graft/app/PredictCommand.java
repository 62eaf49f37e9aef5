package dev.graft.app;

import dev.graft.data.ImageFiles;
import dev.graft.data.ImageInput;
import dev.graft.data.ImageOptions;
import dev.graft.data.ImageSource;
import dev.graft.data.Kind;
import dev.graft.data.Problem;
import dev.graft.data.TableFiles;
import dev.graft.data.Task;
import dev.graft.data.Understood;
import dev.graft.data.Wording;
import dev.graft.data.text.TextInput;
import dev.graft.data.text.TextLines;
import dev.graft.job.TrainingOptions;
import dev.graft.model.Model;
import dev.graft.model.ModelKind;
import dev.graft.task.Prediction;
import dev.graft.text.Text;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
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
            "With --json one JSON object a line; with --csv a table with a header.",
            "An image that cannot be read, or a row without a text, is reported on standard error; the others are",
            "classified, and the exit code is 2."
        },
        footer = {
            "",
            "Examples:",
            "  graft predict runs/photos new-photo.jpg inbox/ --top 3 --csv > labels.csv",
            "  graft predict runs/reviews \"재미있게 봤습니다\"",
            "  graft predict runs/reviews --input new.csv --text review --json"
        })
final class PredictCommand implements Callable<Integer> {
    private static final int TEXTS_AT_ONCE = 4096;
    private static final String STANDARD_INPUT = "-";

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
            description = "For a text model: read texts from a file; - for standard input.")
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
        if (ModelKind.in(run).kind() == Kind.TEXT) {
            valueRange.requireAbsent(run + " is a text model");
            if (path != null) {
                throw new IllegalArgumentException("--path: is for images, but " + run + " is a text model");
            }
            if (exactDecoding) {
                throw new IllegalArgumentException("--exact-decoding: is for images, but " + run + " is a text model");
            }
            return texts(output);
        }
        if (input != null) {
            throw new IllegalArgumentException("--input: is for text models, but " + run + " classifies images");
        }
        columns.requireAbsent(run + " classifies images");
        List<Problem> missing = new ArrayList<>();
        List<Path> images = images(output, missing);
        try (Model<ImageSource> model = ModelKind.IMAGE.open(run, compute.start())) {
            int shown = shown(model.task(), model.labels().size());
            ImageInput usual = ImageInput.of(model);
            List<Model.Unreadable> unreadable = model.predict(
                    images.stream().map(ImageSource::of).toList(),
                    usual.withExactDecoding(exactDecoding)
                            .withRange(valueRange.or(usual.preprocessing().range())),
                    shown,
                    printer(new PredictionPrinter(output, Kind.IMAGE, model.task(), model.labels(), shown)));
            unreadable.forEach(one -> output.error("%s", one.reason()));
            missing.forEach(problem -> output.error("%s; it is left out", problem));
            return unreadable.isEmpty() && missing.isEmpty() ? 0 : GraftCommand.BAD_INPUT;
        }
    }

    private int texts(Output output) throws IOException {
        if (!inputs.isEmpty() && input != null) {
            throw new IllegalArgumentException("expected texts, or --input FILE with them, not both");
        }
        if (input == null || input.equals(STANDARD_INPUT)) {
            columns.requireAbsent("there is none without --input FILE");
        }
        requireTexts();
        try (Model<Text> model = ModelKind.TEXT.open(run, compute.start())) {
            int shown = shown(model.task(), model.labels().size());
            CutTexts cut = new CutTexts(
                    printer(new PredictionPrinter(output, Kind.TEXT, model.task(), model.labels(), shown)),
                    TextInput.of(model).maxLength());
            if (input == null) {
                model.predict(inputs.stream().map(Text::of).toList(), shown, cut);
                cut.note().ifPresent(note -> output.say("note: %s", note));
                return 0;
            }
            try (TextLines lines = lines(input, output)) {
                Iterator<Text> texts = lines.stream().iterator();
                Iterator<List<Text>> chunks =
                        STANDARD_INPUT.equals(input) ? new ArrivingTexts(texts) : new Chunks(texts);
                if (!chunks.hasNext()
                        && !STANDARD_INPUT.equals(input)
                        && lines.problems().isEmpty()) {
                    throw new IllegalArgumentException(input + ": expected texts, found an empty file");
                }
                int told = 0;
                while (chunks.hasNext()) {
                    model.predict(chunks.next(), shown, cut);
                    told = tellLeftOut(lines, told, output);
                }
                tellLeftOut(lines, told, output);
                lines.notes().forEach(note -> output.say("note: %s", note));
                cut.note().ifPresent(note -> output.say("note: %s", note));
                return lines.problems().isEmpty() ? 0 : GraftCommand.BAD_INPUT;
            }
        }
    }

    /// As soon as it is known: whoever feeds lines waits for an answer to each.
    private static int tellLeftOut(TextLines lines, int told, Output output) {
        List<Problem> problems = lines.problems();
        problems.subList(told, problems.size()).forEach(problem -> output.error("%s; it is left out", problem));
        return problems.size();
    }

    /// @throws IllegalArgumentException if an argument can hardly be meant as a text
    private void requireTexts() {
        for (int i = 0; i < inputs.size(); i++) {
            String argument = inputs.get(i);
            if (argument.isBlank()) {
                throw new IllegalArgumentException("text " + (i + 1) + ": expected words, found an empty text");
            }
            if (new File(argument).exists()) {
                throw new IllegalArgumentException("text " + (i + 1) + ": expected words, found the name of a file, "
                        + argument + "; for the texts in it, --input " + argument);
            }
        }
    }

    /// As many texts at a time as are sorted by their lengths together.
    private record Chunks(Iterator<Text> texts) implements Iterator<List<Text>> {
        @Override
        public boolean hasNext() {
            return texts.hasNext();
        }

        @Override
        public List<Text> next() {
            List<Text> chunk = new ArrayList<>(List.of(texts.next()));
            while (chunk.size() < TEXTS_AT_ONCE && texts.hasNext()) {
                chunk.add(texts.next());
            }
            return chunk;
        }
    }

    private TextLines lines(String file, Output output) {
        boolean files = TrainingOptions.understoodBy(run)
                .filter(found -> found.unit() == Understood.Unit.FILE)
                .isPresent();
        if (!file.equals(STANDARD_INPUT)) {
            return TextLines.open(Path.of(file), columns.options(run, List.of(), false));
        }
        if (files) {
            output.say("note: the model learned from whole files; of standard input each line is a text");
        }
        return TextLines.of(System.in, "standard input");
    }

    private Consumer<Prediction> printer(PredictionPrinter printer) throws IOException {
        return common.json() ? printer.json() : csv ? printer.csv() : printer.lines();
    }

    /// How many classes are told of each: of any number of labels all, else one, unless it was said.
    private int shown(Task task, int labels) {
        return Math.min(labels, top != null ? top : task == Task.MULTI_LABEL_CLASSIFICATION ? labels : 1);
    }

    /// @param missing told the rows of tables whose files are not there
    private List<Path> images(Output output, List<Problem> missing) {
        List<Path> images = new ArrayList<>();
        for (String name : inputs) {
            if (name.isBlank()) {
                throw new IllegalArgumentException("expected an image or a folder, found an empty name");
            }
            Path file = Path.of(name);
            if (Files.isDirectory(file)) {
                images.addAll(ImageFiles.below(file));
            } else if (Files.exists(file) && TableFiles.isTable(file)) {
                TableFiles table = TableFiles.of(file, pathColumn());
                table.notes().forEach(note -> output.say("note: %s", note));
                missing.addAll(table.problems());
                images.addAll(table.files());
            } else if (Files.exists(file)) {
                images.add(file);
            } else {
                throw new IllegalArgumentException(file + ": expected an image or a folder, found nothing");
            }
        }
        if (images.isEmpty()) {
            throw new IllegalArgumentException(inputs + ": expected images, found none"
                    + (missing.isEmpty() ? "" : ": " + Wording.shown(missing)));
        }
        return images;
    }

    /// The one that was asked for, or that the model was trained with.
    private String pathColumn() {
        if (path != null) {
            return path;
        }
        return TrainingOptions.ofRun(run)
                .map(training -> training.imageOptions().table().path())
                .orElse(ImageOptions.AUTO);
    }
}
