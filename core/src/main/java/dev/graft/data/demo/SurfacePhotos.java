package dev.graft.data.demo;

import dev.graft.data.DataException;
import dev.graft.data.ImageEncoder;
import dev.graft.data.image.Image;
import dev.graft.torch.Rng;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.SplittableRandom;

/// Draws photographs of metal and plastic surfaces, intact and damaged: a small inspection task as
/// factories have it. Material, light, dust and noise change from image to image and say nothing
/// about the class; the damage is faint and of many sizes. The same seed draws the same image.
public final class SurfacePhotos {
    /// Side of the images that [#write(Path, int, int, long)] makes, in pixels.
    public static final int SIZE = 128;

    private SurfacePhotos() {}

    /// The classes.
    public enum Kind {
        /// Intact.
        GOOD,
        /// Straight furrows.
        SCRATCH,
        /// Clusters of small holes.
        PIT,
        /// Discoloured patches.
        STAIN,
        /// A branching crack.
        CRACK,
        /// Hollows.
        DENT;

        /// The class's name: `good`, `scratch`, …
        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /// One RGB image.
    ///
    /// @param size width and height, in pixels
    public static Image draw(Kind kind, long seed, int size) {
        if (size < 16) {
            throw new IllegalArgumentException("surface: expected a size of at least 16 pixels, found " + size);
        }
        SplittableRandom random =
                new SplittableRandom(Rng.mix(seed, kind.label().hashCode()));
        Canvas canvas = new Canvas(size);
        Material.any(random).draw(canvas, random);
        Defects defects = new Defects(canvas, random);
        defects.draw(kind);
        defects.dirt();
        Material.light(canvas, random);
        double grain = random.nextDouble(0.005, 0.025);
        canvas.add((x, y) -> random.nextGaussian(0, grain));
        return canvas.develop();
    }

    /// Writes `train/good/000.jpg`, …, `val/scratch/019.jpg`: a data set for `ImageData.open`.
    ///
    /// @param train      images of each class to train on
    /// @param validation images of each class to validate with
    /// @throws DataException if the folder cannot be written
    public static void write(Path folder, int train, int validation, long seed) {
        if (train < 1 || validation < 1) {
            throw new IllegalArgumentException("surface: expected at least one image per class, found " + train
                    + " to train on and " + validation + " to validate with");
        }
        for (Kind kind : Kind.values()) {
            write(folder.resolve("train").resolve(kind.label()), kind, train, Rng.mix(seed, 0));
            write(folder.resolve("val").resolve(kind.label()), kind, validation, Rng.mix(seed, 1));
        }
    }

    private static void write(Path folder, Kind kind, int count, long seed) {
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new DataException(folder + ": cannot be created: " + e.getMessage(), e);
        }
        for (int i = 0; i < count; i++) {
            Image image = draw(kind, Rng.mix(seed, i), SIZE);
            ImageEncoder.write(image, folder.resolve("%03d.jpg".formatted(i)));
        }
    }
}
