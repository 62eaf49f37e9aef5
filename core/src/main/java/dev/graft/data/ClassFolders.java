package dev.graft.data;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;

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
        Map<Part, Path> parts = PartFolders.of(root);
        ClassFolders reader = new ClassFolders(
                parts.size() > 1 || !parts.containsValue(root) ? "folders of class folders" : "class folders", options);
        parts.forEach(reader::readPart);
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
            String name = String.valueOf(each.getFileName());
            if (part == Part.TRAIN) {
                listing.declared().add(name);
            }
            for (Path file : PartFolders.below(each)) {
                if (isPicture(file)) {
                    listing.add(part, new ImageFile(file, options.maxPixels()), name);
                } else {
                    strays++;
                }
            }
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
}
