package dev.graft.app;

import dev.graft.data.Augmentation;
import dev.graft.data.Fit;
import dev.graft.method.TuningOptions;
import dev.graft.train.Precision;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/// Numbers, times and paths as people type them, and what was wrong with one in words.
final class Converters {
    private Converters() {}

    /// A share: `0.1` or `10%`.
    static final class Share implements ITypeConverter<Double> {
        @Override
        public Double convert(String text) {
            return text.endsWith("%") ? number(text.substring(0, text.length() - 1), text) / 100 : number(text, text);
        }
    }

    /// `crop`, `pad` or `squeeze`; null for `auto`, which is what there is where nothing is said.
    static final class FitWord implements ITypeConverter<Fit> {
        @Override
        public @Nullable Fit convert(String text) throws Exception {
            return text.strip().equalsIgnoreCase(TuningOptions.AUTO)
                    ? null
                    : word(Fit.class).convert(text);
        }
    }

    /// A time of at least a hundredth of a second: `200ms`, `5s`, `2m`.
    static final class Time implements ITypeConverter<Duration> {
        private static final Pattern TIME = Pattern.compile("(\\d{1,9})(ms|s|m|h)");
        private static final Duration LEAST = Duration.ofMillis(10);

        @Override
        public Duration convert(String text) {
            Matcher matcher = TIME.matcher(text.strip());
            if (matcher.matches()) {
                long number = Long.parseLong(matcher.group(1));
                Duration time = switch (matcher.group(2)) {
                    case "ms" -> Duration.ofMillis(number);
                    case "s" -> Duration.ofSeconds(number);
                    case "h" -> Duration.ofHours(number);
                    default -> Duration.ofMinutes(number);
                };
                if (time.compareTo(LEAST) >= 0) {
                    return time;
                }
            }
            throw new TypeConversionException(
                    "expected a time of at least 10ms, such as 200ms, 5s or 2m, found '" + text + "'");
        }
    }

    static CommandLine register(CommandLine command) {
        return command.registerConverter(Path.class, Converters::path)
                .registerConverter(Double.class, text -> number(text, text))
                .registerConverter(double.class, text -> number(text, text))
                .registerConverter(Integer.class, Converters::whole)
                .registerConverter(int.class, Converters::whole)
                .registerConverter(Augmentation.class, word(Augmentation.class))
                .registerConverter(Precision.class, word(Precision.class))
                .registerConverter(CacheArguments.Kept.class, word(CacheArguments.Kept.class));
    }

    /// A word of an enum as `-h` has it, in any case.
    private static <E extends Enum<E>> ITypeConverter<E> word(Class<E> type) {
        List<E> all = List.of(type.getEnumConstants());
        return text -> all.stream()
                .filter(each -> each.name().equalsIgnoreCase(text.strip()))
                .findFirst()
                .orElseThrow(() -> new TypeConversionException("expected "
                        + all.stream()
                                .map(each -> each.name().toLowerCase(Locale.ROOT))
                                .collect(Collectors.joining(", "))
                        + ", found '" + text + "'"));
    }

    /// Java takes an empty path for the folder one is in; whoever typed it, or whose script did, meant something else.
    static Path path(String text) {
        if (text.isBlank()) {
            throw new TypeConversionException("expected a file or a folder, found an empty name");
        }
        try {
            return Path.of(text);
        } catch (InvalidPathException e) {
            throw new TypeConversionException("expected a file or a folder, found '" + text + "': " + e.getReason());
        }
    }

    private static double number(String text, String typed) {
        try {
            double value = Double.parseDouble(text);
            if (Double.isFinite(value)) {
                return value;
            }
        } catch (NumberFormatException e) {
            // said below
        }
        throw new TypeConversionException("expected a finite number, found '" + typed + "'");
    }

    private static int whole(String text) {
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw new TypeConversionException("expected a whole number, found '" + text + "'");
        }
    }
}
