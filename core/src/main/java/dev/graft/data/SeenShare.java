package dev.graft.data;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// How much of its images a network sees that is shown the middle of each. It is found by the headers of some.
final class SeenShare {
    private static final int SAMPLE = 200;
    private static final int HEAD = 1 << 17;
    private static final double HALF = 0.5;
    private static final int NEARLY_SQUARE = 75; // photos of 4:3, for which the usual crop is made

    private SeenShare() {}

    /// What is to be said where the ends of a typical image are cut off.
    ///
    /// @param data to learn from
    static Optional<String> note(Dataset<ImageSource> data, Preprocessing preprocessing) {
        if (preprocessing.fit() != Fit.CROP || data.size() == 0) {
            return Optional.empty();
        }
        List<Double> squareness = squareness(data);
        if (squareness.isEmpty()) {
            return Optional.empty();
        }
        double typical = squareness.get(squareness.size() / 2);
        double side = (double) preprocessing.size() / preprocessing.resize();
        return percent(typical) < NEARLY_SQUARE
                ? Optional.of(String.format(
                        Locale.ROOT,
                        "the middle square is all the model sees of an image: %d%% of a typical one; --fit pad or"
                                + " --fit squeeze shows it whole",
                        percent(typical * side * side)))
                : Optional.empty();
    }

    /// Share of the images that are more than twice as long as wide, so that more than half of them is outside of the
    /// middle.
    static double longOnes(Dataset<?> data) {
        List<Double> squareness = squareness(data);
        return squareness.stream().filter(each -> each < HALF).count() / (double) Math.max(1, squareness.size());
    }

    /// Of some examples, as far as they are images whose headers can be read: the shorter side by the longer.
    private static List<Double> squareness(Dataset<?> data) {
        int sample = Math.min(data.size(), SAMPLE);
        return IntStream.range(0, sample)
                .mapToObj(i -> data.examples().get((int) ((long) i * data.size() / sample)))
                .flatMap(example -> example.input() instanceof ImageSource image
                        ? header(image).stream()
                        : Stream.<ImageHeader>empty())
                .map(SeenShare::squareness)
                .sorted()
                .toList();
    }

    private static double squareness(ImageHeader header) {
        return (double) Math.min(header.width(), header.height()) / Math.max(header.width(), header.height());
    }

    private static long percent(double share) {
        return Math.round(100 * share);
    }

    private static Optional<ImageHeader> header(ImageSource image) {
        return switch (image) {
            case ImageFile(Path path, long ignored) -> header(path);
            case ImageBytes(String ignored, byte[] bytes) -> ImageHeader.read(bytes);
            default -> Optional.empty();
        };
    }

    private static Optional<ImageHeader> header(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            return ImageHeader.read(in.readNBytes(HEAD));
        } catch (IOException e) {
            return Optional.empty(); // whoever decodes it says so
        }
    }
}
