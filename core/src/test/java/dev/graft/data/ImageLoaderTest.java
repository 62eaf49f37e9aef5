package dev.graft.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.graft.data.image.Image;
import dev.graft.data.image.ResizeTo;
import dev.graft.torch.Scope;
import dev.graft.torch.Tensors;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.bytedeco.javacpp.Pointer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ImageLoaderTest {
    private static final Preprocessing SMALL = Preprocessing.imagenet(16, 20);
    private static final ImageLoader LOADER = ImageLoader.of(
                    dataset(23), ImagePipeline.training(SMALL, Augmentation.STRONG), 5)
            .withShuffling(7);

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 7})
    void workersChangeNothing(int workers) {
        assertThat(hashes(LOADER.withWorkers(workers), 3, 0)).isEqualTo(hashes(LOADER.withWorkers(3), 3, 0));
        assertThat(hashes(LOADER.withWorkers(workers).withPrefetch(0), 3, 0)).isEqualTo(hashes(LOADER, 3, 0));
    }

    @Test
    void startsInTheMiddleAsIfItHadNeverStopped() {
        List<String> whole = hashes(LOADER, 2, 0);
        for (int from = 0; from <= LOADER.batches(); from++) {
            assertThat(hashes(LOADER, 2, from)).isEqualTo(whole.subList(from, whole.size()));
        }
    }

    @Test
    void epochsAndSeedsDiffer() {
        assertThat(hashes(LOADER, 0, 0)).isNotEqualTo(hashes(LOADER, 1, 0));
        assertThat(hashes(LOADER.withShuffling(8), 0, 0)).isNotEqualTo(hashes(LOADER, 0, 0));
        assertThat(LOADER.order(0)).isNotEqualTo(LOADER.order(1)).containsExactlyInAnyOrder(LOADER.order(1));
    }

    @Test
    void everyPictureOnceWithItsLabel() {
        ImageLoader plain = ImageLoader.of(dataset(23), ImagePipeline.evaluation(SMALL), 5);
        assertThat(plain.examples()).isEqualTo(23);
        assertThat(plain.batches()).isEqualTo(5);
        List<Long> labels = new ArrayList<>();
        try (BatchCursor cursor = plain.open(0)) {
            while (true) {
                try (Scope scope = Scope.open()) {
                    Batch batch = cursor.next();
                    if (batch == null) {
                        break;
                    }
                    assertThat(Tensors.shape(batch.inputs().getFirst())).containsExactly(batch.examples(), 3, 16, 16);
                    Arrays.stream(Tensors.longs(batch.target())).forEach(labels::add);
                }
            }
            assertThat(cursor.next()).isNull();
        }
        assertThat(labels).hasSize(23).startsWith(0L, 1L, 2L, 0L).endsWith(0L, 1L);
    }

    @Test
    void dropsWhatIsNotFull() {
        ImageLoader dropping = LOADER.withDropLast(true);
        assertThat(dropping.examples()).isEqualTo(20);
        assertThat(dropping.batches()).isEqualTo(4);
        assertThat(hashes(dropping, 0, 0)).isEqualTo(hashes(LOADER, 0, 0).subList(0, 4));
    }

    @Test
    void aLastPictureAloneJoinsTheBatchBeforeIt() {
        ImageLoader alone = ImageLoader.of(dataset(21), ImagePipeline.training(SMALL, Augmentation.LIGHT), 5)
                .withShuffling(7);
        ImageLoader joining = alone.withLoneJoining(true);
        assertThat(alone.batches()).isEqualTo(5);
        assertThat(joining.batches()).isEqualTo(4);
        assertThat(joining.examples()).isEqualTo(21);
        List<String> whole = hashes(joining, 2, 0);
        assertThat(whole.subList(0, 3)).isEqualTo(hashes(alone, 2, 0).subList(0, 3));
        assertThat(whole.getLast().split(", ")).hasSize(6);
        for (int from = 0; from <= 4; from++) {
            assertThat(hashes(joining.withPrefetch(0).withWorkers(1), 2, from))
                    .isEqualTo(whole.subList(from, whole.size()));
        }
        assertThat(LOADER.withLoneJoining(true).batches()).isEqualTo(LOADER.batches());
        ImageLoader one =
                ImageLoader.of(dataset(1), ImagePipeline.evaluation(SMALL), 5).withLoneJoining(true);
        assertThat(hashes(one, 0, 0)).hasSize(1);
    }

    @Test
    void aWorkersErrorReachesNext() {
        ImageLoader broken = ImageLoader.of(
                with(dataset(23), 12, image("broken", () -> {
                    throw new DataException("broken.jpg: the file is cut off");
                })),
                ImagePipeline.evaluation(SMALL),
                5);
        try (Scope scope = Scope.open();
                BatchCursor cursor = broken.open(0)) {
            assertThat(cursor.next()).isNotNull();
            assertThat(cursor.next()).isNotNull();
            assertThatThrownBy(cursor::next)
                    .isInstanceOf(DataException.class)
                    .hasMessage("broken.jpg: the file is cut off");
        }
    }

    @Test
    void differentShapesAreExplained() {
        ImageLoader mixed =
                ImageLoader.of(with(dataset(5), 2, image("tall", () -> Image.black(8, 9, 3))), ImagePipeline.of(), 5);
        try (Scope scope = Scope.open();
                BatchCursor cursor = mixed.open(0)) {
            assertThatThrownBy(cursor::next)
                    .isInstanceOf(DataException.class)
                    .hasMessageContaining("found [3, 30, 24] and [3, 9, 8]; end the transforms with one size");
        }
    }

    @Test
    void closingStopsTheThreads() throws InterruptedException {
        CountDownLatch started = new CountDownLatch(1);
        ImageLoader slow = ImageLoader.of(
                with(dataset(23), 0, image("slow", () -> {
                    started.countDown();
                    try {
                        Thread.sleep(60_000);
                    } catch (InterruptedException e) {
                        throw new DataException("stopped", e);
                    }
                    return Image.black(30, 30, 3);
                })),
                ImagePipeline.of(new ResizeTo(16)),
                5);
        BatchCursor cursor = slow.withWorkers(3).open(0);
        assertThat(started.await(10, TimeUnit.SECONDS)).isTrue();
        List<Thread> workers = Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("graft-loader"))
                .toList();
        assertThat(workers).isNotEmpty();
        long start = System.nanoTime();
        cursor.close();
        assertThat(System.nanoTime() - start).isLessThan(TimeUnit.SECONDS.toNanos(5));
        for (Thread worker : workers) {
            // a pool counts as ended from its last worker's last steps on, a moment before the thread is gone
            assertThat(worker.join(Duration.ofSeconds(5))).isTrue();
        }
        assertThatThrownBy(cursor::next).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void memoryStaysFlatOverManyEpochs() {
        ImageLoader loader = LOADER.withWorkers(2);
        hashes(loader, 0, 0);
        long before = 0;
        for (int epoch = 0; epoch < 150; epoch++) {
            hashes(loader, epoch, 0);
            if (epoch == 30) {
                before = Pointer.totalBytes();
            }
        }
        assertThat(Pointer.totalBytes()).isLessThanOrEqualTo(before + 100_000);
        assertThat(Pointer.totalCount()).isLessThan(10_000);
    }

    @Test
    void mistakesAreNamed() {
        assertThatThrownBy(() -> LOADER.open(0, 6)).hasMessageContaining("a batch from 0 to 5");
        assertThatThrownBy(() -> LOADER.withWorkers(0)).hasMessageContaining("workers of at least 1");
    }

    private static List<String> hashes(ImageLoader loader, int epoch, int from) {
        List<String> hashes = new ArrayList<>();
        try (BatchCursor cursor = loader.open(epoch, from)) {
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

    private static Dataset<ImageSource> dataset(int size) {
        List<Example<ImageSource>> items = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            byte[] pixels = new byte[24 * 30 * 3];
            for (int at = 0; at < pixels.length; at++) {
                pixels[at] = (byte) (at * (i + 3) / 7);
            }
            items.add(Example.of(image("image " + i, () -> Image.of(24, 30, 3, pixels)), i % 3));
        }
        return Dataset.ofClasses(items, List.of("a", "b", "c"));
    }

    private static Dataset<ImageSource> with(Dataset<ImageSource> dataset, int position, ImageSource source) {
        List<Example<ImageSource>> items = new ArrayList<>(dataset.examples());
        items.set(position, Example.of(source, 0));
        return Dataset.ofClasses(items, dataset.labels());
    }

    private static ImageSource image(String name, java.util.function.Supplier<Image> read) {
        return new ImageSource() {
            @Override
            public String name() {
                return name;
            }

            @Override
            public Image read(int channels) {
                return read.get().toChannels(channels);
            }
        };
    }
}
