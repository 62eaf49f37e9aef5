package dev.graft.app;

import dev.graft.data.DataSummary;
import dev.graft.data.Kind;
import dev.graft.data.Wording;
import dev.graft.job.AdaptationJob;
import dev.graft.job.AdaptationOptions;
import dev.graft.job.Run;
import dev.graft.train.TrainingListener;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "adapt",
        header = "Train a text model on the language of your documents, without labels, or make a new model.",
        description = {
            "Hides words and lets the model guess them (masked-language-model training).",
            "MODEL is the folder or name of a HuggingFace model; with --new, give only TEXTS: a small encoder with its"
                    + " own vocabulary is made.",
            "TEXTS is a .txt or .txt.gz file with one text per line, a CSV, TSV or JSONL file, or a folder of them.",
            "Then train on labels from the folder model/ of the run: graft train DATA --model RUN/model"
        },
        footer = {
            "",
            "Examples:",
            "  graft adapt models/klue-bert-base reports.txt --out runs/reports",
            "  graft adapt --new reviews.txt.gz --vocabulary 8000 --layers 4 --width 256 --out runs/encoder",
            "  graft adapt --resume runs/encoder"
        },
        sortOptions = false)
final class AdaptCommand implements Callable<Integer> {
    private static final Set<String> WITH_RESUME = Set.of("--resume", "--json", "--quiet", "--offline");
    private static final Set<String> OF_NEW =
            Set.of("--vocabulary", "--layers", "--width", "--heads", "--inner", "--lower-case");
    private static final int WIDTH_OF_HEAD = 64;
    private static final int INNER = 4;
    private static final double RATE = 5e-5; // of HuggingFace's run_mlm.py
    private static final double FRESH_RATE = 5e-4;

    @Spec
    private @Nullable CommandSpec spec;

    @Mixin
    private CommonOptions common = new CommonOptions();

    @Parameters(arity = "0..2", paramLabel = "MODEL TEXTS", description = "The model's folder or name, and the texts.")
    private List<String> inputs = List.of();

    @Option(names = "--new", description = "Make a new encoder from the texts alone, without MODEL.")
    private boolean fresh;

