package dev.graft.bench;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `bench/run`: Graft and its peers at the same work, in turns.
@Command(
        name = "bench/run",
        header = "Runs Graft and its peers at the same work, in turns, and prints a table.",
        description = {
            "",
            "Less is better in every row, and a ratio above 1 means that Graft was faster, or smaller:",
            "it is the peer's figure over Graft's of the same turn, the median over the turns.",
            "What goes on is told on standard error.",
            "",
            "Rows:",
            "  feature-extraction        a new head on a frozen MobileNetV2, whole program",
            "  feature-extraction-light  the same with light augmentation",
            "  last-stage                layer4 and head of a ResNet-18, whole program",
            "  full                      training step of a whole ResNet-18, alone",
            "  full-bf16                 the same in bfloat16, where the processor has it",
            "  mobilenet-step            training step of a whole MobileNetV2, alone",
            "  mobilenet-step-bf16       the same in bfloat16",
            "  predict-folder            MobileNetV2 over a folder of JPEG images",
            "  predict-one               one image, from a cold start",
            "  predict-warm              one image with a model that is warm",
            "  memory                    peak memory of feature-extraction",
            "  text                      a whole BERT-base on film reviews, one epoch, whole program",
            "  text-frozen               a new head on a frozen BERT-base, 5 epochs, whole program",
            "  text-step                 training step of a whole BERT-base, alone",
            "  text-step-bf16            the same in bfloat16",
            "  text-small                graft-nano-ko on film reviews, one epoch, whole program; Graft alone",
            "",
            "Peers: pytorch as people type it; pytorch+malloc with the C library told to keep memory; pytorch+best",
            "with that and channels-last images; djl. One that cannot run here is left out and said so; one whose",
            "network has other parameters, or another loss from the same weights, is an error and is not measured.",
            "Two more: estimate is what graft plan says beforehand of a training, 1 means that it was right;",
            "one-thread is Graft's training with --threads 1.",
            ""
        },
        footer = {
            "",
            "Examples:",
            "  bench/run",
            "  bench/run full memory --peers pytorch,pytorch+best,djl --runs 5 --markdown",
            "  bench/run text-small --peers one-thread --beside 2",
            "  bench/run feature-extraction --runs 1 --epochs 1 --per-class 8"
        })
public final class BenchCommand implements Callable<Integer> {
    private static final int BAD_INPUT = 2;

    @Spec
    private @Nullable CommandSpec spec;

    @Parameters(arity = "0..*", paramLabel = "ROW", description = "What to measure. Default: all rows.")
    private List<String> rows = List.of();

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Print this help.")
    private boolean help;

    @Option(
            names = "--peers",
            split = ",",
            paramLabel = "NAME",
            defaultValue = "pytorch,pytorch+malloc,pytorch+best,djl",
            description = "Whom Graft is measured beside; none for nobody. Default: all four peers.")
    private List<String> peers = List.of();

    @Option(
            names = "--runs",
            paramLabel = "N",
            defaultValue = "3",
            description = "Turns of every row. Default: ${DEFAULT-VALUE}.")
    private int runs;

    @Option(
            names = "--epochs",
            paramLabel = "N",
            defaultValue = "10",
            description = "Of every training. Default: ${DEFAULT-VALUE}.")
    private int epochs;

    @Option(
            names = "--steps",
            paramLabel = "N",
            defaultValue = "20",
            description = "Training steps that are measured in full. Default: ${DEFAULT-VALUE}.")
    private int steps;

    @Option(
            names = "--photos",
            paramLabel = "N",
            defaultValue = "1000",
            description = "Images in the folder of predict-folder. Default: ${DEFAULT-VALUE}.")
    private int photos;

    @Option(
            names = "--texts",
            paramLabel = "N",
            defaultValue = "320",
            description = "Texts to train on in text and text-frozen. Default: ${DEFAULT-VALUE}.")
    private int texts;

    @Option(
            names = "--per-class",
            paramLabel = "N",
            defaultValue = "0",
            description = "Use only so many images of each class, for a quick try; 0 for all. Default: "
                    + "${DEFAULT-VALUE}.")
    private int perClass;

    @Option(
            names = "--beside",
            paramLabel = "N",
            defaultValue = "0",
            description = "Processes that keep one core each busy meanwhile. Default: ${DEFAULT-VALUE}.")
    private int beside;

