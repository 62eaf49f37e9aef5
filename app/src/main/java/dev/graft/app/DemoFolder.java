package dev.graft.app;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/// The folder of the demo. It may be made anew only where an earlier demo has left its mark: nobody loses a folder
/// of their own.
///
/// @param root of images and runs
record DemoFolder(Path root) {
    private static final String MARK = ".graft-demo";

    /// @throws IllegalArgumentException if the folder holds anything that is not a demo's
    static DemoFolder prepare(Path root) {
        DemoFolder folder = new DemoFolder(root);
        try {
            if (Files.exists(root) && !folder.isDemos()) {
                throw new IllegalArgumentException(root
                        + ": expected a new folder or one of an earlier demo, found other files; choose"
                        + " another with --out");
            }
            if (Files.isDirectory(root)) {
                folder.clear();
            }
            Files.createDirectories(root);
            Files.writeString(root.resolve(MARK), "made by graft demo; another graft demo replaces this folder\n");
        } catch (IOException e) {
            throw new UncheckedIOException(root + ": cannot be created: " + e.getMessage(), e);
        }
        return folder;
    }

    Path data() {
        return root.resolve("data");
    }

    Path run(String name) {
        return root.resolve(name);
    }

    private boolean isDemos() throws IOException {
        if (!Files.isDirectory(root)) {
            return false;
        }
        if (Files.exists(root.resolve(MARK))) {
            return true;
        }
        try (Stream<Path> content = Files.list(root)) {
            return content.findAny().isEmpty();
        }
    }

    private void clear() throws IOException {
        List<Path> deepestFirst;
        try (Stream<Path> content = Files.walk(root)) {
            deepestFirst = content.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path path : deepestFirst) {
            Files.delete(path);
        }
    }
}
