package dev.graft.tune;

import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.util.Locale;

/// Learning rates and their like as people write them.
public final class Numbers {
    private Numbers() {}

    /// `1e-4`, `0.01`, `0`; at most seven digits.
    public static String text(double value) {
        DecimalFormatSymbols symbols = DecimalFormatSymbols.getInstance(Locale.ROOT);
        symbols.setExponentSeparator("e");
        String pattern = value == 0 || value >= 0.01 ? "0.######" : "0.######E0";
        return new DecimalFormat(pattern, symbols).format(value);
    }
}
