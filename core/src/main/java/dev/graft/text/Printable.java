package dev.graft.text;

/// Text from files, folders and users in messages: whatever it holds, a terminal only shows it.
///
/// Control characters, those that turn the direction of writing, and the separators of lines that Unicode has beside
/// the usual ones are written as `\n`, `\t` or `\u001b`: they could clear a screen, hide a name or make two lines of
/// one.
public final class Printable {
    private Printable() {}

    /// As one line.
    public static String line(String text) {
        return escaped(text, "");
    }

    /// As one line of at most so many characters.
    public static String line(String text, int most) {
        return text.length() <= most
                ? line(text)
                : line(text.substring(0, text.offsetByCodePoints(0, text.codePointCount(0, most)))) + "…";
    }

    /// As text of several lines: ends of lines and tabs stay.
    public static String text(String text) {
        return escaped(text, "\n\t");
    }

    private static String escaped(String text, String kept) {
        if (text.chars().noneMatch(c -> obeyed(c) && kept.indexOf(c) < 0)) {
            return text;
        }
        StringBuilder shown = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (!obeyed(c) || kept.indexOf(c) >= 0) {
                shown.append(c);
            } else {
                shown.append(
                        switch (c) {
                            case '\n' -> "\\n";
                            case '\r' -> "\\r";
                            case '\t' -> "\\t";
                            default -> "\\u%04x".formatted((int) c);
                        });
            }
        }
        return shown.toString();
    }

    private static boolean obeyed(int c) {
        return Character.isISOControl(c)
                || c == 0x061C // the marks, embeddings and isolates of bidirectional text
                || c >= 0x200E && c <= 0x200F
                || c >= 0x202A && c <= 0x202E
                || c >= 0x2066 && c <= 0x2069
                || c == 0x2028
                || c == 0x2029;
    }
}
