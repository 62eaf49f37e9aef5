package dev.graft.bench.kill;

import dev.graft.bench.CampaignArguments;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `bench/kill`: trainings that are killed go on to the same bytes.
@Command(
        name = "bench/kill",
        header = "Kills trainings in the middle, lets them go on, and compares the end.",
        description = {
            "",
            "Every training is a process, killed (kill -9) at a random moment or right after a file has appeared in its run",
            "folder, one or several times. It then goes on; without run.json it begins again. Its model, metrics and parts",
            "must be the same bytes as those of a training that was left alone; else it is a finding, is kept and told, and",
            "ends this with 1.",
            "",
            "Kinds: head, full, phases, lora, ema, swa, cache, fp16, texts, adapt, new.",
            ""
        },
        footer = {"", "Examples:", "  bench/kill --kills 100", "  bench/kill --kinds cache,adapt --kills 20 --seed 7"})
public final class KillCommand implements Callable<Integer> {
    private static final int FOUND = 1;
    private static final int BAD_INPUT = 2;

    private final Path root;

    @Spec
    private @Nullable CommandSpec spec;

    @Mixin
    private CampaignArguments campaign = new CampaignArguments();

    @Option(
            names = "--kills",
            paramLabel = "N",
            defaultValue = "100",
            description = "Over all kinds. Default: ${DEFAULT-VALUE}.")
    private int kills;

    /// @param root of the project
    private KillCommand(Path root) {
        this.root = root;
    }

    public static void main(String[] args) {
        Path root = Path.of(System.getProperty("graft.root", "")).toAbsolutePath();
        System.exit(run(root, new PrintWriter(System.out, true), new PrintWriter(System.err, true), args));
    }

    static int run(Path root, PrintWriter out, PrintWriter err, String... args) {
        CommandLine line = new CommandLine(new KillCommand(root)).setOut(out).setErr(err);
        line.setExecutionExceptionHandler((e, command, parsed) -> {
            err.println("bench/kill: " + e.getMessage());
            return e instanceof IllegalArgumentException ? BAD_INPUT : FOUND;
        });
        return line.execute(args);
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (kills < 1) {
            throw new IllegalArgumentException("--kills: expected at least 1, found " + kills);
        }
        List<Kind> chosen = campaign.kinds(Kind.values(), Kind::of);
        Path folder = Files.createDirectories(campaign.out(root.resolve("bench/target/kill")));
        Inputs inputs = Inputs.write(folder.resolve("inputs"), campaign.seed());
        long began = System.nanoTime();
        List<Campaign.Result> results = new ArrayList<>();
        for (int i = 0; i < chosen.size(); i++) {
            int most = kills * (i + 1) / chosen.size() - kills * i / chosen.size();
            long until = began + campaign.nanos() * (i + 1) / chosen.size();
            results.add(new Campaign(chosen.get(i), folder, campaign.seed(), this::say).run(inputs, most, until));
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
        writer.println("| kind | kills | of them at a name | resumed | same bytes | findings |");
        writer.println("|---|---:|---:|---:|---:|---:|");
        for (Campaign.Result result : results) {
            writer.println(String.format(
                    Locale.ROOT,
                    "| %s | %d | %d | %d | %d | %d |",
                    result.kind().word(),
                    result.kills(),
                    result.atNames(),
                    result.resumed(),
                    result.same(),
                    result.findings().size()));
        }
    }
}
