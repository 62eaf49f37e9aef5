package dev.graft.data;

import dev.graft.text.NearNames;
import java.text.Normalizer;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// How the names of classes are compared, and classes numbered.
public final class ClassNames {
    private ClassNames() {}

    /// A name as it is compared, wherever it stands: letters composed (Unicode's NFC), every kind of blank a space,
    /// none of them and no invisible mark at the ends, nor a blank without width anywhere.
    public static String plain(String name) {
        String composed = Normalizer.normalize(name, Normalizer.Form.NFC);
        int[] seen = composed.codePoints()
                .filter(c -> c != 0x200B && c != 0x2060 && c != 0xFEFF)
                .map(c -> Character.isSpaceChar(c) || Character.isWhitespace(c) ? ' ' : c)
                .toArray();
        int from = 0;
        int to = seen.length;
        while (from < to && isInvisible(seen[from])) {
            from++;
        }
        while (to > from && isInvisible(seen[to - 1])) {
            to--;
        }
        return new String(seen, from, to - from);
    }

    private static boolean isInvisible(int c) {
        return c == ' ' || Character.getType(c) == Character.FORMAT || Character.getType(c) == Character.CONTROL;
    }

    /// In the order of their names, as torchvision sorts folders; names that are all whole numbers, by their value.
    public static List<String> sorted(Collection<String> names) {
        boolean numbers = names.stream().allMatch(name -> name.matches("-?\\d{1,9}"));
        Comparator<String> byValue = Comparator.comparing(Integer::valueOf);
        return names.stream()
                .distinct()
                .sorted(numbers ? byValue.thenComparing(Comparator.naturalOrder()) : Comparator.naturalOrder())
                .toList();
    }

    /// Where each name is among others: the same name, or else one that means the same, because it differs in Unicode
    /// normal form or invisible blanks, or is the same whole number (`1.0` and `1`).
    ///
    /// @return positions among `others`; -1 where there is none
    public static int[] match(List<String> names, List<String> others) {
        Map<String, Integer> exact = new HashMap<>();
        Map<String, Integer> alike = new HashMap<>();
        for (int i = 0; i < others.size(); i++) {
            exact.putIfAbsent(others.get(i), i);
            alike.putIfAbsent(meaning(others.get(i)), i);
        }
        return names.stream()
                .mapToInt(name -> exact.getOrDefault(name, alike.getOrDefault(meaning(name), -1)))
                .toArray();
    }

    /// The name among others that one which somebody typed stands for: the same, or one that means the same.
    ///
    /// @param where it was typed, as the line begins
    /// @throws IllegalArgumentException if there is none, with the nearest
    public static String known(String name, List<String> others, String where) {
        int place = match(List.of(name), others)[0];
        if (place < 0) {
            String expected = NearNames.closest(name, others)
                    .map(near -> "did you mean '" + near + "'?")
                    .orElseGet(() -> "expected one of " + Wording.shown(others));
            throw new IllegalArgumentException(where + ": there is no class '" + name + "'; " + expected);
        }
        return others.get(place);
    }

    private static String meaning(String name) {
        String plain = plain(name);
        return plain.matches("-?\\d{1,15}\\.0+") ? plain.substring(0, plain.indexOf('.')) : plain;
    }
}
