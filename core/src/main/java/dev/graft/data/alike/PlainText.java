package dev.graft.data.alike;

import dev.graft.text.Text;
import java.text.Normalizer;
import java.util.List;
import java.util.Locale;

/// A text without what says nothing: case, blanks, punctuation and the ways in which Unicode writes the same letter.
/// What is left are letters, digits and pictures such as emojis.
final class PlainText {
    private static final char BETWEEN_NUMBERS = ' ';
    private static final char BETWEEN_TEXTS = '\n';

    private PlainText() {}

    /// Of a pair, both, with a line break between them.
    static String of(Text text) {
        String first = of(text.first());
        return text.second().map(second -> first + BETWEEN_TEXTS + of(second)).orElse(first);
    }

    /// The texts of which it was made.
    static List<String> parts(String plain) {
        return List.of(plain.split("\n", -1));
    }

    private static String of(String text) {
        String composed = Normalizer.normalize(text, Normalizer.Form.NFKC).toLowerCase(Locale.ROOT);
        StringBuilder plain = new StringBuilder(composed.length());
        boolean gap = false;
        for (int at = 0; at < composed.length(); ) {
            int letter = composed.codePointAt(at);
            at += Character.charCount(letter);
            if (!says(letter)) {
                gap = true;
                continue;
            }
            if (gap && Character.isDigit(letter) && endsInDigit(plain)) {
                plain.append(BETWEEN_NUMBERS); // 1.5 is not 15
            }
            plain.appendCodePoint(letter);
            gap = false;
        }
        return plain.toString();
    }

    private static boolean says(int letter) {
        return Character.isLetterOrDigit(letter)
                || switch (Character.getType(letter)) {
                    case Character.OTHER_SYMBOL,
                            Character.OTHER_NUMBER,
                            Character.NON_SPACING_MARK,
                            Character.COMBINING_SPACING_MARK -> true;
                    default -> false;
                };
    }

    private static boolean endsInDigit(StringBuilder plain) {
        return !plain.isEmpty() && Character.isDigit(plain.charAt(plain.length() - 1));
    }
}
