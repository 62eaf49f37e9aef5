package dev.graft.data;

import dev.graft.data.Listing.Part;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// A folder for each class, with or without folders for the parts above them.
final class ClassFolders {
    private static final Set<String> PICTURES =
            Set.of("jpg", "jpeg", "jpe", "jfif", "png", "bmp", "gif", "webp", "tif", "tiff");
    private static final int SNIFFED_BYTES = 1024;

    private final ImageOptions options;
    private final Listing listing;
    private int strays;

    private ClassFolders(String layout, ImageOptions options) {
        this.options = options;
        this.listing = Listing.empty(layout);
    }

    static Listing list(Path root, ImageOptions options) {
        Map<Part, Path> parts = parts(root);
        ClassFolders reader = new ClassFolders(
                parts.size() > 1 || !parts.containsValue(root) ? "folders of class folders" : "class folders", options);
        parts.forEach(reader::readPart);
        if (reader.strays > 0) {
            reader.listing.notes().add("ignored " + reader.strays + " files that are not pictures");
        }
        return reader.listing;
    }

    /// The part that a folder's or a table's word means.
    static Optional<Part> part(String word) {
        return switch (word.strip().toLowerCase(Locale.ROOT)) {
            case "train", "training" -> Optional.of(Part.TRAIN);
            case "val", "valid", "validation" -> Optional.of(Part.VALIDATION);
            case "test", "testing" -> Optional.of(Part.TEST);
            default -> Optional.empty();
        };
    }

    /// A class may be called `train`: it is a part only if it holds folders, and not beside others.
    private static Map<Part, Path> parts(Path root) {
        Map<Part, Path> parts = new EnumMap<>(Part.class);
        boolean others = false;
        for (Path folder : folders(root)) {
            Optional<Part> part = part(name(folder));
            if (part.isPresent() && !folders(folder).isEmpty()) {
                Path twin = parts.put(part.get(), folder);
                if (twin != null) {
                    throw new DataException(root + ": both " + name(twin) + " and " + name(folder)
                            + " name the same part; rename or remove one");
                }
            } else {
                others = true;
            }
        }
        boolean divided = parts.containsKey(Part.TRAIN) && (!others || parts.size() > 1);
        return divided ? parts : new EnumMap<>(Map.of(Part.TRAIN, root));
    }

    private void readPart(Part part, Path folder) {
        List<Path> classes = folders(folder);
        if (classes.isEmpty()) {
            throw new DataException(folder + ": expected one folder for each class (" + folder
                    + "/ants/1.jpg, …), found " + (files(folder).isEmpty() ? "nothing" : "only files"));
        }
        strays += files(folder).size();
        for (Path each : classes) {
            if (part == Part.TRAIN) {
                listing.declared().add(name(each));
            }
            readClass(part, each);
        }
    }

    private void readClass(Part part, Path folder) {
        try (Stream<Path> walk = Files.walk(folder, FileVisitOption.FOLLOW_LINKS)) {
            walk.filter(file -> visible(folder.relativize(file)) && Files.isRegularFile(file))
                    .forEach(file -> {
                        if (isPicture(file)) {
                            listing.add(part, new ImageFile(file, options.maxPixels()), name(folder));
                        } else {
                            strays++;
                        }
                    });
        } catch (IOException | UncheckedIOException e) {
            throw new DataException(folder + ": cannot be listed: " + e.getMessage(), e);
        }
    }

    /// By its name, or else by its content: a picture with a wrong or no extension is one.
    private static boolean isPicture(Path file) {
        if (PICTURES.contains(ImageEncoder.extension(file))) {
            return true;
        }
        try (var in = Files.newInputStream(file)) {
            return ImageHeader.read(in.readNBytes(SNIFFED_BYTES)).isPresent();
        } catch (IOException e) {
            return false;
        }
    }

    private static List<Path> folders(Path folder) {
        return children(folder).stream().filter(Files::isDirectory).toList();
    }

    private static List<Path> files(Path folder) {
        return children(folder).stream().filter(Files::isRegularFile).toList();
    }

    private static List<Path> children(Path folder) {
        try (Stream<Path> children = Files.list(folder)) {
            return children.filter(child -> visible(child.getFileName()))
                    .sorted(Comparator.comparing(ClassFolders::name))
                    .toList();
        } catch (IOException e) {
            throw new DataException(folder + ": cannot be listed: " + e.getMessage(), e);
        }
    }

    private static boolean visible(Path relative) {
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
