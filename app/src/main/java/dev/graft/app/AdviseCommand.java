package dev.graft.app;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.graft.advise.Advised;
import dev.graft.advise.Advisor;
import dev.graft.advise.Contenders;
import dev.graft.advise.Itinerary;
import dev.graft.data.DataSummary;
import dev.graft.data.Wording;
import dev.graft.weights.Hub;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "advise",
        header = "Say how to tune which model on these images or texts, and why, before anything is trained.",
        description = {
            "Asks the models that are at hand what they make of the examples: heads on their features judge examples that"
                    + " they did not learn from. Prints what that says, the command to train with, what it will take,"
                    + " what it gains, and what to try next.",
            "Says what the looking takes before it begins, and leaves out what does not fit into --budget."
        },
        footer = {
            "",
            "Examples:",
            "  graft advise photos",
            "  graft advise photos --models tf_efficientnet_lite0,mobilenet_v2=mobilenet.pth",
            "  graft advise reviews.csv --budget 2m",
            "  graft advise photos --quiet"
        },
        sortOptions = false)
final class AdviseCommand implements Callable<Integer> {
    @Spec
    private @Nullable CommandSpec spec;

    @Mixin
    private CommonOptions common = new CommonOptions();

    @Parameters(paramLabel = "DATA", description = "The labelled images or texts, as for graft train.")
    private Path data = Path.of("");

    @Option(
            names = "--models",
            paramLabel = "MODELS",
            split = ",",
            defaultValue = Contenders.AUTO,
            description =
                    "Models to choose from, the one to try first in front: names, folders of text models, files of"
                            + " weights, NAME=FILE; auto for those that need no download. Default: ${DEFAULT-VALUE}.")
    private List<String> models = List.of();

    @Option(
            names = "--budget",
            paramLabel = "TIME",
            converter = Converters.Time.class,
            defaultValue = "10m",
            description = "Time that the looking may take, such as 90s or 10m. Default: ${DEFAULT-VALUE}.")
    private Duration budget = Duration.ZERO;

    @Mixin
    private ExampleArguments examples = new ExampleArguments();

    /// The result as JSON.
    private record Result(String command, @JsonUnwrapped Advised advised) {}

    @Override
    public Integer call() {
        Output output = common.output();
        Hub hub = common.hub();
        Contenders contenders = Contenders.of(models, data, hub);
        try (Advisor advisor = Advisor.of(examples.request(data, contenders.kind()), contenders, hub)) {
            say(output, advisor.data());
            output.say(
                    "a first look, at some %ss with each of %s …",
                    contenders.kind().noun(), Wording.count(contenders.all().size(), "model"));
            Itinerary itinerary = advisor.itinerary(budget);
            say(output, itinerary, advisor.data());
            Advised advised = advise(advisor, itinerary, output);
            output.say(
                    "looking took %s, told were %s",
                    EstimateText.duration(advised.took()), EstimateText.duration(advised.told()));
            String command = NextCommand.training(requireNonNull(spec), advised.options());
            if (common.json()) {
                output.json(new Result(command, advised));
            } else if (output.quiet()) {
                output.result("%s", command);
            } else {
                AdviceText.lines(advised, command, examples.threads()).forEach(line -> output.result("%s", line));
            }
        }
        return 0;
    }

    private static Advised advise(Advisor advisor, Itinerary itinerary, Output output) {
        try (InspectProgress progress = new InspectProgress(output)) {
            return advisor.advise(itinerary, progress);
        }
    }

    private static void say(Output output, Itinerary itinerary, DataSummary data) {
        output.say(
                "looking takes about %s in all: %s asked about %s",
                EstimateText.duration(itinerary.seconds()),
                Wording.count(itinerary.stops().size(), "model"),
                Wording.count(itinerary.examples(), data.kind().noun()));
    }

    private static void say(Output output, DataSummary data) {
        output.say("data: %s", data.line());
        output.leftOut(data.skipped());
        data.notes().forEach(note -> output.say("note: %s", note));
    }
}
