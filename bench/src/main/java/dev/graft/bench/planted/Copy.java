package dev.graft.bench.planted;

import dev.graft.data.ImageEncoder;
import dev.graft.data.ImageSource;
import dev.graft.data.image.Image;
import dev.graft.data.image.Sample;
import java.util.Locale;
import java.util.SplittableRandom;

/// A way in which copies of images come about.
enum Copy {
    SAVED_AGAIN("saved again as JPEG of quality 60"),
    SMALLER("made smaller by a tenth"),
    CUT("cut by a twentieth of each side");

    private static final int CHANNELS = 3;
    private static final int QUALITY = 60;
    private static final double SMALL = 0.9;
    private static final double REST = 0.95;

    private final String words;

    Copy(String words) {
        this.words = words;
    }

    String words() {
        return words;
    }

    ImageSource of(ImageSource original, SplittableRandom random) {
        Image image = original.read(CHANNELS);
        return ImageSource.of(name().toLowerCase(Locale.ROOT) + " " + original.name(), file(image, random));
    }

    private byte[] file(Image image, SplittableRandom random) {
        int width = image.width();
        int height = image.height();
        return switch (this) {
            case SAVED_AGAIN -> ImageEncoder.jpeg(image, QUALITY);
            case SMALLER ->
                ImageEncoder.png(new Sample(
                                0, 0, width, height, (int) Math.round(SMALL * width), (int) Math.round(SMALL * height))
                        .apply(image));
            case CUT -> {
                int keptWidth = (int) Math.round(REST * width);
                int keptHeight = (int) Math.round(REST * height);
                int left = random.nextInt(width - keptWidth + 1);
                int top = random.nextInt(height - keptHeight + 1);
                yield ImageEncoder.png(
                        new Sample(left, top, keptWidth, keptHeight, keptWidth, keptHeight).apply(image));
            }
        };
    }
}
