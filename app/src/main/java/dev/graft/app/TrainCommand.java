package dev.graft.app;

import dev.graft.Run;
import dev.graft.TrainingJob;
import dev.graft.TrainingOptions;
import dev.graft.data.Augmentation;
import dev.graft.torch.Threads;
import dev.graft.train.Precision;
import dev.graft.train.RunFolder;
import dev.graft.train.StopReason;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "train",
        header = "Fine-tune a model on labelled images.",
        description = {
            "DATA is a folder with a folder of images for each class, with or without train/ and val/ above them;",
            "a CSV or TSV file of paths and labels; or a folder with CIFAR-10 or CIFAR-100 as it is published.",
            "Without a validation part, a share of every class is kept for it."
        },
        footer = {
            "",
            "Examples:",
            "  graft train photos --epochs 10 --out runs/photos",
            "  graft train photos --model resnet18 --weights resnet18.pth --strategy last-stage",
            "  graft train --resume runs/photos"
        },
        sortOptions = false)
final class TrainCommand implements Callable<Integer> {
    private static final Set<String> WITH_RESUME = Set.of("--resume", "--json", "--quiet", "--offline");

    @Spec
    private @Nullable CommandSpec spec;

    @Mixin
    private CommonOptions common = new CommonOptions();

    @Parameters(arity = "0..1", paramLabel = "DATA", description = "The labelled images.")
    private @Nullable Path data;

    @Option(
            names = "--resume",
            paramLabel = "RUN",
            description = "Go on with an interrupted run, with its own options.")
    private @Nullable Path resume;

    @Option(names = "--out", paramLabel = "DIR", description = "Folder of the run. Default: runs/NAME-OF-DATA-MODEL.")
    private @Nullable Path out;

    @Option(
            names = "--model",
            defaultValue = "graft-nano",
            description = "Which model; see graft models list. Default: ${DEFAULT-VALUE}, which is embedded.")
    private String model = "";

    @Option(
            names = "--weights",
            paramLabel = "FILE",
            defaultValue = "pretrained",
            description = "What it starts from: pretrained, none (from scratch), or a file. Default: ${DEFAULT-VALUE}.")
    private String weights = "";

    @Option(
            names = "--strategy",
            defaultValue = "feature-extraction",
            description =
                    "feature-extraction (only the new head learns), last-stage, or full. Default: ${DEFAULT-VALUE}.")
    private String strategy = "";

    @Option(
            names = "--stages",
            paramLabel = "N",
            defaultValue = "1",
            description = "Stages before the head that last-stage tunes. Default: ${DEFAULT-VALUE}.")
    private int stages;

    @Option(
            names = "--epochs",
            paramLabel = "N",
            defaultValue = "10",
            description = "Passes over the training images. Default: ${DEFAULT-VALUE}.")
    private int epochs;

    @Option(
            names = "--batch",
            paramLabel = "N",
            defaultValue = "32",
            description = "Images in a batch. Default: ${DEFAULT-VALUE}.")
    private int batch;

    @Option(
            names = "--lr",
            paramLabel = "RATE",
            defaultValue = "1e-3",
            description = "Learning rate of the head. Default: ${DEFAULT-VALUE}.")
    private double learningRate;

    @Option(
            names = "--backbone-lr",
            paramLabel = "RATE",
            description = "Learning rate of the pretrained part. Default: a tenth of --lr; from scratch, --lr.")
    private @Nullable Double backboneRate;

    @Option(
            names = "--weight-decay",
            paramLabel = "X",
            defaultValue = "1e-2",
            description = "How strongly all weights that learn are pulled to zero. Default: ${DEFAULT-VALUE}.")
    private double weightDecay;

    @Option(
            names = "--optimizer",
            defaultValue = "adamw",
            description = "adamw, adam or sgd. Default: ${DEFAULT-VALUE}.")
    private String optimizer = "";

    @Option(
            names = "--schedule",
            defaultValue = "cosine",
            description = "cosine, linear, step or constant. Default: ${DEFAULT-VALUE}.")
    private String schedule = "";

    @Option(
            names = "--warmup",
            paramLabel = "SHARE",
            defaultValue = "0",
            description = "Share of the run in which rates rise from zero. Default: ${DEFAULT-VALUE}.")
    private double warmup;

    @Option(
            names = "--size",
            paramLabel = "PIXELS",
            defaultValue = "0",
            description = "Side of the network's input. Default: the model's own.")
    private int size;

    @Option(
            names = "--channels",
            paramLabel = "N",
            defaultValue = "3",
            description = "1 (grey), 3 (RGB) or 4 (RGBA). Default: ${DEFAULT-VALUE}.")
    private int channels;

    @Option(
            names = "--augment",
            paramLabel = "LEVEL",
            defaultValue = "light",
            description = "none, light or strong. Default: ${DEFAULT-VALUE}.")
    private Augmentation augment = Augmentation.LIGHT;

    @Option(
            names = "--val-fraction",
            paramLabel = "SHARE",
            defaultValue = "0.2",
            description = "Share kept for validation where the data has no such part. Default: ${DEFAULT-VALUE}.")
    private double validationFraction;

    @Option(names = "--strict", description = "Stop at unreadable files instead of leaving them out.")
    private boolean strict;

