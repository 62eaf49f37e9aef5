package dev.graft.data;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Finds the files that a table names. Paths are relative to the table; where that is not so, they are looked for with
/// other slashes and endings, from the current folder, from the folders above and directly below the table, and without
/// the folders that stand in front of them.
final class FileSearch {
    private static final List<String> ENDINGS = List.of(
            "", ".jpg", ".jpeg", ".png", ".JPG", ".JPEG", ".PNG", ".bmp", ".webp", ".tif", ".tiff", ".gif", ".jfif");
    private static final int ABOVE = 3;
    private static final int BELOW = 50;

    /// Files that were looked for everywhere and not found, after which only what has been of use is tried.
    private static final int PATIENCE = 100;

    private final Path folder;
    private final List<Path> bases;
    private final Set<Way> ways = new LinkedHashSet<>();
    private final Map<Way, Integer> used = new LinkedHashMap<>();
    private int misses;

    /// How a file was found.
    ///
    /// @param dropped folders that were left away in front
    private record Way(Path base, int dropped, String ending, boolean slashed) {}

    /// @param folder of the table
    FileSearch(Path folder) {
        this.folder = folder;
        this.bases = bases(folder);
        ways.add(new Way(folder, 0, "", false));
    }

    private static List<Path> bases(Path folder) {
        List<Path> bases = new ArrayList<>(List.of(folder, Path.of("")));
        Path above = folder.toAbsolutePath().normalize().getParent();
        for (int i = 0; i < ABOVE && above != null; i++) {
            bases.add(above);
            above = above.getParent();
        }
        List<Path> below = PartFolders.foldersOfAnyName(folder);
        bases.addAll(below.subList(0, Math.min(BELOW, below.size())));
        return bases;
    }

    Optional<Path> find(String name) {
        return way(name).flatMap(way -> {
            used.merge(way, 1, Integer::sum);
            return tried(way, name);
        });
    }

    /// Whether there is such a file.
    boolean knows(String name) {
        return way(name).isPresent();
    }

    private Optional<Way> way(String name) {
        for (Way way : ways) {
            if (tried(way, name).isPresent()) {
                return Optional.of(way);
            }
        }
        Optional<Way> way = misses < PATIENCE ? search(name) : Optional.empty();
        way.ifPresentOrElse(ways::add, () -> misses++);
        return way;
    }

    private Optional<Way> search(String name) {
        boolean slashed = name.indexOf('\\') >= 0;
        int folders =
                (int) name.replace('\\', '/').chars().filter(c -> c == '/').count();
        for (int dropped = 0; dropped <= folders; dropped++) {
            for (Path base : bases) {
                for (String ending : ENDINGS) {
                    Way way = new Way(base, dropped, ending, slashed);
                    if (tried(way, name).isPresent()) {
                        return Optional.of(way);
                    }
                }
            }
        }
        return Optional.empty();
    }

    private static Optional<Path> tried(Way way, String name) {
        String path = way.slashed() ? name.replace('\\', '/') : name;
        for (int i = 0; i < way.dropped(); i++) {
            path = path.substring(path.indexOf('/') + 1);
        }
        if (way.dropped() > 0 && path.startsWith("/")) {
            return Optional.empty();
        }
        String composed = Normalizer.normalize(path, Normalizer.Form.NFC);
        for (String form : List.of(path, composed, Normalizer.normalize(path, Normalizer.Form.NFD))) {
            try {
                Path file = way.base().resolve(form + way.ending());
                if (!form.isEmpty() && Files.isRegularFile(file)) {
                    return Optional.of(file.normalize());
                }
            } catch (InvalidPathException e) {
                FileNames.requireTellable(name, e);
                return Optional.empty();
            }
        }
        return Optional.empty();
    }

    /// What was done to find files that are not where the table says.
    List<String> notes() {
        List<String> notes = new ArrayList<>();
        used.forEach((way, count) -> {
            List<String> done = new ArrayList<>();
            if (way.slashed()) {
                done.add("with / for \\");
            }
            if (way.dropped() > 0) {
                done.add("without the first " + Wording.count(way.dropped(), "folder") + " of their paths");
            }
            if (!way.ending().isEmpty()) {
                done.add("with " + way.ending() + " added");
            }
            if (!way.base().equals(folder)) {
                done.add("in " + (way.base().toString().isEmpty() ? "the current folder" : way.base()));
            }
            if (!done.isEmpty()) {
                notes.add("found " + Wording.count(count, "file") + " " + String.join(", ", done));
            }
        });
        return notes;
    }

    /// Where was looked.
    String places() {
        return "looked in " + folder.toAbsolutePath().normalize() + ", the folders above and directly below it, and "
                + Path.of("").toAbsolutePath() + ", with / for \\ and with usual endings";
    }
}
