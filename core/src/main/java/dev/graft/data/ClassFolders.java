package dev.graft.data;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// A folder for each class, with or without folders for the parts above them.
final class ClassFolders {
    /// Endings of pictures and documents in formats that are not read.
    private static final Set<String> UNREAD = Set.of(
            "heic", "heif", "avif", "jxl", "jp2", "ppm", "pgm", "pbm", "pnm", "cr2", "cr3", "nef", "arw", "dng", "raf",
            "orf", "rw2", "dcm", "psd", "svg", "pdf");

    private final ImageOptions options;
    private final Listing listing;
    private final Map<String, Integer> unread = new TreeMap<>();
    private int strays;

    private ClassFolders(String layout, ImageOptions options) {
        this.options = options;
        this.listing = Listing.empty(layout);
    }

    static Listing list(Path root, ImageOptions options) {
        List<String> notes = new ArrayList<>();
        Map<Part, Path> parts = PartFolders.of(root, notes::add);
        ClassFolders reader = new ClassFolders(
                parts.size() > 1 || !parts.containsValue(root) ? "folders of class folders" : "class folders", options);
        reader.listing.notes().addAll(notes);
        parts.forEach(reader::readPart);
        reader.unread.forEach((format, count) -> reader.listing
                .notes()
                .add(Wording.count(count, "file") + " in the format " + format
                        + ", which is not read; convert to JPEG or PNG to use"
                        + (count == 1 ? " it" : " them")));
        if (reader.strays > 0) {
            reader.listing.notes().add("ignored " + reader.strays + " files that are not pictures");
        }
        return reader.listing;
    }

    private void readPart(Part part, Path folder) {
        List<Path> classes = PartFolders.folders(folder);
        List<Path> files = PartFolders.files(folder);
        if (classes.isEmpty()) {
            throw new DataException(folder + ": expected one folder for each class (" + folder
                    + "/ants/1.jpg, …), found " + (files.isEmpty() ? "nothing" : "only files"));
        }
        strays += files.size();
        for (Path each : classes) {
            String name = ClassNames.plain(String.valueOf(each.getFileName()));
            if (part == Part.TRAIN) {
                listing.declared().add(name);
            }
            for (Path file : PartFolders.below(each)) {
                if (ImageFiles.isPicture(file)) {
                    listing.add(part, new ImageFile(file, options.maxPixels()), name);
                } else if (UNREAD.contains(ImageEncoder.extension(file))) {
                    unread.merge(ImageEncoder.extension(file).toUpperCase(Locale.ROOT), 1, Integer::sum);
                } else {
                    strays++;
                }
            }
        }
    }
}
