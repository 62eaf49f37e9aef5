package dev.graft.app;

import java.awt.Font;
import java.awt.FontMetrics;
import java.awt.Graphics2D;
import java.awt.GraphicsEnvironment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/// Writes words into pictures, in whatever font of this machine has their letters.
final class Lettering {
    private static final String ELLIPSIS = "…";

    private final int size;
    private final List<Font> tried = new ArrayList<>();
    private final TreeSet<String> missing = new TreeSet<>();

    /// @param size in pixels
    Lettering(int size) {
        this.size = size;
        tried.add(new Font(Font.SANS_SERIF, Font.PLAIN, size));
    }

    /// Words of which no font has all letters: boxes stand in their place.
    Optional<String> missing() {
        return missing.stream().findFirst();
    }

    /// Writes a line, cut to a width; its beginning is cut off where its end tells more.
    ///
    /// @param cutsStart whether the beginning is cut off, as of a path
    void write(Graphics2D graphics, String text, int x, int baseline, int width, boolean cutsStart) {
        graphics.setFont(font(text));
        graphics.drawString(cut(graphics.getFontMetrics(), text, width, cutsStart), x, baseline);
    }

    /// The usual one, or the first that has all the letters.
    private Font font(String text) {
        for (Font font : tried) {
            if (font.canDisplayUpTo(text) < 0) {
                return font;
            }
        }
        Optional<Font> other = Arrays.stream(
                        GraphicsEnvironment.getLocalGraphicsEnvironment().getAllFonts())
                .filter(font -> font.canDisplayUpTo(text) < 0)
                .findFirst()
                .map(font -> font.deriveFont((float) size));
        other.ifPresent(tried::add);
        if (other.isEmpty()) {
            missing.add(text);
        }
        return other.orElse(tried.getFirst());
    }

    static String cut(FontMetrics metrics, String text, int width, boolean cutsStart) {
        if (metrics.stringWidth(text) <= width) {
            return text;
        }
        int[] letters = text.codePoints().toArray();
        int kept = letters.length;
        String cut = text;
        while (kept > 0 && metrics.stringWidth(cut) > width) {
            kept--;
            cut = cutsStart
                    ? ELLIPSIS + new String(letters, letters.length - kept, kept)
                    : new String(letters, 0, kept) + ELLIPSIS;
        }
        return cut;
    }
}
