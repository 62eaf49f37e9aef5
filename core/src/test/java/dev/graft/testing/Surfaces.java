package dev.graft.testing;

import dev.graft.data.ImageEncoder;
import dev.graft.data.demo.SurfacePhotos;
import dev.graft.data.demo.SurfacePhotos.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Small images of surfaces in class folders, and options that train on them in a moment.
public final class Surfaces {
    public static final int SIZE = 48;

    private Surfaces() {}

    /// Writes `00.png`, `01.png`, … into a class's folder.
    public static void write(Path folder, Kind kind, int count, long seed) throws IOException {
        Files.createDirectories(folder);
        for (int i = 0; i < count; i++) {
            ImageEncoder.write(
                    SurfacePhotos.draw(kind, seed * 1000 + i, SIZE), folder.resolve("%02d.png".formatted(i)));
        }
    }

    /// A folder for each of the first three kinds, without parts.
    public static Path classes(Path folder, int count) throws IOException {
        for (Kind kind : new Kind[] {Kind.GOOD, Kind.SCRATCH, Kind.STAIN}) {
            write(folder.resolve(kind.label()), kind, count, kind.ordinal());
        }
        return folder;
    }

    /// What [Options] start from: the embedded model at 32 px, everything learns, three epochs on one thread.
    public static Options options(Path data) {
        return Options.of(data)
                .with("strategy", "full")
                .with("size", 32)
                .with("epochs", 3)
                .with("batch", 8)
                .with("learning_rate", 3e-3)
                .with("backbone_rate", 1e-3)
                .with("workers", 2);
    }
}
