package dev.graft.app;

import dev.graft.data.ImageData;
import dev.graft.data.ImageOptions;
import dev.graft.data.ImageSource;
import dev.graft.data.Splits;
import dev.graft.data.Wording;
import dev.graft.data.demo.SurfacePhotos;
import dev.graft.job.FineTuning;
import dev.graft.job.Run;
import dev.graft.model.ImageClassifier;
import dev.graft.model.InitialWeights;
import dev.graft.model.ModelChoice;
import dev.graft.torch.Device;
import dev.graft.train.Recipe;
import dev.graft.tune.Interval;
import dev.graft.tune.NetworkOutline;
import dev.graft.tune.OptimizerSettings;
import dev.graft.tune.Plan;
import dev.graft.tune.Plans;
import dev.graft.tune.Schedule;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "demo",
        header = "See transfer learning work, in about a minute, without data and without a network.",
        description = {
            "Draws photographs of metal and plastic surfaces with several kinds of defect (by a program, from a seed;",
            "they are not real photographs), and teaches the embedded model to tell them apart from few examples: by",
            "feature extraction, by fine-tuning, and, for comparison, the same network from scratch on the same budget.",
            "The best run is left behind for graft predict and graft evaluate.",
            "With text it does the same with short Korean film reviews and the embedded text encoder."
        },
        footer = {
            "",
            "Examples:",
            "  graft demo",
            "  graft predict graft-demo/fine-tuning graft-demo/data/val/crack",
            "  graft demo text",
            "  graft predict graft-demo/fine-tuning \"재미있게 봤습니다\""
        },
        sortOptions = false)
final class DemoCommand implements Callable<Integer> {
    private static final String MODEL = "graft-nano";
    private static final int BATCH = 16;
    private static final int VALIDATION = 20;
    private static final int IMAGES = 20;
    private static final int TEXTS = 32;

    /// What is learned from.
    private enum Subject {
        IMAGES,
        TEXT
    }

    @Mixin
    private CommonOptions common = new CommonOptions();

    @Parameters(
            arity = "0..1",
            paramLabel = "images|text",
            defaultValue = "images",
            description = "What to show it with. Default: ${DEFAULT-VALUE}.")
    private Subject subject = Subject.IMAGES;

    @Option(
            names = "--out",
            paramLabel = "DIR",
            defaultValue = "graft-demo",
            description =
                    "Where images and runs go; what an earlier demo left there is replaced. Default: ${DEFAULT-VALUE}.")
    private Path out = Path.of("");

    @Option(
            names = {"--images", "--examples"},
            paramLabel = "N",
            description = "Training examples of each class. Default: 20 images, or 32 texts.")
    private @Nullable Integer examples;

