package dev.graft.data;

import dev.graft.data.image.Image;
import dev.graft.data.image.Transform;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/// Keeps decoded images in memory, so that later epochs neither read nor decode them again. It changes
/// nothing but the speed: an image is kept as the transforms with chance in them get it.
///
/// What comes first is kept until the memory is full, and then nothing is given up for another: an epoch
/// needs each image once, so that any other order would keep no more of them.
public final class PixelCache {
    private static final int USUAL_SHARE = 4;

    private final AtomicLong left;

    /// @param bytes memory for pixels; 0 keeps nothing
    /// @throws IllegalArgumentException if it is negative
    public PixelCache(long bytes) {
        if (bytes < 0) {
            throw new IllegalArgumentException("pixel cache: expected at least 0 bytes, found " + bytes);
        }
        this.left = new AtomicLong(bytes);
    }

    /// With a quarter of what the Java heap may still grow by. Where nothing else is said to Java, the heap may take a
    /// quarter of the machine's memory.
    public static PixelCache ofUsualSize() {
        Runtime java = Runtime.getRuntime();
        long used = java.totalMemory() - java.freeMemory();
        return new PixelCache(Math.max(0, java.maxMemory() - used) / USUAL_SHARE);
    }

    /// The same images. Those that are in memory anyway stay as they are.
    public Dataset<ImageSource> over(Dataset<ImageSource> dataset) {
        return dataset.with(dataset.examples().stream()
                .map(example -> example.input().inMemory()
                        ? example
                        : example.withInput((ImageSource) new Kept(example.input())))
                .toList());
    }

    /// Memory that is not taken yet, in bytes.
    public long bytesLeft() {
        return left.get();
    }

    private boolean take(long bytes) {
        long before = left.getAndUpdate(free -> free < bytes ? free : free - bytes);
        return before >= bytes;
    }

    private record Size(int width, int height) {}

    /// What an image was made into.
    ///
    /// @param reduction as in [EncodedImage#decode]; 0 where the steps decide it
    /// @param steps     transforms without chance
    /// @param range     as in [EncodedImage#within]
    private record Made(
            int channels,
            int reduction,
            List<Transform> steps,
            @Nullable ValueRange range) {}

    private final class Kept implements ImageSource {
        private final ImageSource source;
        private final Map<Made, Image> images = new ConcurrentHashMap<>(1);
        private volatile @Nullable Size size;

        /// The decoder has no smaller version of this one.
        private volatile boolean oneSize;

        Kept(ImageSource source) {
            this.source = source;
        }

        @Override
        public String name() {
            return source.name();
        }

        @Override
        public Image read(int channels) {
            return open(channels).decode(1);
        }

        @Override
        public EncodedImage open(int channels) {
            Size known = size;
            if (known != null) {
                return new Opened(this, channels, known, null, null);
            }
            EncodedImage encoded = source.open(channels);
            Size found = new Size(encoded.width(), encoded.height());
            size = found;
            return new Opened(this, channels, found, encoded, null);
        }

        Image keep(Made what, Image made) {
            long bytes = made.bytes();
            if (take(bytes) && images.putIfAbsent(what, made) != null) {
                left.addAndGet(bytes); // another thread was faster
            }
            return made;
        }
    }

    /// @param encoded null if the file was not read, because its size was known
    private record Opened(
            Kept kept,
            int channels,
            Size size,
            @Nullable EncodedImage encoded,
            @Nullable ValueRange range) implements EncodedImage {
        @Override
        public int width() {
            return size.width();
        }

        @Override
        public int height() {
            return size.height();
        }

        @Override
        public EncodedImage within(@Nullable ValueRange told) {
            return new Opened(kept, channels, size, encoded, told);
        }

        @Override
        public Image decode(int reduction) {
            Made wanted = new Made(channels, kept.oneSize ? 1 : reduction, List.of(), range);
            Image there = kept.images.get(wanted);
            if (there != null) {
                return there;
            }
            Image image = now().decode(wanted.reduction());
            if (wanted.reduction() > 1 && image.width() == size.width() && image.height() == size.height()) {
                kept.oneSize = true;
                wanted = new Made(channels, 1, List.of(), range);
            }
            return kept.keep(wanted, image);
        }

        @Override
        public Image transformed(Fixed fixed) {
            Made wanted = new Made(channels, fixed.exactDecoding() ? 1 : 0, fixed.steps(), fixed.range());
            Image there = kept.images.get(wanted);
            return there != null ? there : kept.keep(wanted, now().transformed(fixed));
        }

        private EncodedImage now() {
            return (encoded != null ? encoded : kept.source.open(channels)).within(range);
        }
    }
}
