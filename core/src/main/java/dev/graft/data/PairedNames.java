package dev.graft.data;

import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Finds pictures that stand beside most others under the same names: what data for segmentation keep so are masks.
final class PairedNames {
    /// What the names of masks have behind those of their pictures.
    private static final Pattern MASK = Pattern.compile(
            "(.+)([ ._-](?:masks?|seg|segmentation|labels?|gt)(?:[ ._-]?\\d+)?)", Pattern.CASE_INSENSITIVE);

    private PairedNames() {}

    /// What to say of the pictures of a data set, if there are pairs for most of them.
    static Optional<String> note(List<Path> pictures) {
        Set<Path> names = new HashSet<>(pictures);
        Set<Path> bare = new HashSet<>();
        pictures.forEach(picture -> bare.add(without(picture)));
        Map<String, Integer> endings = new TreeMap<>();
        Map<String, Integer> suffixes = new TreeMap<>();
        for (Path picture : pictures) {
            Matcher mask = MASK.matcher(String.valueOf(without(picture).getFileName()));
            if (mask.matches() && bare.contains(picture.resolveSibling(mask.group(1)))) {
                suffixes.merge(mask.group(2).replaceAll("[ ._-]?\\d+$", ""), 1, Integer::sum);
            } else if (isLossless(picture) && hasTwin(picture, names)) {
                endings.merge("." + ImageEncoder.extension(picture), 1, Integer::sum);
            }
        }
        return said(pictures.size(), endings, "the name of another with another ending", "end in")
                .or(() -> said(
                        pictures.size(), suffixes, "the name of another with a word behind it", "have in their names"));
    }

    private static Optional<String> said(int all, Map<String, Integer> found, String what, String where) {
        int paired = found.values().stream().mapToInt(Integer::intValue).sum();
        return paired * 2 <= all - paired
                ? Optional.empty()
                : Optional.of(Wording.number(paired) + " of " + Wording.count(all, "picture") + " have " + what
                        + ": masks? They are learned as pictures; if they are none, move those away that " + where + " "
                        + String.join(", ", found.keySet()));
    }

    private static boolean hasTwin(Path picture, Set<Path> names) {
        String bare = String.valueOf(without(picture).getFileName());
        return List.of(".jpg", ".jpeg", ".jpe", ".jfif").stream()
                .anyMatch(ending -> names.contains(picture.resolveSibling(bare + ending))
                        || names.contains(picture.resolveSibling(bare + ending.toUpperCase(Locale.ROOT))));
    }

    /// A mask is not kept as JPEG, which blurs it.
    private static boolean isLossless(Path picture) {
        return Set.of("png", "bmp", "gif", "tif", "tiff", "pgm", "pbm").contains(ImageEncoder.extension(picture));
    }

    private static Path without(Path picture) {
        String name = String.valueOf(picture.getFileName());
        int dot = name.lastIndexOf('.');
        return picture.resolveSibling(dot > 0 ? name.substring(0, dot) : name);
    }
}
