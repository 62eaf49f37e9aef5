package dev.graft.bench.kill;

import dev.graft.data.demo.FilmReviews;
import dev.graft.data.demo.SurfacePhotos;
import java.nio.file.Path;

/// What is learned from: `photos/` and `reviews/`, few of both.
///
/// @param folder of both
record Inputs(Path folder) {
    private static final int TRAINING_PHOTOS = 4;
    private static final int VALIDATION_PHOTOS = 2;
    private static final int REVIEWS = 16;

    /// Draws and writes them.
    static Inputs write(Path folder, long seed) {
        Inputs inputs = new Inputs(folder);
        SurfacePhotos.write(inputs.photos(), TRAINING_PHOTOS, VALIDATION_PHOTOS, seed);
        FilmReviews.write(inputs.reviews(), REVIEWS, seed);
        return inputs;
    }

    Path photos() {
        return folder.resolve("photos");
    }

    Path reviews() {
        return folder.resolve("reviews");
    }
}
