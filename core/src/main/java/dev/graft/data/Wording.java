package dev.graft.data;

import java.util.List;
import java.util.Locale;

/// Numbers and lists as messages have them.
public final class Wording {
    private static final int SHOWN = 5;

    private Wording() {}

    /// `1 image`, `2 images`, `2 classes`, `2 entries`.
    public static String count(long count, String noun) {
        return number(count) + " " + (count == 1 ? noun : plural(noun));
    }

    private static String plural(String noun) {
        return noun.endsWith("s") ? noun + "es" : noun.replaceFirst("(?<=[^aeiou])y$", "ie") + "s";
    }

    /// `1,234`: how a message writes how many there are.
    public static String number(long count) {
        return String.format(Locale.ROOT, "%,d", count);
    }

    /// The first few, and how many more there are.
    public static String shown(List<?> all) {
        String first =
                String.join("; ", all.stream().limit(SHOWN).map(String::valueOf).toList());
        return all.size() > SHOWN ? first + "; and " + number(all.size() - SHOWN) + " more" : first;
    }
}
