package dev.graft.app;

import dev.graft.Models;
import dev.graft.data.Task;
import dev.graft.data.Wording;
import dev.graft.data.image.Interpolation;
import dev.graft.data.text.TextInput;
import dev.graft.model.Model;
import dev.graft.model.ModelChoice;
import dev.graft.model.ModelKind;
import dev.graft.model.TextModels;
import dev.graft.nn.Network;
import dev.graft.text.Text;
import dev.graft.torch.Device;
import dev.graft.weights.Hub;
import dev.graft.weights.HubFile;
import dev.graft.weights.LoadReport;
import dev.graft.weights.Sha256;
import dev.graft.weights.StateDict;
import dev.graft.weights.WeightsFile;
import dev.graft.zoo.ModelCard;
import dev.graft.zoo.Zoo;
import dev.graft.zoo.encoder.Encoders;
import dev.graft.zoo.encoder.Pooling;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "models",
        header = "List the models, and check whether a weights file fits one.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            ModelsCommand.ListModels.class,
            ModelsCommand.Show.class,
            ModelsCommand.Import.class,
            ModelsCommand.Verify.class
        },
        footer = {"", "Example:", "  graft models list"})
final class ModelsCommand implements Runnable {
    @Spec
    private @Nullable CommandSpec spec;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Print this help.")
    private boolean help;

    @Override
    public void run() {
        GraftCommand.requireCommand(spec);
    }

    @Command(
            name = "list",
            header = "All models by name.",
            footer = {"", "Example:", "  graft models list --json"})
    static final class ListModels implements Callable<Integer> {
        @Mixin
        private CommonOptions common = new CommonOptions();

        private record Result(List<ModelCard> images, List<TextModels.Known> texts) {}

        @Override
        public Integer call() {
            Output output = common.output();
            Hub hub = common.hub();
            if (common.json()) {
                output.json(new Result(Zoo.cards(), TextModels.known(hub)));
                return 0;
            }
            output.result("%-22s %12s %6s %8s  %s", "model", "parameters", "input", "top-1", "weights");
            for (ModelCard card : Zoo.cards()) {
                output.result(
                        "%-22s %,12d %6d %8s  %s",
                        card.name(),
                        card.parameters(),
                        card.preprocessing().size(),
                        card.top1().isPresent() ? card.top1().getAsDouble() + "%" : "-",
                        weights(card, hub));
            }
            output.result("");
            output.result("%-34s %-12s %6s %10s  %s", "text model", "family", "length", "vocabulary", "weights");
            for (TextModels.Known known : TextModels.known(hub)) {
                output.result(
                        "%-34s %-12s %6d %,10d  %s",
                        known.name(),
                        known.family(),
                        known.maxLength(),
                        known.vocabulary(),
                        known.embedded() ? "embedded" : "in the cache");
            }
            output.result(
                    "and any HuggingFace model of the families %s: by folder, or by name (klue/bert-base)",
                    String.join(", ", Encoders.modelTypes()));
            return 0;
        }

        private static String weights(ModelCard card, Hub hub) {
            if (card.embedded()) {
                return "embedded";
            }
            return card.weights()
                    .map(file -> hub.cached(file).isPresent() ? "in the cache" : "to be downloaded or imported")
                    .orElse("from a file (--weights FILE)");
        }
    }

    @Command(
            name = "show",
            header = "Everything about a model: stages, parameters, preprocessing, weights, licence.",
            footer = {"", "Example:", "  graft models show resnet18"})
    static final class Show implements Callable<Integer> {
        private static final List<String> TWO_LABELS = List.of("one", "other");

        @Mixin
        private CommonOptions common = new CommonOptions();

        @Parameters(paramLabel = "MODEL", description = "Its name; of a text model also its folder.")
        private String model = "";

        private record Result(ModelCard card, Map<String, Long> stages) {}

        @Override
        public Integer call() {
            Output output = common.output();
            boolean image = Zoo.cards().stream().anyMatch(card -> card.name().equals(model));
            Optional<TextModels.Known> text = image ? Optional.empty() : TextModels.known(model, common.hub());
            if (text.isPresent()) {
                show(text.get(), output);
                return 0;
            }
            ModelCard card = Zoo.card(model);
            Map<String, Long> stages = stages(card);
            if (common.json()) {
                output.json(new Result(card, stages));
                return 0;
            }
            output.result("%s (%s)", card.title(), card.name());
            output.result("parameters     %,d with %,d classes", card.parameters(), card.classes());
            output.result(
                    "input          %d px, resized %sto %d and cropped; mean %s, std %s",
                    card.preprocessing().size(),
                    card.preprocessing().interpolation() == Interpolation.BICUBIC ? "bicubically " : "",
                    card.preprocessing().resize(),
                    card.preprocessing().mean(),
                    card.preprocessing().std());
            output.result("head           %s", card.head());
            printStages(stages, output);
            card.weights().ifPresent(file -> {
                output.result("weights        %s", file.url());
                output.result(
                        "               SHA-256 %s%s",
                        file.sha256(), file.sha256().length() < 64 ? "…" : "");
                output.result("               kept as %s", common.hub().place(file));
            });
            card.top1().ifPresent(top1 -> output.result("top-1          %s%%", top1));
            output.result("licence        %s", card.licence());
            output.result("paper          %s", card.paper());
            output.result("source         %s", card.source());
            return 0;
        }

        private record TextResult(TextModels.Known model, String pooling, Map<String, Long> stages) {}

