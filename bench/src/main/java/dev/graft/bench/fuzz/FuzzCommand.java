package dev.graft.bench.fuzz;

import dev.graft.bench.CampaignArguments;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `bench/fuzz`: damaged files of every kind that is read.
@Command(
        name = "bench/fuzz",
        header = "Damages files of every kind that is read, and looks at what comes of it.",
        description = {
            "",
            "Every file is read in a worker process. It is read or refused in one line; anything else is a finding: a dead",
            "process, another exception, time or memory above the limits. Findings are kept and told, and end this with 1.",
            "The same seed makes the same files.",
            "",
            "Kinds: images, weights, pickles, tokenizers, configs, tables.",
            ""
        },
        footer = {
            "",
            "Examples:",
            "  bench/fuzz --minutes 30",
            "  bench/fuzz --kinds images,tokenizers --seed 7 --minutes 5",
            "  bench/fuzz --kinds images --seed 7 --first 1234 --files 1"
        })
public final class FuzzCommand implements Callable<Integer> {
    private static final int FOUND = 1;
    private static final int BAD_INPUT = 2;

    private final Path root;

    @Spec
    private @Nullable CommandSpec spec;

    @Mixin
    private CampaignArguments campaign = new CampaignArguments();

    @Option(
            names = "--files",
            paramLabel = "N",
            defaultValue = "100000000",
            description = "At most, of each kind. Default: as many as the time allows.")
    private int files;

    @Option(
            names = "--first",
            paramLabel = "N",
            defaultValue = "0",
            description = "Number of the first file, to make one again. Default: ${DEFAULT-VALUE}.")
    private int first;

    @Option(
            names = "--seconds",
            paramLabel = "N",
            defaultValue = "5",
            description = "Of processor time, that a file may take. Default: ${DEFAULT-VALUE}.")
    private double seconds;

    @Option(
            names = "--memory",
            paramLabel = "MIB",
            defaultValue = "1536",
            description = "That the process may hold at a file. Default: ${DEFAULT-VALUE}.")
    private long mebibytes;

    @Option(
            names = "--jobs",
            paramLabel = "N",
            defaultValue = "2",
            description = "Kinds at a time. Default: ${DEFAULT-VALUE}.")
    private int jobs;

    @Option(
            names = "--shared",
            paramLabel = "DIR",
            description = "More files to damage, in its folder cases. Default: ../shared beside the project.")
    private @Nullable Path shared;

    /// @param root of the project
    private FuzzCommand(Path root) {
        this.root = root;
    }

    public static void main(String[] args) {
        Path root = Path.of(System.getProperty("graft.root", "")).toAbsolutePath();
        System.exit(run(root, new PrintWriter(System.out, true), new PrintWriter(System.err, true), args));
    }

    static int run(Path root, PrintWriter out, PrintWriter err, String... args) {
        CommandLine line = new CommandLine(new FuzzCommand(root)).setOut(out).setErr(err);
        line.setExecutionExceptionHandler((e, command, parsed) -> {
            Throwable cause = e instanceof ExecutionException && e.getCause() != null ? e.getCause() : e;
            err.println("bench/fuzz: " + cause.getMessage());
            return cause instanceof IllegalArgumentException ? BAD_INPUT : FOUND;
        });
        return line.execute(args);
    }

    @Override
    public Integer call() throws InterruptedException, ExecutionException {
        if (files < 1 || first < 0 || jobs < 1) {
            throw new IllegalArgumentException("expected --files and --jobs of at least 1, --first of at least 0");
        }
        List<Kind> chosen = campaign.kinds(Kind.values(), Kind::of);
        Limits limits = new Limits(seconds, mebibytes << 20);
        Path kept = campaign.out(root.resolve("bench/target/fuzz"));
        Bases bases = new Bases(root, shared == null ? root.resolveSibling("shared") : shared);
        List<Campaign.Result> results = new ArrayList<>();
        try (ExecutorService runners = Executors.newFixedThreadPool(Math.min(jobs, chosen.size()))) {
            long each = campaign.nanos() * Math.min(jobs, chosen.size()) / chosen.size();
            List<Future<Campaign.Result>> futures = chosen.stream()
                    .map(kind -> runners.submit(
                            () -> new Campaign(new Mutants(kind, bases.of(kind), campaign.seed()), kept, this::say)
                                    .run(first, files, System.nanoTime() + each, limits)))
                    .toList();
            for (Future<Campaign.Result> future : futures) {
                results.add(future.get());
            }
        }
        print(results);
        return results.stream().allMatch(result -> result.findings().isEmpty()) ? 0 : FOUND;
    }

    private CommandLine line() {
        return Objects.requireNonNull(spec).commandLine();
    }

    private void say(String finding) {
        line().getErr().println(finding);
    }

    private void print(List<Campaign.Result> results) {
        PrintWriter writer = line().getOut();
        writer.println("| kind | files | read | refused | findings | longest, s | most memory, MiB |");
        writer.println("|---|---:|---:|---:|---:|---:|---:|");
        for (Campaign.Result result : results) {
            writer.println(String.format(
                    Locale.ROOT,
                    "| %s | %d | %d | %d | %d | %.2f | %d |",
                    result.kind().word(),
                    result.files(),
                    result.read(),
                    result.refused(),
                    result.found(),
                    result.seconds(),
                    result.peakBytes() >> 20));
        }
        for (Campaign.Result result : results) {
            result.findings().forEach((sort, count) -> say(result.kind().word() + ": " + count + " x " + sort));
        }
    }
}
