package dev.graft.app;

import dev.graft.ImageClassifier;
import dev.graft.Prediction;
import dev.graft.data.ImageFiles;
import dev.graft.torch.Device;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "predict",
        header = "Classify images with a trained model.",
        description = {
            "Prints one line an image: path, label, probability. Folders are searched for images.",
            "With --json one JSON object a line; with --csv a table with a header.",
            "An image that cannot be read is reported on standard error; the others are classified, and the exit code is 2."
        },
        footer = {"", "Example:", "  graft predict runs/photos new-photo.jpg inbox/ --top 3 --csv > labels.csv"})
final class PredictCommand implements Callable<Integer> {
    @Mixin
    private CommonOptions common = new CommonOptions();

    @Parameters(index = "0", paramLabel = "RUN", description = "A run folder, or its model folder.")
    private Path run = Path.of("");

    @Parameters(index = "1..*", arity = "1..*", paramLabel = "FILE|FOLDER", description = "Images, or folders of them.")
    private List<Path> inputs = List.of();

    @Option(
            names = "--top",
            paramLabel = "K",
            defaultValue = "1",
            description = "Classes to tell of each image. Default: ${DEFAULT-VALUE}.")
    private int top;

    @Option(names = "--csv", description = "Print a table with a header.")
    private boolean csv;

    @Option(names = "--exact-decoding", description = DataArguments.EXACT_DECODING)
    private boolean exactDecoding;

    @Option(
            names = "--device",
            defaultValue = "auto",
            description = "cpu, cuda, cuda:N or auto. Default: ${DEFAULT-VALUE}.")
    private String device = "";

    @Override
    public Integer call() throws IOException {
        if (top < 1) {
            throw new IllegalArgumentException("--top: expected at least 1, found " + top);
        }
        if (csv && common.json()) {
            throw new IllegalArgumentException("--csv and --json: choose one");
        }
        List<Path> images = images();
        Output output = common.output();
        try (ImageClassifier model = ImageClassifier.open(run, Device.parse(device))) {
            Map<String, String> unreadable = model.predict(
                    images,
                    model.pipeline().withExactDecoding(exactDecoding),
                    top,
                    printer(output, Math.min(top, model.labels().size())));
            unreadable.values().forEach(reason -> output.error("%s", reason));
            return unreadable.isEmpty() ? 0 : GraftCommand.BAD_INPUT;
        }
    }

    private List<Path> images() {
        List<Path> images = new ArrayList<>();
        for (Path input : inputs) {
            if (Files.isDirectory(input)) {
                images.addAll(ImageFiles.below(input));
            } else if (Files.exists(input)) {
                images.add(input);
            } else {
                throw new IllegalArgumentException(input + ": expected an image or a folder, found nothing");
            }
        }
        if (images.isEmpty()) {
            throw new IllegalArgumentException(inputs + ": expected images, found none");
        }
        return images;
    }

    private Consumer<Prediction> printer(Output output, int columns) throws IOException {
        if (common.json()) {
            return output::jsonLine;
        }
        if (csv) {
            return table(output, columns);
        }
        return prediction -> {
            StringBuilder line = new StringBuilder(prediction.source());
            for (Prediction.Class found : prediction.classes()) {
                line.append(String.format(Locale.ROOT, "\t%s\t%.4f", found.label(), found.probability()));
            }
            output.result("%s", line);
        };
    }

    private Consumer<Prediction> table(Output output, int columns) throws IOException {
        CSVPrinter printer = new CSVPrinter(
                output.appendable(),
                CSVFormat.DEFAULT.builder().setRecordSeparator("\n").get());
        List<String> header = new ArrayList<>(List.of("path"));
        for (int k = 1; k <= columns; k++) {
            String suffix = top == 1 ? "" : "_" + k;
            header.add("label" + suffix);
            header.add("probability" + suffix);
        }
        printer.printRecord(header);
        return prediction -> {
            List<Object> cells = new ArrayList<>(List.of(prediction.source()));
            for (Prediction.Class found : prediction.classes()) {
                cells.add(found.label());
                cells.add(String.format(Locale.ROOT, "%.6f", found.probability()));
            }
            try {
                printer.printRecord(cells);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        };
    }
}
