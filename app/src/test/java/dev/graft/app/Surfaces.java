package dev.graft.app;

import dev.graft.data.ImageEncoder;
import dev.graft.data.demo.SurfacePhotos;
import dev.graft.data.demo.SurfacePhotos.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Small drawn images in class folders whose names are as people name them.
final class Surfaces {
    static final String SCRATCHED = "긁힘";
    static final String STAINED = "stained, not \"cleaned\"";
    static final String GOOD = "very good";

    private Surfaces() {}

    /// Three classes without parts.
    static Path classes(Path folder, int count) throws IOException {
        write(folder.resolve(GOOD), Kind.GOOD, count, 1);
        write(folder.resolve(SCRATCHED), Kind.SCRATCH, count, 2);
        write(folder.resolve(STAINED), Kind.STAIN, count, 3);
        return folder;
    }

    static void write(Path folder, Kind kind, int count, long seed) throws IOException {
        Files.createDirectories(folder);
        for (int i = 0; i < count; i++) {
            ImageEncoder.write(SurfacePhotos.draw(kind, seed * 1000 + i, 48), folder.resolve("%02d.png".formatted(i)));
        }
    }
}
