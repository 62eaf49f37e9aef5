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

/// Finds images that stand beside most others under the same names: what data for segmentation keep so are masks.
final class PairedNames {
    /// What the names of masks have behind those of their images.
    private static final Pattern MASK = Pattern.compile(
            "(.+)([ ._-](?:masks?|seg|segmentation|labels?|gt)(?:[ ._-]?\\d+)?)", Pattern.CASE_INSENSITIVE);

    private PairedNames() {}

    /// What to say of the images of a data set, if there are pairs for most of them.
    static Optional<String> note(List<Path> images) {
        Set<Path> names = new HashSet<>(images);
        Set<Path> bare = new HashSet<>();
        images.forEach(image -> bare.add(without(image)));
        Map<String, Integer> endings = new TreeMap<>();
        Map<String, Integer> suffixes = new TreeMap<>();
        for (Path image : images) {
            Matcher mask = MASK.matcher(String.valueOf(without(image).getFileName()));
            if (mask.matches() && bare.contains(image.resolveSibling(mask.group(1)))) {
                suffixes.merge(mask.group(2).replaceAll("[ ._-]?\\d+$", ""), 1, Integer::sum);
            } else if (isLossless(image) && hasTwin(image, names)) {
                endings.merge("." + ImageEncoder.extension(image), 1, Integer::sum);
            }
        }
        return said(images.size(), endings, "the name of another image with another ending", "end in")
                .or(() -> said(
                        images.size(),
                        suffixes,
                        "the name of another image followed by a word",
                        "have in their" + " names"));
    }

    private static Optional<String> said(int all, Map<String, Integer> found, String what, String where) {
        int paired = found.values().stream().mapToInt(Integer::intValue).sum();
        return paired * 2 <= all - paired
                ? Optional.empty()
                : Optional.of(Wording.number(paired) + " of " + Wording.count(all, "image") + " have " + what
                        + ": are they masks? They are used as images to train on; if they are masks, remove"
                        + " those that " + where + " "
                        + String.join(", ", found.keySet()));
    }

    private static boolean hasTwin(Path image, Set<Path> names) {
        String bare = String.valueOf(without(image).getFileName());
        return List.of(".jpg", ".jpeg", ".jpe", ".jfif").stream()
                .anyMatch(ending -> names.contains(image.resolveSibling(bare + ending))
                        || names.contains(image.resolveSibling(bare + ending.toUpperCase(Locale.ROOT))));
    }

    /// A mask is not kept as JPEG, which blurs it.
    private static boolean isLossless(Path image) {
        return Set.of("png", "bmp", "gif", "tif", "tiff", "pgm", "pbm").contains(ImageEncoder.extension(image));
    }

    private static Path without(Path image) {
        String name = String.valueOf(image.getFileName());
        int dot = name.lastIndexOf('.');
        return image.resolveSibling(dot > 0 ? name.substring(0, dot) : name);
    }
}
