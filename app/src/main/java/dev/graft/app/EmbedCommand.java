package dev.graft.app;

import dev.graft.data.ImageInput;
import dev.graft.data.ImageSource;
import dev.graft.data.Input;
import dev.graft.data.Kind;
import dev.graft.data.Wording;
import dev.graft.data.text.TextInput;
import dev.graft.model.Model;
import dev.graft.model.ModelKind;
import dev.graft.model.Predictor;
import dev.graft.text.Text;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "embed",
        header = "Turn images or texts into rows of numbers that are alike for examples that are alike.",
        description = {
            "Writes what the head of a model is given of each example (its features, or embedding), to search, to"
                    + " compare and to group by.",
            "MODEL is a run folder or its model folder; or a model that was never tuned: a name, see graft models list,"
                    + " or the folder of a text model.",
            "DATA is an image, a folder or a table of images; for a text model a file of texts, one a line (.txt,"
                    + " .txt.gz), or a column of a CSV, TSV or JSONL file. - is standard input: one image, or a text in"
                    + " each line.",
            "The ending of FILE says what is written:",
            "  .npy    float32 [N, D] for numpy.load; what each row is of: NAME.rows.csv",
            "  .csv    path or text, then f0, f1, …",
            "  .jsonl  an object a line: source or text, and features",
            "Where DATA is a folder with folders in it, the folder of an image is its label.",
            "An image that cannot be read, or a row without a text, is reported on standard error and has no row; the"
                    + " exit code is 2 then."
        },
        footer = {
            "",
            "Examples:",
            "  graft embed runs/photos inbox --out features.npy",
            "  graft embed mobilenet_v2 photos --out features.csv",
            "  graft embed graft-nano-ko new.csv --stage layer.3 --out texts.npy"
        })
final class EmbedCommand implements Callable<Integer> {
    @Mixin
    private CommonOptions common = new CommonOptions();

    @Parameters(index = "0", paramLabel = "MODEL", description = "A run folder, a model's folder, or its name.")
    private String model = "";

    @Parameters(index = "1", paramLabel = "DATA", description = "Images or texts.")
    private String data = "";

    @Option(
            names = "--out",
            paramLabel = "FILE",
            required = true,
            description = "Where the rows are written: " + FeatureFile.ENDINGS
                    + ". A file that is there is replaced, unless it"
                    + " is DATA.")
    private Path out = Path.of("");

    @Option(
            names = "--stage",
            paramLabel = "NAME",
            description = "Take what this stage makes, see graft models show: of a map over an image the mean, of a"
                    + " text the mean over its tokens. Default: the last one before the head.")
    private @Nullable String stage;

    @Mixin
    private ModelArguments start = new ModelArguments();

    @Mixin
    private ColumnArguments columns = new ColumnArguments();

    @Option(
            names = "--path",
            paramLabel = "COLUMN",
            description = "In a table of images: the column of the file. Default: as in training, or found.")
    private @Nullable String path;

    @Mixin
    private FileArguments files = new FileArguments();

    @Option(names = "--exact-decoding", description = DataArguments.EXACT_DECODING)
    private boolean exactDecoding;

    @Mixin
    private ValueRangeArgument valueRange = new ValueRangeArgument();

    @Mixin
    private ComputeArguments compute = new ComputeArguments();

    @Override
    public Integer call() {
        FeatureFile.requireKnown(out);
        if (model.isBlank() || data.isBlank()) {
            throw new IllegalArgumentException(
                    (model.isBlank() ? "MODEL" : "DATA") + ": expected a file, a folder or a name, found nothing");
        }
        FeatureFile.requireOther(out, Path.of(data));
        Output output = common.output();
        boolean all = ModelArguments.kind(model).kind() == Kind.TEXT ? texts(output) : images(output);
        return all ? 0 : GraftCommand.BAD_INPUT;
    }

    private boolean images(Output output) {
        columns.requireAbsent(model + " takes images");
        boolean piped = data.equals(GivenTexts.STANDARD_INPUT);
        if (piped) {
            files.requireAbsent("standard input is none");
        }
        GivenImages given =
                piped ? GivenImages.ofStandardInput() : GivenImages.of(List.of(data), Path.of(model), path, files);
        given.notes().forEach(note -> output.say("note: %s", note));
        FolderLabels labels = piped ? FolderLabels.NONE : FolderLabels.of(Path.of(data), given.images());
        try (Model<ImageSource> opened = start.open(ModelKind.IMAGE, model, compute.start(), common.hub())) {
            ImageInput usual = ImageInput.of(opened);
            ImageInput input = usual.withExactDecoding(exactDecoding)
                    .withRange(valueRange.or(usual.preprocessing().range()));
            boolean all = embed(opened, input, labels, given.images().size(), output, embedding -> {
                embedding.add(given.images(), output);
                return true;
            });
            given.missing().forEach(problem -> output.error("%s; it is left out", problem));
            return all && given.missing().isEmpty();
        }
    }

    private boolean texts(Output output) {
        valueRange.requireAbsent(model + " is a text model");
        files.requireAbsent(model + " is a text model");
        if (path != null || exactDecoding) {
            throw new IllegalArgumentException((path != null ? "--path" : "--exact-decoding") + ": is for images, but "
                    + model + " is a text model");
        }
        GivenTexts given = new GivenTexts(Path.of(model), List.of(), data, columns);
        try (Model<Text> opened = start.open(ModelKind.TEXT, model, compute.start(), common.hub())) {
            long count = output.quiet() ? -1 : given.count();
            return embed(
                    opened,
                    TextInput.of(opened),
                    FolderLabels.NONE,
                    count,
                    output,
                    embedding -> given.each(output, some -> embedding.add(some, output)));
        }
    }

    /// @param adding adds all examples that there are, and says whether none of them was left out
    /// @return whether each has a row
    private <X> boolean embed(
            Model<X> opened,
            Input<X> input,
            FolderLabels labels,
            long count,
            Output output,
            Predicate<Embedding<X>> adding) {
        Kind kind = input.kind();
        try (Predictor<X> predictor = Predictor.of(opened);
                FeatureFile file = FeatureFile.create(out, new FeatureFile.Told(kind, labels.areKnown()));
                EmbedProgress progress = new EmbedProgress(output, kind.noun() + "s", count)) {
            Embedding<X> embedding = new Embedding<>(predictor, input, stage, file, labels, progress);
            boolean all = adding.test(embedding);
            progress.close();
            if (embedding.rows() == 0) {
                throw new IllegalArgumentException(
                        data + ": expected " + kind.noun() + "s, found none that can be read");
            }
            if (input instanceof TextInput texts) {
                embedding.cut().note(texts.maxLength()).ifPresent(note -> output.say("note: %s", note));
            }
            tell(file.finish(), kind, embedding, output);
            return all && !embedding.hasLeftOut();
        } catch (IOException e) {
            throw new UncheckedIOException(out + ": cannot be written: " + e.getMessage(), e);
        }
    }

    private void tell(List<Path> files, Kind kind, Embedding<?> embedding, Output output) {
        if (common.json()) {
            Map<String, Object> told = new LinkedHashMap<>();
            told.put("n", embedding.rows());
            told.put("dimensions", embedding.width());
            told.put("file", files.getFirst().toString());
            if (files.size() > 1) {
                told.put("rows", files.getLast().toString());
            }
            output.jsonLine(told);
        } else {
            output.result(
                    "%s, %,d numbers each: %s",
                    Wording.count(embedding.rows(), kind.noun()),
                    embedding.width(),
                    String.join(", ", files.stream().map(Path::toString).toList()));
        }
    }
}
