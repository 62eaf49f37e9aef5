package dev.graft.app;

import dev.graft.Models;
import dev.graft.data.Wording;
import dev.graft.job.FineTuning;
import dev.graft.job.Run;
import dev.graft.model.Model;
import dev.graft.model.ModelChoice;
import dev.graft.torch.Device;
import dev.graft.train.Recipe;
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
            "Draws images of metal and plastic surfaces with several kinds of defect (a program makes them, from a seed),",
            "and trains the embedded model to tell them apart from few examples in three ways: feature extraction,",
            "fine-tuning and, for comparison, the same network from random weights for as many epochs.",
            "The runs stay, for graft predict and graft evaluate.",
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
    private static final int BATCH = 16;
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

    /// What one way came to.
    ///
    /// @param trainable       parameters that learned
    /// @param epochsToTarget  epochs until the best accuracy of training from scratch was reached; empty if
    ///     never
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
        DemoSubject<?> shown = subject == Subject.TEXT
                ? DemoSubject.reviews(folder.data(), perClass(), seed, output)
                : DemoSubject.surfaces(folder.data(), perClass(), seed, output);
        List<Run> runs = run(shown, folder, output);
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

    /// @return the runs, that from scratch last
    private <X> List<Run> run(DemoSubject<X> shown, DemoFolder folder, Output output) {
        List<Run> runs = new ArrayList<>();
        for (DemoSubject.Way way : shown.ways()) {
            output.say("%n%s (%s)", way.name(), way.fromScratch() ? "random weights" : shown.model());
            ModelChoice choice =
                    ModelChoice.of(shown.model()).withWeights(way.weights()).withSeed(seed);
            try (Model<X> model = Models.start(choice, shown.data(), Device.CPU, common.hub());
                    TrainingProgress progress = new TrainingProgress(output)) {
                runs.add(FineTuning.of(model, shown.data(), way.plan().apply(model.outline(), epochs))
                        .withBatch(BATCH)
                        .withRecipe(Recipe.DEFAULT.withSeed(seed))
                        .withListener(progress)
                        .run(folder.run(way.name())));
            }
        }
        return runs;
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
