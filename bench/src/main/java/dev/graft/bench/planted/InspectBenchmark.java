package dev.graft.bench.planted;

import dev.graft.Models;
import dev.graft.advise.Inspection;
import dev.graft.advise.Inspector;
import dev.graft.data.ImageData;
import dev.graft.data.ImageSource;
import dev.graft.data.Splits;
import dev.graft.data.text.TextData;
import dev.graft.model.Model;
import dev.graft.model.ModelChoice;
import dev.graft.torch.Device;
import dev.graft.weights.Embedded;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `bench/inspect`: how many planted faults an inspection finds.
@Command(
        name = "bench/inspect",
        header = "Plants faults into data, inspects them, and counts what is found.",
        description = {
            "",
            "copies: among the images for validation, copies of training images that were saved again as JPEG of quality",
            "60, made smaller by a tenth, or cut by a twentieth of each side. Tells how many are found, and what else is.",
            "labels: a share of the labels becomes another one. Tells how many of the suspects are such, and how many of",
            "them are suspected.",
            ""
        },
        footer = {
            "",
            "Examples:",
            "  bench/inspect copies ../shared/data/images/neu-steel",
            "  bench/inspect labels ../shared/data/images/neu-steel --seeds 3"
        },
        mixinStandardHelpOptions = true)
public final class InspectBenchmark implements Callable<Integer> {
    private enum Fault {
        COPIES,
        LABELS
    }

    @Spec
    private @Nullable CommandSpec spec;

    @Parameters(index = "0", paramLabel = "FAULT", description = "copies or labels.")
    private Fault fault = Fault.COPIES;

    @Parameters(index = "1", paramLabel = "DATA", description = "Images in folders, or a table of texts.")
    private Path data = Path.of("");

    @Option(
            names = "--each",
            defaultValue = "50",
            paramLabel = "N",
            description = "Copies of each way. Default: ${DEFAULT-VALUE}.")
    private int each;

    @Option(
            names = "--share",
            defaultValue = "0.05",
            paramLabel = "SHARE",
            description = "Of the labels. Default: ${DEFAULT-VALUE}.")
    private double share;

    @Option(names = "--seeds", defaultValue = "1", paramLabel = "N", description = "Times. Default: ${DEFAULT-VALUE}.")
    private int seeds;

    @Option(
            names = "--model",
            defaultValue = Embedded.EFFICIENTNET_LITE0,
            paramLabel = "NAME",
            description = "The model. Default: ${DEFAULT-VALUE}; graft-nano-ko for a table.")
    private String model = "";

    public static void main(String[] args) {
        System.exit(new CommandLine(new InspectBenchmark())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .execute(args));
    }

    @Override
    public Integer call() {
        PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
        for (int seed = 1; seed <= seeds; seed++) {
            if (Files.isDirectory(data)) {
                Splits<ImageSource> images = ImageData.open(data);
                out.println(fault == Fault.COPIES ? copies(images, seed) : labels(images, model, seed));
            } else {
                out.println(labels(TextData.open(data), "graft-nano-ko", seed));
            }
            out.flush();
        }
        return 0;
    }

    private String copies(Splits<ImageSource> images, int seed) {
        PlantedCopies planted = PlantedCopies.in(images, each, seed);
        PlantedCopies.Result result;
        double seconds;
        try (Model<ImageSource> any = Models.start(ModelChoice.of("graft-nano"), planted.data(), Device.CPU)) {
            long start = System.nanoTime();
            result = planted.found(
                    inspector(planted.data(), any, seed).withoutModel().inspect());
            seconds = (System.nanoTime() - start) * 1e-9;
        }
        StringBuilder lines = new StringBuilder("seed %d, %.0f s%n".formatted(seed, seconds));
        result.planted()
                .forEach((way, count) -> lines.append("%s: %d of %d found%n"
                        .formatted(way.words(), result.found().getOrDefault(way, 0), count)));
        return lines.append("others of %,d images: %d (%.2f%%) %s"
                        .formatted(
                                result.images(),
                                result.others().size(),
                                100.0 * result.others().size() / result.images(),
                                result.others()))
                .toString();
    }

    private <X> String labels(Splits<X> right, String by, int seed) {
        PlantedLabels<X> planted = PlantedLabels.in(right, share, seed);
        try (Model<X> asked = Models.start(ModelChoice.of(by), planted.data(), Device.CPU)) {
            long start = System.nanoTime();
            Inspection inspection = inspector(planted.data(), asked, seed).inspect();
            PlantedLabels.Result result = planted.found(inspection);
            return String.format(
                    Locale.ROOT,
                    "seed %d, %.0f s: %d wrong labels, %d suspects, %d right: precision %.3f, recall %.3f; precision %.3f"
                            + " where 60%% are named",
                    seed,
                    (System.nanoTime() - start) * 1e-9,
                    result.planted(),
                    result.suspects(),
                    result.right(),
                    result.precision(),
                    result.recall(),
                    result.at60());
        }
    }

    private static <X> Inspector<X> inspector(Splits<X> data, Model<X> model, int seed) {
        return new Inspector<>(data, model, model.input(), seed, true, (step, done, all) -> {});
    }
}
