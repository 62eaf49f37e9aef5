package dev.graft.nn;

import java.util.regex.Pattern;

/// Patterns over names, where `*` is any run of characters, dots too, and `?` is one character.
public final class Glob {
    private Glob() {}

    /// What matches whole names.
    public static Pattern of(String glob) {
        StringBuilder regex = new StringBuilder();
        for (char c : glob.toCharArray()) {
            switch (c) {
                case '*' -> regex.append(".*");
                case '?' -> regex.append('.');
                default -> regex.append(Pattern.quote(String.valueOf(c)));
            }
        }
        return Pattern.compile(regex.toString());
    }
}
