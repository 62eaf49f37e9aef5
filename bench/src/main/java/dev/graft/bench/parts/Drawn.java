package dev.graft.bench.parts;

import dev.graft.data.demo.SurfacePhotos;
import dev.graft.data.demo.SurfacePhotos.Kind;
import dev.graft.data.image.Image;

/// The images that are measured with: drawn, so that benchmarks need no files.
final class Drawn {
    /// About as many pixels as a 500 x 375 photo.
    static final int SIDE = 432;

    private Drawn() {}

    static Image photo(long seed) {
        return SurfacePhotos.draw(Kind.CRACK, seed, SIDE);
    }
}
