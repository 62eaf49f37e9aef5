package dev.graft.app;

import dev.graft.data.Wording;
import dev.graft.job.TrainingJob;
import dev.graft.job.TrainingRequest;
import dev.graft.train.LearningRateCurve;
import dev.graft.train.LearningRateFinder;
import dev.graft.tune.Numbers;
import java.nio.file.Path;
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
        name = "find-lr",
        header = "Find a learning rate: train a few steps while the rate rises, and see where the loss falls fastest.",
        description = {
            "Takes the options of graft train and trains the groups of the plan's first phase, the fastest from --from"
                    + " to --to and the others in proportion; it stops early when the loss is four times its best.",
            "Suggests two rates for --lr and draws a chart of the curve. Nothing is kept of the training."
        },
        footer = {
            "",
            "Examples:",
            "  graft find-lr photos --strategy full",
            "  graft find-lr photos --model resnet18 --weights resnet18.pth --chart lr.png"
        },
        sortOptions = false)
final class FindLrCommand implements Callable<Integer> {
    @Mixin
    private CommonOptions common = new CommonOptions();

    @Parameters(paramLabel = "DATA", description = "The labelled images or texts, as for graft train.")
    private Path data = Path.of("");

    @Option(
            names = "--from",
            paramLabel = "RATE",
            defaultValue = "1e-7",
            description = "The first rate. Default: ${DEFAULT-VALUE}.")
    private double from;

    @Option(
            names = "--to",
            paramLabel = "RATE",
            defaultValue = "10",
            description = "The last rate. Default: ${DEFAULT-VALUE}.")
    private double to;

    @Option(
            names = "--steps",
            paramLabel = "N",
            defaultValue = "100",
            description = "Number of optimizer steps from the first rate to the last. Default: ${DEFAULT-VALUE}.")
    private int steps;

    @Option(
            names = "--chart",
            paramLabel = "FILE",
            description = "PNG file for the chart of the curve. Default: runs/NAME-OF-DATA-MODEL-lr.png.")
    private @Nullable Path chart;

    @Mixin
    private TrainingArguments training = new TrainingArguments();

    /// The result as JSON.
    private record Result(
            Optional<Double> steepest,
            Optional<Double> valley,
            boolean diverged,
            String chart,
            List<LearningRateCurve.Point> points) {}

    @Override
    public Integer call() {
        Output output = common.output();
        TrainingRequest request = training.request(data, common.hub());
        LearningRateFinder.Range range = new LearningRateFinder.Range(from, to, steps);
        Path file = chart != null ? chart : Path.of("runs", request.options().defaultName() + "-lr.png");
        LearningRateCurve curve;
        try (TrainingJob job = TrainingJob.of(request, common.hub());
                StepProgress progress = new StepProgress(output, "Rates", steps)) {
            output.leftOut(job.tuning().summary().skipped());
            if (job.tuning().plan().solves()) {
                output.say("Without a rate the head is solved and takes no steps; the rate that is found is for --lr,"
                        + " with which it is stepped.");
            }
            curve = job.tuning().withListener(progress).findLearningRate(range);
        }
        RateChart.write(curve, file);
        if (common.json()) {
            output.json(
                    new Result(curve.steepest(), curve.valley(), curve.diverged(), file.toString(), curve.points()));
        } else {
            print(output, curve, file);
        }
        return 0;
    }

    private static void print(Output output, LearningRateCurve curve, Path file) {
        if (curve.valley().isEmpty()) {
            output.result(
                    "The loss exploded after %s: too early to suggest a rate. Lower --from.",
                    Wording.count(curve.points().size(), "step"));
        } else {
            output.result("valley    %-9s a good default for --lr", text(curve.valley()));
            output.result("steepest  %-9s where the loss falls fastest; less careful", text(curve.steepest()));
        }
        output.result("Curve: %s", file);
    }

    private static String text(Optional<Double> rate) {
        double value = rate.orElseThrow();
        return Numbers.text(Double.parseDouble(String.format(Locale.ROOT, "%.1e", value)));
    }
}
