package dev.graft.app;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import picocli.CommandLine;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/// Numbers and paths as people type them, and what was wrong with one in words.
final class Converters {
    private Converters() {}

    /// A share: `0.1` or `10%`.
    static final class Share implements ITypeConverter<Double> {
        @Override
        public Double convert(String text) {
            return text.endsWith("%") ? number(text.substring(0, text.length() - 1), text) / 100 : number(text, text);
        }
    }

    static CommandLine register(CommandLine command) {
        return command.registerConverter(Path.class, Converters::path)
                .registerConverter(Double.class, text -> number(text, text))
                .registerConverter(double.class, text -> number(text, text))
                .registerConverter(Integer.class, Converters::whole)
                .registerConverter(int.class, Converters::whole);
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
