package dev.graft.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/// Folders of photos to measure with, made of those in the shared folder: links where the file system can, else
/// copies.
final class Photos {
    private Photos() {}

    /// All JPEG files below some folders, by name.
    static List<Path> jpegs(Path... folders) {
        return Stream.of(folders)
                .flatMap(folder -> files(folder).stream())
                .filter(Photos::isJpeg)
                .toList();
    }

    /// A folder of `count` photos: the ones given, again and again under other names.
    ///
    /// @throws IllegalArgumentException if none are given
    static void repeat(List<Path> photos, int count, Path folder) {
        if (photos.isEmpty()) {
            throw new IllegalArgumentException("expected JPEG photos to repeat, found none");
        }
        for (int i = 0; i < count; i++) {
            link(photos.get(i % photos.size()), folder.resolve(String.format(Locale.ROOT, "%05d.jpg", i)));
        }
    }

    /// The same tree of class folders with at most `perClass` JPEG files in each.
    static void thin(Path data, int perClass, Path folder) {
        for (Path leaf : files(data).stream().map(Path::getParent).distinct().toList()) {
            List<Path> few = jpegs(leaf).stream().limit(perClass).toList();
            few.forEach(
                    photo -> link(photo, folder.resolve(data.relativize(photo).toString())));
        }
    }

    /// Reads every file once, so that the first program does not wait for the disk alone.
    static void warm(List<Path> photos) {
        for (Path photo : photos) {
            try {
                Files.readAllBytes(photo);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private static boolean isJpeg(Path file) {
        String name = file.toString().toLowerCase(Locale.ROOT);
        return name.endsWith(".jpg") || name.endsWith(".jpeg");
    }

    private static List<Path> files(Path folder) {
        try (Stream<Path> below = Files.walk(folder)) {
            return below.filter(Files::isRegularFile).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void link(Path photo, Path name) {
        try {
            if (name.getParent() != null) {
                Files.createDirectories(name.getParent());
            }
            try {
                Files.createLink(name, photo.toRealPath());
            } catch (FileSystemException | UnsupportedOperationException e) {
                Files.copy(photo, name); // another file system
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