    @Option(
            names = "--epochs",
            paramLabel = "N",
            defaultValue = "12",
            description = "Passes over them, for each of the three. Default: ${DEFAULT-VALUE}.")
    private int epochs;

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "42",
            description = "Decides everything random. Default: ${DEFAULT-VALUE}.")
    private long seed;

    /// One way to train.
    ///
    /// @param name    how the table calls it, and its folder
    /// @param method  makes the plan
    /// @param weights what it starts from
    private record Way(String name, Method method, InitialWeights weights) {}

    /// Makes a plan for a network and a number of epochs.
    @FunctionalInterface
    private interface Method {
        Plan plan(NetworkOutline network, int epochs);
    }

    private static final List<Way> WAYS = List.of(
            new Way(
                    "feature-extraction",
                    (network, epochs) -> Plans.featureExtraction(network, epochs, 5e-3),
                    InitialWeights.pretrained()),
            new Way("fine-tuning", full(new Plan.Rates(5e-4, 2e-3)), InitialWeights.pretrained()),
            new Way("from-scratch", full(new Plan.Rates(2e-3, 2e-3)), InitialWeights.none()));

    private static Method full(Plan.Rates rates) {
        return (network, epochs) -> Plans.full(network, epochs, rates);
    }

    /// What one way came to.
    ///
    /// @param trainable       parameters that learned
    /// @param epochsToTarget  epochs until the best accuracy of training from scratch was reached; empty if never
    /// @param secondsToTarget of training and validation until then
    record Outcome(
            String name,
            long trainable,
            double valAccuracy,
            double seconds,
            Optional<Integer> epochsToTarget,
            Optional<Double> secondsToTarget) {}

    /// The result as JSON.
    private record Result(String data, String bestRun, double target, List<Outcome> ways) {}

    @Override
    public Integer call() {
        Output output = common.output();
        DemoFolder folder = DemoFolder.prepare(out);
        List<Run> runs = subject == Subject.TEXT
                ? new TextDemo(folder, perClass(), epochs, seed, common.hub(), output).run()
                : images(folder, output);
        double target = runs.getLast().best().valAccuracy();
        List<Outcome> outcomes = runs.stream().map(run -> outcome(run, target)).toList();
        Run best = runs.stream()
                .max(Comparator.comparingDouble(run -> run.best().valAccuracy()))
                .orElseThrow();
        Result result = new Result(folder.data().toString(), best.folder().toString(), target, outcomes);
        if (common.json()) {
            output.json(result);
        } else {
            print(result, output);
        }
        return 0;
    }

    private int perClass() {
        return examples != null ? examples : subject == Subject.TEXT ? TEXTS : IMAGES;
    }

    private List<Run> images(DemoFolder folder, Output output) {
        Splits<ImageSource> splits = draw(folder.data(), output);
        List<Run> runs = new ArrayList<>();
        for (Way way : WAYS) {
            output.say(
                    "%n%s (%s)", way.name(), way.weights() instanceof InitialWeights.None ? "random weights" : MODEL);
            runs.add(train(way, splits, folder, output));
        }
        return runs;
    }

    private Splits<ImageSource> draw(Path data, Output output) {
        output.say(
                "Drawing surfaces: %d kinds, %,d images of each to train on and %,d to validate with, from seed %d.",
                SurfacePhotos.Kind.values().length, perClass(), VALIDATION, seed);
        SurfacePhotos.write(data, perClass(), VALIDATION, seed);
        return ImageData.open(data, ImageOptions.defaults().withCheck(ImageOptions.Check.HEADERS));
    }

    private Run train(Way way, Splits<ImageSource> splits, DemoFolder folder, Output output) {
        ModelChoice choice = ModelChoice.of(MODEL).withWeights(way.weights()).withSeed(seed);
        try (ImageClassifier model = ImageClassifier.start(choice, splits.labels(), Device.CPU, common.hub());
                TrainingProgress progress = new TrainingProgress(output)) {
            Plan plan = way.method()
                    .plan(model.outline(), epochs)
                    .withOptimizer(OptimizerSettings.adamW())
                    .withWeightDecay(0.01)
                    .withSchedule(Schedule.cosine(), Interval.EPOCH);
            return FineTuning.of(model, splits, plan)
                    .withBatch(BATCH)
                    .withRecipe(Recipe.DEFAULT.withSeed(seed))
                    .withListener(progress)
                    .run(folder.run(way.name()));
        }
    }

    private static Outcome outcome(Run run, double target) {
        return new Outcome(
                String.valueOf(run.folder().getFileName()),
                run.trainable(),
                run.best().valAccuracy(),
                run.report().wallSeconds(),
                run.epochsTo(target),
                run.secondsTo(target));
    }

    private void print(Result result, Output output) {
        output.result("");
        output.result(
                "The same network, the same %s, %s of each kind:",
                epochs == 1 ? "epoch" : Wording.number(epochs) + " epochs",
                Wording.count(perClass(), subject == Subject.TEXT ? "review" : "image"));
        output.result("");
        output.result(
                "%-20s %12s %10s %9s   %s", "", "parameters", "validation", "seconds", "as good as from scratch after");
        output.result("%-20s %12s %10s %9s", "", "that learn", "accuracy", "");
        for (Outcome way : result.ways()) {
            output.result(
                    "%-20s %,12d %9.1f%% %9.1f   %s",
                    way.name(), way.trainable(), 100 * way.valAccuracy(), way.seconds(), reached(way));
        }
        output.result("");
        output.result("Try the best of them:");
        output.result(
                "  graft predict %s %s",
                result.bestRun(),
                subject == Subject.TEXT
                        ? "\"재미있게 봤습니다\""
                        : Path.of(result.data()).resolve("val").resolve("crack"));
        output.result("  graft evaluate %s %s", result.bestRun(), result.data());
    }

    private static String reached(Outcome way) {
        return way.epochsToTarget().isEmpty()
                ? "never"
                : String.format(
                        Locale.ROOT,
                        "%s, %.1f s",
                        Wording.count(way.epochsToTarget().get(), "epoch"),
                        way.secondsToTarget().orElse(0.0));
    }
}
