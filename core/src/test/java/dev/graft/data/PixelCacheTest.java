package dev.graft.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.graft.data.image.Image;
import dev.graft.data.image.RandomHorizontalFlip;
import dev.graft.data.image.RandomResizedCrop;
import dev.graft.data.image.Resize;
import dev.graft.data.image.ResizeTo;
import dev.graft.torch.Scope;
import dev.graft.torch.Tensors;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PixelCacheTest {
    private static final Preprocessing SMALL = Preprocessing.imagenet(16, 20);
    private static final int COUNT = 9;
    private static final long PLENTY = 1 << 26;
    private static final long BYTES = 90 * 70 * 3;

    private final AtomicInteger opened = new AtomicInteger();
    private final AtomicInteger decoded = new AtomicInteger();

    static Stream<ImagePipeline> pipelines() {
        return Stream.of(
                ImagePipeline.training(SMALL, Augmentation.NONE),
                ImagePipeline.training(SMALL, Augmentation.LIGHT),
                ImagePipeline.training(SMALL, Augmentation.STRONG),
                ImagePipeline.training(SMALL, Augmentation.STRONG).withExactDecoding(true),
                ImagePipeline.training(SMALL.withFit(Fit.PAD), Augmentation.STRONG),
                ImagePipeline.training(SMALL.withFit(Fit.PAD), Augmentation.NONE),
                ImagePipeline.training(SMALL.withFit(Fit.SQUEEZE), Augmentation.LIGHT),
                // crops of which some need a larger image than others
                ImagePipeline.of(new RandomResizedCrop(8, 0.05)),
                ImagePipeline.of(new ResizeTo(12), new RandomHorizontalFlip()));
    }

    @ParameterizedTest
    @MethodSource("pipelines")
    void changesNothing(ImagePipeline pipeline) {
        ImageLoader plain = loader(dataset(), pipeline);
        for (long bytes : new long[] {0, 1000, 4 * BYTES, PLENTY}) {
            ImageLoader cached = loader(new PixelCache(bytes).over(dataset()), pipeline);
            for (int epoch = 0; epoch < 4; epoch++) {
                assertThat(hashes(cached, epoch)).isEqualTo(hashes(plain, epoch));
            }
        }
    }

    @Test
    void decodesOnce() {
        ImagePipeline pipeline = ImagePipeline.of(new RandomResizedCrop(40, 0.7), new RandomHorizontalFlip());
        ImageLoader cached = loader(new PixelCache(PLENTY).over(dataset()), pipeline);
        hashes(cached, 0);
        assertThat(opened).hasValue(COUNT);
        assertThat(decoded).hasValue(COUNT);
        hashes(cached, 1);
        hashes(cached, 2);
        assertThat(opened).hasValue(COUNT);
        assertThat(decoded).hasValue(COUNT);
    }

    @Test
    void keepsWhatComesBeforeAllChance() {
        PixelCache cache = new PixelCache(PLENTY);
        ImageLoader cached = loader(cache.over(dataset()), ImagePipeline.evaluation(SMALL));
        hashes(cached, 0);
        assertThat(cache.bytesLeft()).isEqualTo(PLENTY - COUNT * 16 * 16 * 3);
        hashes(cached, 1);
        assertThat(decoded).hasValue(COUNT);
        // other pixels of the same images are made from the images, not from what was kept
        ImagePipeline other = ImagePipeline.of(new Resize(30), new ResizeTo(10));
        assertThat(hashes(cached.withPipeline(other), 0)).isEqualTo(hashes(loader(dataset(), other), 0));
    }

    @Test
    void takesNoMoreThanItMay() {
        PixelCache cache = new PixelCache(4 * BYTES + 5);
        ImagePipeline pipeline = ImagePipeline.of(new RandomHorizontalFlip());
        ImageLoader cached = loader(cache.over(dataset()), pipeline);
        hashes(cached, 0);
        assertThat(cache.bytesLeft()).isEqualTo(5);
        decoded.set(0);
        hashes(cached, 1);
        assertThat(decoded).hasValue(COUNT - 4);
    }

    @Test
    void aPictureOfOneSizeIsKeptOnce() {
        PixelCache cache = new PixelCache(PLENTY);
        Image image = ReducedDecodingTest.photo(90, 70);
        ImageSource source = new Counted("png", ImageEncoder.png(image));
        EncodedImage encoded = cache.over(Dataset.ofClasses(List.of(Example.of(source, 0)), List.of("a")))
                .examples()
                .getFirst()
                .input()
                .open(3);
        assertThat(encoded.decode(4)).isEqualTo(image);
        assertThat(encoded.decode(2)).isEqualTo(image);
        assertThat(encoded.decode(1)).isEqualTo(image);
        assertThat(cache.bytesLeft()).isEqualTo(PLENTY - BYTES);
    }

    @Test
    void whatIsInMemoryStaysAsItIs() {
        ImageSource memory = new ImageSource() {
            @Override
            public String name() {
                return "memory";
            }

            @Override
            public Image read(int channels) {
                return Image.black(1, 1, channels);
            }

            @Override
            public boolean inMemory() {
                return true;
            }
        };
        Dataset<ImageSource> dataset = Dataset.ofClasses(List.of(Example.of(memory, 0)), List.of("a"));
        assertThat(new PixelCache(PLENTY).over(dataset)).isEqualTo(dataset);
    }

    @Test
    void theUsualSizeIsAShareOfTheHeap() {
        assertThat(PixelCache.ofUsualSize().bytesLeft())
                .isBetween(1L, Runtime.getRuntime().maxMemory() / 4);
        assertThatThrownBy(() -> new PixelCache(-1)).hasMessageContaining("at least 0 bytes, found -1");
    }

    private record Seen(EncodedImage encoded, AtomicInteger decoded) implements EncodedImage {
        @Override
        public int width() {
            return encoded.width();
        }

        @Override
        public int height() {
            return encoded.height();
        }

        @Override
        public Image decode(int reduction) {
            decoded.incrementAndGet();
            return encoded.decode(reduction);
        }
    }

    private final class Counted implements ImageSource {
        private final String name;
        private final byte[] file;

        Counted(String name, byte[] file) {
            this.name = name;
            this.file = file;
        }

        @Override
        public String name() {
            return name;
        }

        @Override
        public Image read(int channels) {
            return open(channels).decode(1);
        }

        @Override
        public EncodedImage open(int channels) {
            opened.incrementAndGet();
            return new Seen(new ImageDecoder(channels).open(file, name), decoded);
        }
    }

    private Dataset<ImageSource> dataset() {
        List<Example<ImageSource>> items = new ArrayList<>();
        for (int i = 0; i < COUNT; i++) {
            byte[] file = ImageEncoder.jpeg(ReducedDecodingTest.photo(90, 70), 60 + 4 * i);
            items.add(Example.of(new Counted("image " + i, file), i % 2));
        }
        return Dataset.ofClasses(items, List.of("a", "b"));
    }

    private static ImageLoader loader(Dataset<ImageSource> dataset, ImagePipeline pipeline) {
        return ImageLoader.of(dataset, pipeline, 4).withShuffling(3).withWorkers(3);
    }

    private static List<String> hashes(ImageLoader loader, int epoch) {
        List<String> hashes = new ArrayList<>();
        try (BatchCursor cursor = loader.open(epoch)) {
            while (true) {
                try (Scope scope = Scope.open()) {
                    Batch batch = cursor.next();
                    if (batch == null) {
                        return hashes;
                    }
                    hashes.add(Arrays.hashCode(Tensors.floats(batch.inputs().getFirst())) + " "
                            + Arrays.toString(Tensors.longs(batch.target())));
                }
            }
        }
    }
}