    @Option(names = "--balanced", description = "Give rare classes more weight in the loss.")
    private boolean balanced;

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "42",
            description = "Decides everything random. Default: ${DEFAULT-VALUE}.")
    private long seed;

    @Option(
            names = "--accumulate",
            paramLabel = "N",
            defaultValue = "1",
            description = "Batches for one optimizer step. Default: ${DEFAULT-VALUE}.")
    private int accumulation;

    @Option(
            names = "--clip",
            paramLabel = "NORM",
            defaultValue = "0",
            description = "Greatest norm of the gradients; 0 for none. Default: ${DEFAULT-VALUE}.")
    private double clip;

    @Option(
            names = "--label-smoothing",
            paramLabel = "SHARE",
            defaultValue = "0",
            description = "Share of each label that is spread over all classes. Default: ${DEFAULT-VALUE}.")
    private double labelSmoothing;

    @Option(
            names = "--precision",
            defaultValue = "fp32",
            description = "fp32, bf16, or fp16 (GPU only). Default: ${DEFAULT-VALUE}.")
    private Precision precision = Precision.FP32;

    @Option(
            names = "--patience",
            paramLabel = "EPOCHS",
            defaultValue = "0",
            description = "Stop after so many epochs without improvement; 0 for never. Default: ${DEFAULT-VALUE}.")
    private int patience;

    @Option(names = "--workers", paramLabel = "N", description = "Threads that decode images. Default: one a core.")
    private @Nullable Integer workers;

    @Option(names = "--threads", paramLabel = "N", description = "Threads that compute. Default: one a core.")
    private @Nullable Integer threads;

    @Option(
            names = "--device",
            defaultValue = "auto",
            description = "cpu, cuda, cuda:N or auto. Default: ${DEFAULT-VALUE}.")
    private String device = "";

    @Override
    public Integer call() {
        Output output = common.output();
        Run run;
        try (TrainingProgress progress = new TrainingProgress(output)) {
            run = resume == null ? start(output, progress) : resume(resume, output, progress);
        }
        if (common.json()) {
            output.json(run.report());
        } else {
            output.result(
                    "Best validation accuracy: %.4f (epoch %d), %.0f images/s, %.1f s",
                    run.best().valAccuracy(),
                    run.best().epoch(),
                    run.report().imagesPerSecond(),
                    run.report().wallSeconds());
            output.result("Run: %s", run.folder());
        }
        boolean asAsked = !run.history().stopReason().equals(Optional.of(StopReason.NOT_FINITE));
        return asAsked ? 0 : GraftCommand.BAD_INPUT;
    }

    private Run start(Output output, TrainingProgress progress) {
        TrainingOptions options = options();
        Path folder = out != null ? out : Path.of("runs", options.defaultName());
        RunFolder.requireFree(folder);
        try (TrainingJob job = TrainingJob.of(options, common.hub())) {
            say(output, job);
            return job.fineTuning().withListener(progress).run(folder);
        }
    }

    private Run resume(Path run, Output output, TrainingProgress progress) {
        List<String> others = alsoGiven();
        if (!others.isEmpty()) {
            throw new IllegalArgumentException(
                    "--resume takes data and options from the run; leave " + String.join(", ", others) + " away");
        }
        RunFolder.open(run)
                .readReport()
                .stopReason()
                .ifPresent(reason -> output.say(
                        "%s: the run has ended (%s); nothing is left to do",
                        run, reason.name().toLowerCase(Locale.ROOT).replace('_', ' ')));
        try (TrainingJob job = TrainingJob.resumed(run, common.hub())) {
            say(output, job);
            return job.fineTuning().withListener(progress).resume(run);
        }
    }

    /// What was given beside `--resume` and would be passed over.
    private List<String> alsoGiven() {
        List<String> given = new ArrayList<>();
        if (data != null) {
            given.add("DATA");
        }
        if (spec != null) {
            spec.commandLine().getParseResult().matchedOptions().stream()
                    .map(OptionSpec::longestName)
                    .filter(name -> !WITH_RESUME.contains(name))
                    .forEach(given::add);
        }
        return given;
    }

    private static void say(Output output, TrainingJob job) {
        job.data().problems().forEach(problem -> output.say("left out: %s", problem));
        job.data().notes().forEach(note -> output.say("note: %s", note));
        job.model().loadReport().ifPresent(report -> report.notes().forEach(note -> output.say("%s", note)));
        output.say("%s", job.plan().resolve(job.model().outline()).describe());
    }

    private TrainingOptions options() {
        if (data == null) {
            throw new IllegalArgumentException("expected DATA, a folder or table of labelled images, or --resume RUN");
        }
        boolean scratch = weights.equals("none");
        double backbone = backboneRate != null ? backboneRate : scratch ? learningRate : learningRate / 10;
        return new TrainingOptions(
                data.toString(),
                model,
                weights,
                strategy,
                stages,
                epochs,
                batch,
                learningRate,
                backbone,
                weightDecay,
                optimizer,
                schedule,
                warmup,
                size,
                channels,
                augment,
                validationFraction,
                strict,
                balanced,
                seed,
                accumulation,
                clip,
                labelSmoothing,
                precision,
                patience,
                workers != null ? workers : Threads.available(),
                threads != null ? threads : Threads.available(),
                device);
    }
}
