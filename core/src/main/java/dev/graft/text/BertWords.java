package dev.graft.text;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// The words of a text as BERT sees them: runs of what is neither white space nor punctuation, and each punctuation
/// mark and each Chinese character by itself. The rules are those of HuggingFace's `BertNormalizer` and
/// `BertPreTokenizer` (tokenizers 0.21), in their order: clean, set Chinese characters apart, throw away accents and
/// case, split.
///
/// @param lowerCase whether case and accents are thrown away
record BertWords(boolean lowerCase) {
    private static final int REPLACEMENT = 0xFFFD;

    List<String> of(String text) {
        String plain = clean(text);
        if (lowerCase) {
            plain = withoutCase(plain);
        }
        List<String> words = new ArrayList<>();
        int start = 0;
        for (int i = 0; i < plain.length(); ) {
            int c = plain.codePointAt(i);
            int after = i + Character.charCount(c);
            boolean alone = isPunctuation(c);
            if (alone || isSpace(c)) {
                if (start < i) {
                    words.add(plain.substring(start, i));
                }
                if (alone) {
                    words.add(plain.substring(i, after));
                }
                start = after;
            }
            i = after;
        }
        if (start < plain.length()) {
            words.add(plain.substring(start));
        }
        return words;
    }

    private static String clean(String text) {
        StringBuilder cleaned = new StringBuilder(text.length() + 16);
        for (int i = 0; i < text.length(); ) {
            int c = text.codePointAt(i);
            i += Character.charCount(c);
            if (isDropped(c)) {
                continue;
            }
            if (isSpace(c)) {
                cleaned.append(' ');
            } else if (isChinese(c)) {
                cleaned.append(' ').appendCodePoint(c).append(' ');
            } else {
                cleaned.appendCodePoint(c);
            }
        }
        return cleaned.toString();
    }

    /// A text without accents, all letters small. Syllables of Hangul fall into their letters.
    static String withoutCase(String text) {
        String parts = Normalizer.normalize(text, Normalizer.Form.NFD);
        StringBuilder plain = new StringBuilder(parts.length());
        for (int i = 0; i < parts.length(); ) {
            int c = parts.codePointAt(i);
            i += Character.charCount(c);
            if (c < 128) {
                plain.append(c >= 'A' && c <= 'Z' ? (char) (c + 'a' - 'A') : (char) c);
            } else if (Character.getType(c) != Character.NON_SPACING_MARK) {
                plain.append(Character.toString(c).toLowerCase(Locale.ROOT)); // one by one: Σ is σ also at a word's end
            }
        }
        return plain.toString();
    }

    private static boolean isSpace(int c) {
        return c == '\t' || c == '\n' || c == '\r' || Character.isSpaceChar(c);
    }

    private static boolean isDropped(int c) {
        if (c == '\t' || c == '\n' || c == '\r') {
            return false;
        }
        return c == 0
                || c == REPLACEMENT
                || switch (Character.getType(c)) {
                    case Character.CONTROL, Character.SURROGATE, Character.FORMAT, Character.PRIVATE_USE -> true;
                    default -> false;
                };
    }

    private static boolean isPunctuation(int c) {
        if (c >= 33 && c <= 47 || c >= 58 && c <= 64 || c >= 91 && c <= 96 || c >= 123 && c <= 126) {
            return true; // all of ASCII that is neither letter nor digit counts
        }
        return switch (Character.getType(c)) {
            case Character.CONNECTOR_PUNCTUATION,
                    Character.DASH_PUNCTUATION,
                    Character.START_PUNCTUATION,
                    Character.END_PUNCTUATION,
                    Character.INITIAL_QUOTE_PUNCTUATION,
                    Character.FINAL_QUOTE_PUNCTUATION,
                    Character.OTHER_PUNCTUATION -> true;
            default -> false;
        };
    }

    private static boolean isChinese(int c) {
        return c >= 0x4E00 && c <= 0x9FFF
                || c >= 0x3400 && c <= 0x4DBF
                || c >= 0x20000 && c <= 0x2A6DF
                || c >= 0x2A700 && c <= 0x2B73F
                || c >= 0x2B740 && c <= 0x2B81F
                || c >= 0x2B920 && c <= 0x2CEAF // tokenizers' slip for 2B820, kept
                || c >= 0xF900 && c <= 0xFAFF
                || c >= 0x2F800 && c <= 0x2FA1F;
    }
}
