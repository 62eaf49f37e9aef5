package dev.graft.data;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;

/// A folder for each class, with or without folders for the parts above them.
final class ClassFolders {
    /// Endings of images in formats that are not read.
    private static final Set<String> UNREAD = Set.of(
            "heic", "heif", "avif", "jxl", "jp2", "cr2", "cr3", "nef", "arw", "dng", "raf", "orf", "rw2", "dcm", "psd");

    /// The same for documents. They are named, too, but a folder of them alone is no class.
    private static final Set<String> DOCUMENTS = Set.of("svg", "pdf");

    private final Path root;
    private final ImageOptions options;
    private final FileFilter filter;
    private final Listing<ImageSource> listing;
    private final boolean divided;
    private final Map<String, Integer> unread = new TreeMap<>();
    private final List<Path> images = new ArrayList<>();
    private final List<Path> dangling = new ArrayList<>();
    private int strays;

    private ClassFolders(Path root, String layout, boolean divided, ImageOptions options, FileFilter filter) {
        this.root = root;
        this.filter = filter;
        this.options = options;
        this.divided = divided;
        this.listing = Listing.empty(layout);
    }

    static Listing<ImageSource> list(Path root, ImageOptions options) {
        requireNoBoxes(root);
        FileFilter filter = new FileFilter(root, options.split().files());
        Predicate<Path> isExample = file -> filter.takes(file) && ImageFiles.isImage(file);
        Map<Path, Map<Part, Path>> classes = PartFolders.belowClasses(root, isExample);
        if (!classes.isEmpty()) {
            ClassFolders reader = new ClassFolders(root, "class folders of parts", true, options, filter);
            classes.forEach(
                    (each, parts) -> parts.forEach((part, folder) -> reader.readClass(part, folder, name(each))));
            reader.addNotes();
            return reader.listing;
        }
        List<String> notes = new ArrayList<>();
        PartFolders.Found found = PartFolders.of(root, isExample, notes::add);
        String layout = found.divided() ? "folders of class folders" : "class folders";
        ClassFolders reader = new ClassFolders(root, layout, found.divided(), options, filter);
        reader.listing.notes().addAll(notes);
        found.parts().forEach(reader::readPart);
        reader.addNotes();
        return reader.listing;
    }

    private void readPart(Part part, Path folder) {
        List<Path> classes = PartFolders.folders(folder);
        List<Path> files = PartFolders.files(folder);
        if (classes.isEmpty()) {
            throw new DataException(folder + ": expected one folder per class (" + folder
                    + "/ants/1.jpg, …), found " + (files.isEmpty() ? "nothing" : "only files")
                    + FolderTables.ofAnything(root).map(hint -> "; " + hint).orElse(""));
        }
        strays += files.size();
        dangling.addAll(PartFolders.danglingLinks(folder));
        classes.forEach(each -> readClass(part, each, name(each)));
    }

    /// Images beside files of boxes, as YOLO has them, are for finding things in images.
    private static void requireNoBoxes(Path root) {
        Path labels = root.resolve("labels");
        if (Files.isDirectory(root.resolve("images"))
                && Files.isDirectory(labels)
                && PartFolders.below(labels).stream()
                        .anyMatch(file -> file.toString().endsWith(".txt"))) {
            throw new DataException(root + ": expected one folder per class, found images and labels as for object"
                    + " detection (YOLO); boxes are not learned: sort the images into a folder per class, or write a"
                    + " table of paths and labels");
        }
    }

    private static String name(Path folder) {
        return ClassNames.plain(String.valueOf(folder.getFileName()));
    }

    private void readClass(Part part, Path folder, String name) {
        boolean hasImage = false;
        boolean emptied = false;
        for (Path file : PartFolders.everything(folder)) {
            String ending = ImageEncoder.extension(file);
            if (!Files.isRegularFile(file)) {
                dangling.add(file);
                hasImage = true;
            } else if (ImageFiles.isImage(file)) {
                if (!filter.takesExample(file)) {
                    emptied = true;
                    continue;
                }
                listing.add(part, Labelled.image(new ImageFile(file, options.maxPixels()), List.of(name), false));
                images.add(file);
                hasImage = true;
            } else if (!filter.takes(file)) {
                emptied = true;
            } else if (UNREAD.contains(ending) || DOCUMENTS.contains(ending)) {
                unread.merge(ending.toUpperCase(Locale.ROOT), 1, Integer::sum);
                hasImage |= UNREAD.contains(ending);
            } else {
                strays++;
            }
        }
        if (part == Part.TRAIN && (hasImage || divided && !emptied)) {
            listing.declared().add(name);
        } else if (!hasImage) {
            listing.notes()
                    .add("ignored " + root.relativize(folder) + ": it contains no images"
                            + (emptied ? " that are not left out" : "") + ", so it is not a class");
        }
    }

    private void addNotes() {
        filter.report(listing, Kind.IMAGE.noun());
        PairedNames.note(images).ifPresent(listing.notes()::add);
        FolderTables.ofImages(root).ifPresent(listing.notes()::add);
        int all = images.size()
                + unread.values().stream().mapToInt(Integer::intValue).sum();
        unread.forEach((format, count) -> listing.notes()
                .add(Wording.number(count) + " of " + Wording.count(all, "file") + (count == 1 ? " is " : " are ")
                        + format + ", a format that is not read: convert to JPEG or PNG"));
        if (!dangling.isEmpty()) {
            listing.notes()
                    .add(Wording.count(dangling.size(), "link") + (dangling.size() == 1 ? " leads" : " lead")
                            + " nowhere: "
                            + Wording.shown(dangling.stream()
                                    .sorted()
                                    .map(root::relativize)
                                    .toList()));
        }
        if (strays > 0) {
            listing.notes()
                    .add("ignored " + Wording.count(strays, "file")
                            + (strays == 1 ? " that is not an image" : " that are not images"));
        }
    }
}
