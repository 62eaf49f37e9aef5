package dev.graft.app;

import picocli.CommandLine;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/// Numbers as people type them, and what was wrong with one in words.
final class NumberConverters {
    private NumberConverters() {}

    /// A share: `0.1` or `10%`.
    static final class Share implements ITypeConverter<Double> {
        @Override
        public Double convert(String text) {
            return text.endsWith("%") ? number(text.substring(0, text.length() - 1), text) / 100 : number(text, text);
        }
    }

    static CommandLine register(CommandLine command) {
        return command.registerConverter(Double.class, text -> number(text, text))
                .registerConverter(double.class, text -> number(text, text))
                .registerConverter(Integer.class, NumberConverters::whole)
                .registerConverter(int.class, NumberConverters::whole);
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
