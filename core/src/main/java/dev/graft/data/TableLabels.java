package dev.graft.data;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/// What the labels in a column say together.
public final class TableLabels {
    private static final Pattern NUMBER = Pattern.compile("[-+]?(\\d+\\.?\\d*|\\.\\d+)([eE][-+]?\\d+)?");
    private static final Pattern WHOLE = Pattern.compile("([-+]?\\d+)(\\.0*)?");

    /// Examples below which nothing is said about the number of classes.
    public static final int FEW = 10;

    private TableLabels() {}

    /// What to say where nearly every example has a label of its own.
    public static DataException tooMany(Path table, int classes, int examples, String noun) {
        return new DataException(
                table + ": found " + Wording.count(classes, "class") + " for " + Wording.count(examples, noun)
                        + ", which is probably a mistake: is the label another column? Specify it: --label COLUMN");
    }

    /// Whether a label is a number.
    public static boolean isNumber(String label) {
        return NUMBER.matcher(label).matches();
    }

    /// Whether all of them are whole numbers, of which some are written `1.0`: as programs do that keep a column with
    /// gaps in it as fractions.
    public static boolean areWhole(Collection<String> labels) {
        return labels.stream().allMatch(label -> WHOLE.matcher(label).matches());
    }

    /// `1` for `1.0`; other labels as they are.
    public static String whole(String label) {
        return WHOLE.matcher(label).matches() ? label.replaceFirst("^\\+", "").replaceFirst("\\.0*$", "") : label;
    }

    /// What a careful person would ask about.
    ///
    /// @param counts examples by label
    /// @param noun   what an example is: `text`
    public static List<String> notes(Map<String, Integer> counts, String noun) {
        List<String> notes = new ArrayList<>();
        Map<String, List<String>> alike = new LinkedHashMap<>();
        counts.keySet()
                .forEach(label -> alike.computeIfAbsent(
                                label.toLowerCase(Locale.ROOT).replaceAll("(?<=.)[\\s_-]+(?=.)", ""),
                                key -> new ArrayList<>())
                        .add(label));
        alike.values().stream()
                .filter(labels -> labels.size() > 1)
                .forEach(labels -> notes.add(
                        "labels that differ only in case or blanks are separate classes: " + counted(labels, counts)));
        List<String> signs =
                counts.keySet().stream().filter(TableLabels::isSign).toList();
        if (signs.size() == 1 && counts.size() > 1) {
            notes.add("label " + signs.getFirst() + " ("
                    + Wording.count(counts.getOrDefault(signs.getFirst(), 0), noun)
                    + ") is used as a class; if it means that there is no label, remove these rows");
        }
        return notes;
    }

    private static boolean isSign(String label) {
        return label.equals("-1") || label.codePoints().noneMatch(Character::isLetterOrDigit);
    }

    private static String counted(List<String> labels, Map<String, Integer> counts) {
        return String.join(
                ", ",
                labels.stream()
                        .map(label -> label + " (" + Wording.number(counts.getOrDefault(label, 0)) + ")")
                        .toList());
    }
}
