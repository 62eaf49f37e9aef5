package dev.graft.data;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Stream;

/// Looks for a folder for each class, with or without folders for the parts above them. What is hidden is passed over.
public final class PartFolders {
    private PartFolders() {}

    /// The folders that hold class folders.
    ///
    /// @param root  of the data
    /// @param parts the root itself, as the training part, if it is not divided
    public record Found(Path root, Map<Part, Path> parts) {
        public boolean divided() {
            return !parts.containsValue(root);
        }
    }

    /// The folders that hold class folders; `root` itself, as the training part, if it is not divided. A class may be
    /// called `train`: it is a part only if it holds folders.
    ///
    /// A folder that holds nothing but one other, as unpacked archives do, is seen through.
    ///
    /// @param isExample whether a file is one of those that are learned
    /// @param notes     told which folders are no part and no class
    /// @throws DataException if two folders name one part, a folder cannot be listed, or `root` is a run's
    public static Found of(Path root, Predicate<Path> isExample, Consumer<String> notes) {
        if (isRun(root)) {
            throw new DataException(root + ": expected a folder with data, found a run of Graft (it contains"
                    + " run.json); give the folder that it was trained on");
        }
        Path inner = unwrapped(root, isExample);
        if (!inner.equals(root)) {
            notes.accept("reading " + inner + ", the only folder in " + root);
        }
        return new Found(inner, divided(inner, isExample, notes));
    }

    /// The only folder in a folder, where that one holds folders as a data set does; else the folder itself.
    private static Path unwrapped(Path root, Predicate<Path> isExample) {
        List<Path> folders = folders(root);
        if (folders.size() != 1 || files(root).stream().anyMatch(isExample)) {
            return root;
        }
        Path only = folders.getFirst();
        List<Path> within = folders(only);
        boolean divides = within.stream()
                .anyMatch(each -> Part.in(name(each)).filter(Part.TRAIN::equals).isPresent()
                        && !folders(each).isEmpty());
        return Part.in(name(only)).isEmpty()
                        && files(only).stream().noneMatch(isExample)
                        && (within.size() > 1 || divides)
                ? only
                : root;
    }

    private static Map<Part, Path> divided(Path root, Predicate<Path> isExample, Consumer<String> notes) {
        Map<Part, Path> parts = new EnumMap<>(Part.class);
        List<Path> others = new ArrayList<>();
        for (Path folder : folders(root)) {
            Optional<Part> part = Part.in(name(folder));
            if (part.isPresent() && !folders(folder).isEmpty()) {
                Path twin = parts.put(part.get(), folder);
                if (twin != null) {
                    throw twins(root, twin, folder);
                }
            } else {
                others.add(folder);
            }
        }
        for (Path run : children(root).stream().filter(PartFolders::holdsRuns).toList()) {
            notes.accept("skipped " + name(run) + ": it contains runs of Graft, which are not data");
        }
        Path train = parts.get(Part.TRAIN);
        boolean onlyFolders = train != null && files(train).stream().noneMatch(isExample);
        if (train == null || !(onlyFolders || others.isEmpty() || parts.size() > 1)) {
            return new EnumMap<>(Map.of(Part.TRAIN, root));
        }
        for (Path other : others) {
            notes.accept("ignored " + name(other) + ", beside the training part: "
                    + (Part.in(name(other)).isPresent()
                            ? "it has no folders of classes"
                            : "its name is not" + " that of a part"));
        }
        return parts;
    }

    /// The parts below each class, where classes are above them: `bees/train`, `bees/val`. Empty where it is not so:
    /// each
    /// folder must hold a training part, and nothing else but parts.
    public static Map<Path, Map<Part, Path>> belowClasses(Path root, Predicate<Path> isExample) {
        Map<Path, Map<Part, Path>> classes = new LinkedHashMap<>();
        for (Path each : folders(root)) {
            Map<Part, Path> parts = new EnumMap<>(Part.class);
            List<Path> within = folders(each);
            within.forEach(folder -> Part.of(name(folder)).ifPresent(part -> parts.put(part, folder)));
            boolean onlyParts = parts.containsKey(Part.TRAIN)
                    && parts.size() == within.size()
                    && files(each).stream().noneMatch(isExample);
            if (!onlyParts) {
                return Map.of();
            }
            classes.put(each, parts);
        }
        return classes.size() > 1 ? classes : Map.of();
    }

    /// What to say where two folders or files name one part.
    public static DataException twins(Path root, Path one, Path other) {
        return new DataException(
                root + ": both " + name(one) + " and " + name(other) + " name the same part; rename or remove one");
    }

    /// Folders in a folder that are parts or classes, in the order of their names. Those of runs are passed over,
    /// whatever their names.
    ///
    /// @throws DataException if it cannot be listed, or letters of a name are lost
    public static List<Path> folders(Path folder) {
        List<Path> folders = foldersOfAnyName(folder);
        folders.forEach(FileNames::requireTold);
        return folders;
    }

    /// The same where names are only looked through.
    static List<Path> foldersOfAnyName(Path folder) {
        return children(folder).stream()
                .filter(child -> Files.isDirectory(child) && !holdsRuns(child))
                .toList();
    }

    /// Files in a folder, in the order of their names.
    ///
    /// @throws DataException if it cannot be listed
    public static List<Path> files(Path folder) {
        return children(folder).stream().filter(Files::isRegularFile).toList();
    }

    /// Files in a folder and in the folders in it, in no particular order.
    ///
    /// @throws DataException if one cannot be listed, or letters of a name are lost in this locale
    public static List<Path> below(Path folder) {
        return everything(folder).stream().filter(Files::isRegularFile).toList();
    }

    /// As [#below], with the links that lead nowhere.
    static List<Path> everything(Path folder) {
        try (Stream<Path> walk = Files.walk(folder, FileVisitOption.FOLLOW_LINKS)) {
            List<Path> files = walk.filter(file -> visible(folder.relativize(file)))
                    .filter(file -> Files.isRegularFile(file) || leadsNowhere(file))
                    .toList();
            files.forEach(FileNames::requireToldByLocale);
            return files;
        } catch (IOException | UncheckedIOException e) {
            throw new DataException(folder + ": cannot be listed: " + e.getMessage(), e);
        }
    }

    /// Links in a folder whose files or folders are gone, in the order of their names.
    static List<Path> danglingLinks(Path folder) {
        return children(folder).stream().filter(PartFolders::leadsNowhere).toList();
    }

    static boolean leadsNowhere(Path file) {
        return Files.isSymbolicLink(file) && !Files.exists(file);
    }

    private static List<Path> children(Path folder) {
        try (Stream<Path> children = Files.list(folder)) {
            return children.filter(child -> visible(child.getFileName()))
                    .sorted(Comparator.comparing(PartFolders::name))
                    .toList();
        } catch (IOException e) {
            throw new DataException(folder + ": cannot be listed: " + e.getMessage(), e);
        }
    }

    /// Whether a folder is a run's, or has a folder that is.
    private static boolean holdsRuns(Path folder) {
        return Files.isDirectory(folder)
                && (isRun(folder) || children(folder).stream().anyMatch(PartFolders::isRun));
    }

    private static boolean isRun(Path folder) {
        return Files.isRegularFile(folder.resolve("run.json"));
    }

    static boolean visible(Path relative) {
        for (Path part : relative) {
            String name = part.toString();
            if (name.startsWith(".") || name.equals("__MACOSX") || name.equals("Thumbs.db")) {
                return false;
            }
        }
        return true;
    }

    private static String name(Path path) {
        return String.valueOf(path.getFileName());
    }
}
