package dev.graft.bench;

import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// What programs that look for findings are asked alike.
public final class CampaignArguments {
    private static final double NANOS_PER_MINUTE = 60e9;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Print this help.")
    private boolean help;

    @Option(names = "--kinds", split = ",", paramLabel = "KIND", description = "What to try. Default: every kind.")
    private List<String> kinds = List.of();

    @Option(
            names = "--minutes",
            paramLabel = "N",
            defaultValue = "60",
            description = "At most, by the clock, over all kinds. Default: ${DEFAULT-VALUE}.")
    private double minutes;

    @Option(names = "--seed", paramLabel = "N", defaultValue = "1", description = "Default: ${DEFAULT-VALUE}.")
    private long seed;

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description = "Where findings are kept. Default: a folder in bench/target.")
    private @Nullable Path out;

    /// The kinds that were asked for.
    ///
    /// @param all  where none was
    /// @param kind of a word
    public <K> List<K> kinds(K[] all, Function<String, K> kind) {
        return kinds.isEmpty() ? List.of(all) : kinds.stream().map(kind).toList();
    }

    /// @throws IllegalArgumentException if there is no time
    public long nanos() {
        if (!(minutes > 0)) {
            throw new IllegalArgumentException("--minutes: expected a number above 0, found " + minutes);
        }
        return (long) (minutes * NANOS_PER_MINUTE);
    }

    public long seed() {
        return seed;
    }

    /// @param usual where findings are kept if nothing else is said
    public Path out(Path usual) {
        return out == null ? usual : out;
    }
}