    @Option(
            names = "--light-args",
            paramLabel = "ARGS",
            defaultValue = "--views 2",
            description = "More arguments for graft train in feature-extraction-light. Default: ${DEFAULT-VALUE}.")
    private String lightArgs = "";

    @Option(
            names = "--shared",
            paramLabel = "DIR",
            description = "Holds data/images/{hymenoptera,imagenet-photos} and weights/mobilenet_v2_backbone.pth. "
                    + "Default: ../shared beside the project.")
    private @Nullable Path shared;

    @Option(names = "--markdown", description = "Print the table as Markdown.")
    private boolean markdown;

    public static void main(String[] args) {
        System.exit(run(new PrintWriter(System.out, true), new PrintWriter(System.err, true), args));
    }

    /// @return the exit code
    static int run(PrintWriter out, PrintWriter err, String... args) {
        return new CommandLine(new BenchCommand())
                .setOut(out)
                .setErr(err)
                .setExecutionExceptionHandler((failure, command, parsed) -> {
                    if (failure instanceof IllegalArgumentException || failure instanceof Failed) {
                        command.getErr().println("bench/run: " + failure.getMessage());
                        return BAD_INPUT;
                    }
                    throw failure;
                })
                .execute(args);
    }

    /// All peers there are, by name.
    private Map<String, Program> known() {
        Map<String, Program> programs = new LinkedHashMap<>();
        Stream.of(
                        PyTorchProgram.plain(this::say),
                        PyTorchProgram.withMalloc(this::say),
                        PyTorchProgram.best(this::say),
                        new DjlProgram(this::say),
                        new EstimateProgram(),
                        new OneThreadProgram(new GraftProgram()))
                .forEach(program -> programs.put(program.name(), program));
        return programs;
    }

