package dev.graft.app;

import dev.graft.train.reuse.ReuseSettings;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// Options about what frozen stages made of the images, which is kept so that they run once and not every epoch.
final class CacheArguments {
    private static final Pattern SIZE = Pattern.compile("(\\d{1,15})\\s*([kmgt]?)(i?b)?");

    /// In which type it is kept.
    enum Kept {
        FP32,
        FP16
    }

    @Option(
            names = "--cache-memory",
            paramLabel = "SIZE",
            description = "Memory limit for the outputs of frozen stages, such as 500m or 4g; the rest goes to a file"
                    + " in the run folder. Default: a quarter of the free memory.")
    private @Nullable String memory;

    @Option(
            names = "--no-cache",
            description = "Do not keep the outputs of frozen stages: run these stages again in every epoch.")
    private boolean off;

    @Option(
            names = "--keep-cache",
            description = "Keep the outputs of frozen stages in the run folder after training, for --resume.")
    private boolean keep;

    @Option(
            names = "--cache-precision",
            defaultValue = "fp32",
            description = "Precision of the kept outputs: fp32, or fp16 for half the space and about three digits."
                    + " Default: ${DEFAULT-VALUE}.")
    private Kept precision = Kept.FP32;

    ReuseSettings settings() {
        if (off) {
            if (memory != null || keep || precision != Kept.FP32) {
                throw new IllegalArgumentException(
                        "--no-cache: cannot be combined with --cache-memory, --keep-cache or --cache-precision");
            }
            return ReuseSettings.OFF;
        }
        return new ReuseSettings(true, memory == null ? null : bytes(memory), precision == Kept.FP16, keep);
    }

    /// `500m`, `4g`, `4GiB`, `1000000`.
    static long bytes(String text) {
        Matcher matcher = SIZE.matcher(text.strip().toLowerCase(Locale.ROOT));
        if (!matcher.matches()) {
            throw new IllegalArgumentException(
                    "--cache-memory: expected a size such as 500m, 4g or a number of bytes, found '" + text + "'");
        }
        int shift = 10 * (" kmgt".indexOf(matcher.group(2).isEmpty() ? " " : matcher.group(2)));
        long number = Long.parseLong(matcher.group(1));
        if (number > Long.MAX_VALUE >> shift) {
            throw new IllegalArgumentException("--cache-memory: " + text + " is more than a machine can have");
        }
        return number << shift;
    }
}
