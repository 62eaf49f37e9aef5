package dev.graft.model;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.graft.Models;
import dev.graft.data.DataException;
import dev.graft.data.ImageSource;
import dev.graft.data.Questions;
import dev.graft.data.Task;
import dev.graft.data.demo.SurfacePhotos.Kind;
import dev.graft.task.Prediction;
import dev.graft.testing.Memory;
import dev.graft.testing.Surfaces;
import dev.graft.testing.ToyBert;
import dev.graft.text.Text;
import dev.graft.torch.Device;
import dev.graft.torch.Scope;
import dev.graft.torch.Tensors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PredictorTest {
    private static final int THREADS = 8;
    private static final int EACH = 60;
    private static final int MOST_MIB = 50;

    @TempDir
    static Path shared;

    private static final List<ImageSource> IMAGES = new ArrayList<>();

    @SuppressWarnings("NullAway.Init") // before all tests
    private static Model<ImageSource> model;

    @TempDir
    Path folder;

    @BeforeAll
    static void draw() throws IOException {
        Surfaces.write(shared.resolve("good"), Kind.GOOD, 5, 1);
        Surfaces.write(shared.resolve("scratch"), Kind.SCRATCH, 5, 2);
        for (String label : List.of("good", "scratch")) {
            for (int i = 0; i < 5; i++) {
                Path file = shared.resolve("%s/%02d.png".formatted(label, i));
                IMAGES.add(ImageSource.of(label + i, Files.readAllBytes(file)));
            }
        }
        model = Models.start(
                ModelKind.IMAGE,
                ModelChoice.of("graft-nano"),
                Task.SINGLE_LABEL_CLASSIFICATION,
                List.of("good", "scratch"),
                Device.CPU);
    }

    @AfterAll
    static void close() {
        model.close();
    }

    /// Runs the same on all threads at once, and waits for them.
    private static <T> List<T> together(Callable<T> what) throws InterruptedException, ExecutionException {
        CountDownLatch start = new CountDownLatch(1);
        List<T> results = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(THREADS)) {
            List<Future<T>> running = new ArrayList<>();
            for (int i = 0; i < THREADS; i++) {
                running.add(threads.submit(() -> {
                    start.await();
                    return what.call();
                }));
            }
            start.countDown();
            for (Future<T> one : running) {
                results.add(one.get());
            }
        }
        return results;
    }

    private static <X> void requireSameOfAllThreads(Predictor<X> predictor, List<X> examples)
            throws InterruptedException, ExecutionException {
        List<Prediction> alone = examples.stream().map(predictor::predict).toList();
        Map<Integer, Prediction> other = new ConcurrentHashMap<>();
        together(() -> {
            for (int i = 0; i < EACH; i++) {
                int at = i % examples.size();
                Prediction found = predictor.predict(examples.get(at));
                if (!found.equals(alone.get(at))) {
                    other.put(at, found);
                }
            }
            return null;
        });
        assertThat(other).isEmpty();
    }

    @Test
    void threadsGetWhatOneGetsAndShareTheMemory() throws Exception {
        try (Predictor<ImageSource> predictor = Predictor.of(model)) {
            requireSameOfAllThreads(predictor, IMAGES);
            long before = Memory.heldMiB();
            requireSameOfAllThreads(predictor, IMAGES);
            assertThat(Memory.heldMiB() - before).isLessThan(MOST_MIB);
        }
    }

    @Test
    void threadsGetWhatOneGetsOfTexts() throws Exception {
        ModelChoice choice =
                ModelChoice.of(ToyBert.write(folder.resolve("bert")).toString()).withWeights(InitialWeights.none());
        try (Model<Text> texts = Models.start(
                        ModelKind.TEXT, choice, Task.MULTI_LABEL_CLASSIFICATION, List.of("a", "b"), Device.CPU);
                Predictor<Text> predictor = Predictor.of(texts)) {
            requireSameOfAllThreads(
                    predictor,
                    List.of(Text.of("very good film"), Text.of("bad"), Text.pair("good", "bad plot"), Text.of("")));
        }
    }

    @Test
    void oneAtATimeIsAsManyTogether() {
        try (Predictor<ImageSource> predictor = Predictor.of(model)) {
            List<Prediction> together = predictor.predict(IMAGES);
            assertThat(together).hasSize(IMAGES.size());
            for (int i = 0; i < IMAGES.size(); i++) {
                Prediction alone = predictor.predict(IMAGES.get(i));
                assertThat(alone.source()).isEqualTo(together.get(i).source());
                assertThat(alone.probability()).isCloseTo(together.get(i).probability(), within(1e-5));
            }
            assertThat(predictor.predict(List.of())).isEmpty();
        }
    }

    /// The head's inputs, by the network itself.
    @Test
    void featuresAreWhatTheHeadIsGiven() {
        try (Predictor<ImageSource> predictor = Predictor.of(model);
                Questions questions = model.input().questions(IMAGES, IMAGES.size());
                Scope scope = Scope.open()) {
            List<float[]> features = predictor.features(IMAGES);
            int last = model.network().stages().size() - 1;
            Questions.Some all = requireNonNull(questions.next());
            Tensor expected = model.network().run(0, last, all.inputs().getFirst(), List.of(), stage -> false);
            float[] numbers = Tensors.floats(expected);
            int width = numbers.length / IMAGES.size();
            for (int i = 0; i < IMAGES.size(); i++) {
                assertThat(features.get(i)).hasSize(width);
                for (int k = 0; k < width; k++) {
                    assertThat(features.get(i)[k]).isCloseTo(numbers[i * width + k], within(1e-4f));
                }
            }
        }
    }

    @Test
    void whatCannotBeAnsweredIsOneClearException() {
        ImageSource damaged = ImageSource.of("part 9", new byte[] {1, 2, 3});
        Predictor<ImageSource> predictor = Predictor.of(model);
        assertThatThrownBy(() -> predictor.predict(damaged))
                .isInstanceOf(DataException.class)
                .hasMessageStartingWith("part 9: ");
        assertThatThrownBy(() -> predictor.features(damaged)).isInstanceOf(DataException.class);
        List<Prediction> readable = new ArrayList<>();
        assertThat(predictor.predict(List.of(IMAGES.getFirst(), damaged, IMAGES.getLast()), 1, readable::add))
                .extracting(Model.Unreadable::source)
                .containsExactly("part 9");
        assertThat(readable).hasSize(2);
        predictor.close();
        predictor.close();
        assertThatThrownBy(() -> predictor.predict(IMAGES.getFirst()))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("predictor: is closed");
        assertThat(model.predict(IMAGES.getFirst()).classes()).hasSize(2); // its model is still open
    }

    @Test
    void closingWaitsForThoseWhoAreBeingAnswered() throws Exception {
        Predictor<ImageSource> predictor = Predictor.of(model);
        CountDownLatch answered = new CountDownLatch(THREADS);
        try (ExecutorService closer = Executors.newSingleThreadExecutor()) {
            Future<?> closing = closer.submit(() -> {
                answered.await();
                predictor.close();
                return null;
            });
            List<Integer> counts = together(() -> {
                int count = 0;
                try {
                    while (true) {
                        predictor.predict(IMAGES.get(count % IMAGES.size()));
                        if (count++ == 0) {
                            answered.countDown();
                        }
                    }
                } catch (IllegalStateException closed) {
                    assertThat(closed).hasMessage("predictor: is closed");
                }
                return count;
            });
            closing.get();
            assertThat(counts).allMatch(count -> count > 0);
        }
    }
}
