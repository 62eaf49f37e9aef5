package dev.graft.data;

import java.util.List;

/// What data were taken for: where text or image and label stand.
///
/// @param unit   what an example is
/// @param input  column of the text, or of the image's file; empty where an example is a file of its own
/// @param pair   column of a second text; empty for none
/// @param labels columns of the label; none where folders are classes
/// @param unused columns and files that are not used
public record Understood(Unit unit, String input, String pair, List<String> labels, List<String> unused) {
    /// What an example is.
    public enum Unit {
        ROW,
        FILE
    }

    /// Folders are classes, and every file is an example.
    public static final Understood FILES = new Understood(Unit.FILE, "", "", List.of(), List.of());

    /// With a column that is used, too.
    public Understood using(String column) {
        return new Understood(
                unit,
                input,
                pair,
                labels,
                unused.stream()
                        .filter(other -> !other.equals("column " + column))
                        .toList());
    }

    public Understood {
        labels = List.copyOf(labels);
        unused = List.copyOf(unused);
    }
}