        /// As it is tuned where nothing is said of it, or was tuned.
        private void show(TextModels.Known known, Output output) {
            try (Model<Text> made = made(known)) {
                Map<String, Long> stages = stages(made.network());
                int length = TextInput.of(made).maxLength();
                if (common.json()) {
                    output.json(new TextResult(known.withMaxLength(length), pooling(made), stages));
                    return;
                }
                output.result("%s (%s)", known.name(), made.architecture());
                output.result(
                        "parameters     %,d with %s",
                        stages.values().stream().mapToLong(Long::longValue).sum(),
                        Wording.count(made.labels().size(), made.task().noun()));
                output.result(
                        "input          text of at most %,d tokens, vocabulary of %,d", length, known.vocabulary());
                output.result("pooling        %s", pooling(made));
                printStages(stages, output);
                output.result("folder         %s", known.folder());
            }
        }

        private Model<Text> made(TextModels.Known known) {
            return TextModels.isTuned(known.folder())
                    ? Models.openText(known.folder())
                    : Models.start(
                            ModelKind.TEXT,
                            ModelChoice.of(known.folder().toString()),
                            Task.SINGLE_LABEL_CLASSIFICATION,
                            TWO_LABELS,
                            Device.CPU,
                            common.hub());
        }

        /// In the words of `--pooling`: that for a class token which the folder asks for is not one of its own.
        private static String pooling(Model<?> model) {
            return model.pooling().filter(Pooling.words()::contains).orElse(Pooling.CLS.word());
        }

        private static void printStages(Map<String, Long> stages, Output output) {
            output.result("stages");
            stages.forEach((stage, parameters) -> output.result("  %-16s %,12d", stage, parameters));
        }

        private static Map<String, Long> stages(ModelCard card) {
            try (Network network = Zoo.create(card.name(), card.classes(), 3, Device.CPU)) {
                return stages(network);
            }
        }

        private static Map<String, Long> stages(Network network) {
            Map<String, Long> counts = new LinkedHashMap<>();
            network.stages()
                    .forEach(stage -> counts.put(
                            stage.name(),
                            network.params()
                                    .parameterCount(entry -> entry.stage().equals(stage.name()))));
            return counts;
        }
    }

    @Command(
            name = "import",
            header = "Put a weights file that you copied here by hand into the cache.",
            description = {
                "For machines without a network: download the file elsewhere (graft models show MODEL prints"
                        + " the address), copy it here and import it; --model NAME then finds it.",
                "The file is checked first: its SHA-256, and that every tensor fits."
            },
            footer = {"", "Example:", "  graft models import resnet18-f37072fd.pth --model resnet18"})
    static final class Import implements Callable<Integer> {
        @Mixin
        private CommonOptions common = new CommonOptions();

        @Parameters(paramLabel = "FILE", description = "The weights file.")
        private Path file = Path.of("");

        @Option(names = "--model", required = true, description = "The model it is for.")
        private String model = "";

        @Override
        public Integer call() {
            ModelCard card = Zoo.card(model);
            HubFile published = card.weights()
                    .orElseThrow(() -> new IllegalArgumentException(card.name()
                            + ": no published weights of it can be kept in the cache; use the file with --weights "
                            + file));
            LoadReport report = ModelFiles.match(file, card);
            report.problem().ifPresent(problem -> {
                throw new IllegalArgumentException(problem);
            });
            Path place = common.hub().put(published, file);
            if (common.json()) {
                common.output().json(Map.of("model", card.name(), "file", place.toString()));
            } else {
                common.output().result("%s: kept as %s; use it with --model %s", file, place, card.name());
            }
            return 0;
        }
    }

    @Command(
            name = "verify",
            header = "Check a weights file against a model: every tensor, and the checksum.",
            description = "Exit code 0 if it can be loaded, 2 if not.",
            footer = {"", "Example:", "  graft models verify best.pth --model resnet18"})
    static final class Verify implements Callable<Integer> {
        @Mixin
        private CommonOptions common = new CommonOptions();

        @Parameters(paramLabel = "FILE", description = "The weights file.")
        private Path file = Path.of("");

        @Option(names = "--model", required = true, description = "The model it should fit.")
        private String model = "";

        private record Result(boolean fits, String sha256, boolean published, LoadReport report) {}

        @Override
        public Integer call() {
            ModelCard card = Zoo.card(model);
            LoadReport report = ModelFiles.match(file, card);
            String sha256 = Sha256.of(file);
            boolean published = card.weights()
                    .map(known -> sha256.startsWith(known.sha256()))
                    .orElse(false);
            Output output = common.output();
            if (common.json()) {
                output.json(new Result(report.ok(), sha256, published, report));
            } else {
                output.result("SHA-256 %s (%s)", sha256, origin(card, published));
                output.result(
                        "loaded %,d, left out %,d, missing %,d, unexpected %,d, mismatched %,d",
                        report.loaded().size(),
                        report.leftOut().size(),
                        report.missing().size(),
                        report.unexpected().size(),
                        report.mismatched().size());
                report.notes().forEach(note -> output.result("note: %s", note));
                if (report.ok()) {
                    output.result("%s fits %s", file, card.name());
                }
            }
            report.problem().ifPresent(problem -> output.error("%s", problem));
            return report.ok() ? 0 : GraftCommand.BAD_INPUT;
        }
    }

    private static String origin(ModelCard card, boolean published) {
        if (published) {
            return "as published";
        }
        return card.weights()
                .map(file -> "not the published file, whose SHA-256 begins with " + file.sha256())
                .orElse("there is no published file to compare it with");
    }

    /// What two commands do with a file.
    private static final class ModelFiles {
        static LoadReport match(Path file, ModelCard card) {
            try (Network network = Zoo.create(card.name(), card.classes(), 3, Device.CPU);
                    StateDict read = WeightsFile.read(file)) {
                return read.match(network);
            }
        }
    }
}