    @Option(names = "--resume", paramLabel = "RUN", description = "Continue an interrupted run, with its own options.")
    private @Nullable Path resume;

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description = "Folder of the run. Default: runs/NAME-OF-TEXTS-adapted.")
    private @Nullable Path out;

    @Option(
            names = "--vocabulary",
            paramLabel = "N",
            defaultValue = "8000",
            description = "With --new: number of tokens in the vocabulary. Default: ${DEFAULT-VALUE}.")
    private int vocabulary;

    @Option(
            names = "--layers",
            paramLabel = "N",
            defaultValue = "4",
            description = "With --new: number of layers. Default: ${DEFAULT-VALUE}.")
    private int layers;

    @Option(
            names = "--width",
            paramLabel = "N",
            defaultValue = "256",
            description = "With --new: width of the layers. Default: ${DEFAULT-VALUE}.")
    private int width;

    @Option(
            names = "--heads",
            paramLabel = "N",
            description = "With --new: number of attention heads. Default: width / 64.")
    private @Nullable Integer heads;

    @Option(
            names = "--inner",
            paramLabel = "N",
            description = "With --new: width of the feed-forward part of a layer. Default: four times the width.")
    private @Nullable Integer inner;

    @Option(names = "--lower-case", description = "With --new: ignore case and accents.")
    private boolean lowerCase;

    @Option(
            names = "--text",
            paramLabel = "COLUMN",
            defaultValue = "auto",
            description = "In a table: the column with the text, by name or number. Default: found by its name.")
    private String column = "";

    @Option(
            names = "--max-length",
            paramLabel = "TOKENS",
            defaultValue = "0",
            description = "Tokens per piece; longer texts are cut into pieces. Default: as many as the model takes;"
                    + " 128 with --new.")
    private int maxLength;

    @Option(
            names = "--mask-share",
            paramLabel = "SHARE",
            converter = Converters.Share.class,
            defaultValue = "0.15",
            description = "Share of tokens that are hidden. Default: ${DEFAULT-VALUE}.")
    private double maskShare;

    @Option(
            names = "--no-whole-words",
            description = "Hide single tokens, even parts of words. Default: all tokens of a word together.")
    private boolean noWholeWords;

    @Option(
            names = "--dropout",
            paramLabel = "SHARE",
            converter = Converters.Share.class,
            description = "Dropout probability in this training; later trainings use the model's own. Default: the"
                    + " model's own; 0 with --new, because each text is seen only a few times.")
    private @Nullable Double dropout;

    @Option(
            names = "--val-fraction",
            paramLabel = "SHARE",
            converter = Converters.Share.class,
            defaultValue = "0.02",
            description = "Share of the texts to validate with, at most 5,000 texts. Default: ${DEFAULT-VALUE}.")
    private double validationFraction;

    @Option(
            names = "--epochs",
            paramLabel = "N",
            defaultValue = "3",
            description = "Passes over the texts. Default: ${DEFAULT-VALUE}.")
    private int epochs;

    @Option(
            names = "--checkpoints",
            paramLabel = "N",
            defaultValue = "1",
            description = "How many times to validate and save in each pass. Default: ${DEFAULT-VALUE}.")
    private int checkpoints;

    @Option(
            names = "--batch",
            paramLabel = "N",
            defaultValue = "32",
            description = "Pieces of text per batch. Default: ${DEFAULT-VALUE}.")
    private int batch;

    @Option(names = "--lr", paramLabel = "RATE", description = "Learning rate. Default: 5e-5; 5e-4 with --new.")
    private @Nullable Double learningRate;

    @Option(
            names = "--weight-decay",
            paramLabel = "X",
            defaultValue = "0.01",
            description = "How strongly the weights are pulled towards zero, except biases and norms. Default:"
                    + " ${DEFAULT-VALUE}.")
    private double weightDecay;

    @Option(
            names = {"--warmup", "--warmup-ratio"},
            paramLabel = "SHARE",
            converter = Converters.Share.class,
            defaultValue = "0.06",
            description = "Share of the run in which the rate rises from zero. Default: ${DEFAULT-VALUE}.")
    private double warmup;

    @Mixin
    private EngineArguments engine = new EngineArguments();

    @Override
    public Integer call() {
        Output output = common.output();
        Run run = resume == null ? start(output) : resume(resume, output);
        if (common.json()) {
            output.json(run.report());
        } else {
            output.result(
                    "Best validation loss: %.4f (epoch %d; %.1f%% of hidden tokens guessed), %,.0f texts/s, %.1f s",
                    run.best().valLoss(),
                    run.best().epoch(),
                    100 * run.best().valAccuracy(),
                    run.report().examplesPerSecond(),
                    run.report().wallSeconds());
            output.result("Model: %s", run.folder().resolve("model"));
        }
        return 0;
    }

    private Run start(Output output) {
        AdaptationOptions options = options();
        Path folder = out != null ? out : Path.of("runs", baseName(Path.of(options.texts())) + "-adapted");
        RunPlace.require(folder);
        try (AdaptationJob job = AdaptationJob.of(options, common.hub());
                TrainingProgress progress = new TrainingProgress(output)) {
            say(output, job);
            return job.adaptation()
                    .withListener(progress)
                    .withListener(goingOn(folder))
                    .run(folder);
        }
    }

    private static TrainingListener goingOn(Path run) {
        return Signals.sayHowToGoOn("graft adapt --resume " + run);
    }

    private Run resume(Path run, Output output) {
        List<String> others = new ArrayList<>();
        if (!inputs.isEmpty()) {
            others.add("MODEL TEXTS");
        }
        if (spec != null) {
            Given.all(spec).filter(name -> !WITH_RESUME.contains(name)).forEach(others::add);
        }
        if (!others.isEmpty()) {
            throw new IllegalArgumentException(
                    "--resume: takes the texts and options from the run; remove " + String.join(", ", others));
        }
        try (AdaptationJob job = AdaptationJob.resumed(run, common.hub());
                TrainingProgress progress = new TrainingProgress(output)) {
            say(output, job);
            return job.adaptation()
                    .withListener(progress)
                    .withListener(goingOn(run))
                    .resume(run);
        }
    }

    private static void say(Output output, AdaptationJob job) {
        DataSummary texts = job.adaptation().summary();
        output.leftOut(texts.skipped());
        texts.notes().forEach(note -> output.say("note: %s", note));
        job.model().loadReport().ifPresent(report -> report.notes().forEach(note -> output.say("%s", note)));
        output.say(
                "%s, %,d parameters, %,d tokens; %s of text to train on, %,d to validate with",
                job.model().architecture(),
                job.model().network().params().parameterCount(),
                job.model().tokenizer().vocabularySize(),
                Wording.count(texts.total("train"), "piece"),
                texts.total("validation"));
    }

    private void requireInputs() {
        int expected = fresh ? 1 : 2;
        if (inputs.size() != expected) {
            throw new IllegalArgumentException(
                    fresh
                            ? "--new: expected TEXTS alone, found " + inputs.size() + " arguments"
                            : "expected MODEL and TEXTS, found " + inputs.size()
                                    + " arguments; to make a new model from TEXTS alone: --new; to continue a"
                                    + " run: --resume RUN");
        }
        if (!fresh && spec != null) {
            Given.all(spec).filter(OF_NEW::contains).findFirst().ifPresent(option -> {
                throw new IllegalArgumentException(option + ": only with --new");
            });
        }
    }

    private AdaptationOptions options() {
        requireInputs();
        return new AdaptationOptions(
                fresh ? null : inputs.getFirst(),
                fresh
                        ? new AdaptationOptions.Fresh(
                                vocabulary,
                                layers,
                                width,
                                heads != null ? heads : Math.max(1, width / WIDTH_OF_HEAD),
                                inner != null ? inner : INNER * width,
                                lowerCase)
                        : null,
                inputs.getLast(),
                column,
                validationFraction,
                maxLength,
                maskShare,
                !noWholeWords,
                dropout != null ? dropout : fresh ? Double.valueOf(0) : null,
                batch,
                epochs,
                checkpoints,
                learningRate != null ? learningRate : fresh ? FRESH_RATE : RATE,
                weightDecay,
                warmup,
                engine.recipe().withUsualClip(Kind.TEXT.usualClip()),
                engine.threads(),
                engine.device());
    }

    private static String baseName(Path texts) {
        Path name = texts.toAbsolutePath().normalize().getFileName();
        return name == null ? "texts" : name.toString().replaceFirst("(\\.[a-z]+)+$", "");
    }
}