    @Override
    public Integer call() throws IOException {
        List<Row> chosen = rows.isEmpty()
                ? List.of(Row.values())
                : rows.stream().map(Row::of).toList();
        List<Program> programs = chosenPrograms();
        requirePositive("--runs", runs);
        requirePositive("--epochs", epochs);
        requirePositive("--steps", steps);
        requirePositive("--photos", photos);
        requirePositive("--texts", texts);
        if (beside < 0) {
            throw new IllegalArgumentException("--beside: expected 0 or more, found " + beside);
        }
        if (chosen.contains(Row.MEMORY) && !MemoryWatch.available()) {
            throw new IllegalArgumentException("memory: needs /proc/PID/smaps_rollup, which this system does not have");
        }
        Path scratch = Files.createTempDirectory("graft-bench");
        // also when it is interrupted
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            ProcessHandle.current().descendants().forEach(ProcessHandle::destroyForcibly);
            Turns.remove(scratch);
        }));
        return measure(chosen, programs, setting(scratch, chosen.stream().anyMatch(Row::isOfTexts)));
    }

    private List<Program> chosenPrograms() {
        Map<String, Program> known = known();
        List<Program> programs = new ArrayList<>(List.of(new GraftProgram()));
        for (String name : peers) {
            Program program = known.get(name);
            if (program != null) {
                programs.add(program);
            } else if (!name.equals("none")) {
                throw new IllegalArgumentException(
                        "--peers: expected some of " + String.join(", ", known.keySet()) + ", found " + name);
            }
        }
        return programs;
    }

    /// @return 0, or 1 where a program's network was another one
    private int measure(List<Row> asked, List<Program> programs, Setting setting) {
        Launch launch = new Launch(setting.scratch());
        List<String> about = new ArrayList<>(List.of(Machine.describe()));
        List<Row> chosen = possible(asked, about);
        List<SameNetwork> networks =
                chosen.stream().map(Row::network).distinct().toList();
        Beginnings beginnings = Beginnings.prepare(networks, setting, launch);
        List<Program> ready = prepared(programs, setting, launch, about);
        Map<SameNetwork, Map<String, String>> refused = new EnumMap<>(SameNetwork.class);
        networks.forEach(network -> refused.put(network, refused(network, ready, beginnings, setting, launch)));
        Photos.warm(Photos.jpegs(setting.data(), setting.photos()));
        Table table = new Table(photos);
        Turns turns = new Turns(setting, launch, this::say);
        try (Beside others = new Beside(beside)) {
            chosen.forEach(row ->
                    table.add(row, turns.run(row, ready, refused.getOrDefault(row.network(), Map.of()), runs)));
        }
        if (beside > 0) {
            about.add("beside " + beside + " processes that want a core each");
        }
        print(table, about);
        return refused.values().stream().allMatch(Map::isEmpty) ? 0 : 1;
    }

    private List<Row> possible(List<Row> asked, List<String> about) {
        if (Machine.hasBfloat16()) {
            return asked;
        }
        asked.stream().filter(Row::isBfloat16).forEach(row -> {
            about.add(row.id() + ": left out: this processor has neither avx512_bf16 nor amx_bf16");
            say(about.getLast());
        });
        return asked.stream().filter(row -> !row.isBfloat16()).toList();
    }

    /// Programs whose network is another one, and why.
    private Map<String, String> refused(
            SameNetwork network, List<Program> programs, Beginnings beginnings, Setting setting, Launch launch) {
        Map<String, String> refused = new LinkedHashMap<>();
        for (Program program : programs) {
            beginnings.mismatch(program, network, setting, launch).ifPresent(why -> {
                say(program.name() + ": " + why);
                refused.put(program.name(), why);
            });
        }
        return refused;
    }

    private List<Program> prepared(List<Program> programs, Setting setting, Launch launch, List<String> about) {
        List<Program> ready = new ArrayList<>();
        for (Program program : programs) {
            say("preparing " + program.name() + " ...");
            try {
                about.add(program.name() + ": " + program.prepare(setting, launch));
                ready.add(program);
            } catch (Failed e) {
                if (program instanceof GraftProgram) {
                    throw new Failed("graft: " + e.getMessage());
                }
                about.add(program.name() + ": left out: " + e.getMessage());
                say(about.getLast());
            }
        }
        return ready;
    }

    private void print(Table table, List<String> about) {
        PrintWriter out = commandLine().getOut();
        if (markdown) {
            out.println(table.markdown());
            out.println();
            about.forEach(line -> out.println("- " + line));
        } else {
            about.forEach(out::println);
            out.println();
            out.println(table.plain());
        }
        out.flush();
    }

    private Setting setting(Path scratch, boolean withTexts) {
        Path root = root();
        Path inputs = (shared == null ? root.resolveSibling("shared") : shared)
                .toAbsolutePath()
                .normalize();
        Path images = inputs.resolve("data/images");
        Path data = images.resolve("hymenoptera");
        Path weights = inputs.resolve("weights/mobilenet_v2_backbone.pth");
        for (Path needed : List.of(data, images.resolve("imagenet-photos"), weights)) {
            if (!Files.exists(needed)) {
                throw new IllegalArgumentException(needed + ": expected a file or folder, found none; see --shared");
            }
        }
        Path used = perClass == 0 ? data : scratch.resolve("data");
        if (perClass > 0) {
            Photos.thin(data, perClass, used);
        }
        Path folder = scratch.resolve("photos");
        Photos.repeat(Photos.jpegs(data, images.resolve("imagenet-photos")), photos, folder);
        Texts reviews = new Texts(scratch.resolve("texts"));
        if (withTexts) {
            Texts.prepare(inputs, texts, reviews.folder());
        }
        List<String> light = Stream.of(lightArgs.strip().split("\\s+"))
                .filter(word -> !word.isEmpty())
                .toList();
        return new Setting(root, inputs, used, folder, reviews, scratch, epochs, steps, light);
    }

    /// The project, which holds `graft`; the launcher says where that is.
    private static Path root() {
        String told = System.getProperty("graft.root");
        Path root = Path.of(told == null ? "" : told).toAbsolutePath();
        if (!Files.exists(root.resolve("graft"))) {
            throw new IllegalArgumentException(root + ": expected Graft's folder, found no graft in it; use bench/run");
        }
        return root;
    }

    private CommandLine commandLine() {
        if (spec == null) {
            throw new IllegalStateException("picocli sets the spec before it calls");
        }
        return spec.commandLine();
    }

    private void say(String line) {
        commandLine().getErr().println(line);
        commandLine().getErr().flush();
    }

    private static void requirePositive(String option, int value) {
        if (value < 1) {
            throw new IllegalArgumentException(option + ": expected at least 1, found " + value);
        }
    }
}
