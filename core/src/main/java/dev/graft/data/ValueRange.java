package dev.graft.data;

import java.util.Locale;

/// Which values of an image with more than 8 bits are black and white: what lies beyond is cut off, what lies between
/// keeps its full precision.
///
/// @param low  becomes black
/// @param high becomes white
public record ValueRange(double low, double high) {
    /// @throws IllegalArgumentException if `low` is not below `high`, or one of them is no number
    public ValueRange {
        if (!(low < high) || !Double.isFinite(high - low)) {
            throw new IllegalArgumentException(
                    "value range: expected LOW below HIGH, found " + number(low) + "," + number(high));
        }
    }

    /// Reads `LOW,HIGH`.
    ///
    /// @throws IllegalArgumentException if it is something else
    public static ValueRange parse(String text) {
        String[] parts = text.split(",", -1);
        try {
            if (parts.length == 2) {
                return new ValueRange(Double.parseDouble(parts[0].strip()), Double.parseDouble(parts[1].strip()));
            }
        } catch (NumberFormatException e) {
            // said below
        }
        throw new IllegalArgumentException("value range: expected LOW,HIGH, such as 0,4095, found '" + text + "'");
    }

    /// The values that so many bits can hold.
    static ValueRange ofBits(int bits) {
        return new ValueRange(0, (1 << bits) - 1);
    }

    /// For people: `12 to 3,980`.
    public String words() {
        return number(low) + " to " + number(high);
    }

    private static String number(double value) {
        return value == Math.rint(value) && Math.abs(value) < 1e15
                ? String.format(Locale.ROOT, "%,d", (long) value)
                : Double.toString(value);
    }
}
