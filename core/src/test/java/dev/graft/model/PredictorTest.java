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
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
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
import javax.imageio.ImageIO;
import org.bytedeco.pytorch.GradMode;
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

    /// A short text beside a long one is padded; its features are those that it has alone.
    @Test
    void paddingTakesNoPartInFeatures() throws IOException {
        ModelChoice choice =
                ModelChoice.of(ToyBert.write(folder.resolve("bert")).toString()).withWeights(InitialWeights.none());
        try (Model<Text> texts = Models.start(
                        ModelKind.TEXT, choice, Task.SINGLE_LABEL_CLASSIFICATION, List.of("a", "b"), Device.CPU);
                Predictor<Text> predictor = Predictor.of(texts)) {
            Text brief = Text.of("bad");
            Text longer = Text.of("very good film very good film");
            for (String stage : predictor.stages()) {
                List<Features> together = new ArrayList<>();
                predictor.features(List.of(longer, brief), stage, together::add);
                assertThat(together.getLast().values())
                        .containsExactly(predictor.features(brief, stage), within(1e-4f));
            }
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
        assertThatThrownBy(() -> predictor.predict(List.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("predictor: expected at least one example, found none");
        assertThatThrownBy(() -> predictor.features(List.of())).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> predictor.predict(PredictorTest.<ImageSource>absent()))
                .isInstanceOf(NullPointerException.class)
                .hasMessage("predictor: expected an example, found null");
        assertThatThrownBy(() -> predictor.features(IMAGES.getFirst(), "stem0"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("found 'stem0'")
                .hasMessageEndingWith("did you mean stem?");
        predictor.close();
        predictor.close();
        assertThatThrownBy(() -> predictor.predict(IMAGES.getFirst()))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("predictor: is closed");
        assertThat(model.predict(IMAGES.getFirst()).classes()).hasSize(2); // its model is still open
    }

    @SuppressWarnings({"NullAway", "TypeParameterUnusedInFormals"}) // what a caller without NullAway may do
    private static <T> T absent() {
        return null;
    }

    /// All ask for one image at a time.
    private static void requireShared(Predictor<ImageSource> sharing, List<Prediction> alone) throws Exception {
        together(() -> {
            for (int i = 0; i < 2 * IMAGES.size(); i++) {
                int at = i % IMAGES.size();
                Prediction found = sharing.predict(IMAGES.get(at));
                assertThat(found.source()).isEqualTo(alone.get(at).source());
                assertThat(found.label()).isEqualTo(alone.get(at).label());
                assertThat(found.probability()).isCloseTo(alone.get(at).probability(), within(1e-5));
            }
            return null;
        });
    }

    @Test
    void whoAskAtTheSameMomentShareABatch() throws Exception {
        try (Predictor<ImageSource> predictor = Predictor.of(model);
                Predictor<ImageSource> sharing = Predictor.of(
                        model, Sharing.within(Duration.ofSeconds(30)).withMost(THREADS))) {
            // each batch is full before its wait is over: as many ask as it takes
            requireShared(sharing, predictor.predict(IMAGES));
        }
    }

    @Test
    void aBatchWaitsNoLongerThanItWasTold() {
        try (Predictor<ImageSource> sharing = Predictor.of(model, Sharing.within(Duration.ofMillis(1)))) {
            assertThat(sharing.predict(IMAGES.getFirst()).classes()).hasSize(2);
            assertThat(sharing.features(IMAGES.getFirst())).isNotEmpty();
            ImageSource damaged = ImageSource.of("part 9", new byte[] {1, 2, 3});
            assertThatThrownBy(() -> sharing.predict(damaged)).isInstanceOf(DataException.class);
        }
        assertThatThrownBy(() -> Sharing.within(Duration.ofMinutes(2))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Sharing.within(Duration.ZERO).withMost(0))
                .isInstanceOf(IllegalArgumentException.class);
    }

    /// Questions about answers and about features come at the same moment, and none is mixed up.
    @Test
    void batchesAreSharedByThoseWhoAskForTheSame() throws Exception {
        try (Predictor<ImageSource> predictor = Predictor.of(model);
                Predictor<ImageSource> sharing = Predictor.of(model, Sharing.within(Duration.ofMillis(2)))) {
            float[] expected = predictor.features(IMAGES.getFirst());
            together(() -> {
                for (int i = 0; i < IMAGES.size(); i++) {
                    assertThat(sharing.predict(IMAGES.get(i)).classes()).hasSize(2);
                    assertThat(sharing.features(IMAGES.getFirst())).containsExactly(expected, within(1e-4f));
                }
                return null;
            });
        }
    }

    @Test
    void virtualThreadsGetTheSameAndLeaveGradientsOn() throws Exception {
        try (Predictor<ImageSource> predictor = Predictor.of(model);
                Predictor<ImageSource> sharing = Predictor.of(model, Sharing.within(Duration.ofMillis(2)));
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Prediction> alone = IMAGES.stream().map(predictor::predict).toList();
            List<Future<Prediction>> asked = new ArrayList<>();
            List<Future<Prediction>> shared = new ArrayList<>();
            for (int i = 0; i < 10 * IMAGES.size(); i++) {
                ImageSource image = IMAGES.get(i % IMAGES.size());
                asked.add(threads.submit(() -> predictor.predict(image)));
                shared.add(threads.submit(() -> sharing.predict(image)));
            }
            for (int i = 0; i < asked.size(); i++) {
                assertThat(asked.get(i).get()).isEqualTo(alone.get(i % alone.size()));
                assertThat(shared.get(i).get().label())
                        .isEqualTo(alone.get(i % alone.size()).label());
            }
            assertThat(threads.submit(() -> predictor.predict(IMAGES)).get()).hasSameSizeAs(IMAGES);
            assertThat(threads.submit(GradMode::is_enabled).get()).isTrue();
        }
    }

    /// The same image as a file, as bytes, from a stream and as Java has it.
    @Test
    void imagesComeInMoreWaysThanOne() throws IOException {
        Path file = shared.resolve("good/00.png");
        byte[] bytes = Files.readAllBytes(file);
        try (Predictor<ImageSource> predictor = Predictor.of(model);
                InputStream stream = new ByteArrayInputStream(bytes)) {
            Prediction expected = predictor.predict(ImageSource.of("x", bytes));
            assertThat(predictor.predict(ImageSource.of("x", stream))).isEqualTo(expected);
            assertThat(predictor.predict(ImageSource.of("x", ImageIO.read(file.toFile()))))
                    .isEqualTo(expected);
            assertThat(predictor.predict(ImageSource.of(file)).classes()).isEqualTo(expected.classes());
        }
    }

    @Test
    void aStageHasFeaturesToo() {
        try (Predictor<ImageSource> predictor = Predictor.of(model)) {
            assertThat(predictor.features(IMAGES.getFirst(), predictor.beforeHead()))
                    .containsExactly(predictor.features(IMAGES.getFirst()));
            int all = predictor.stages().size();
            assertThat(predictor.features(IMAGES.getFirst(), predictor.stages().get(all - 1)))
                    .hasSize(2);
            List<Features> several = new ArrayList<>();
            assertThat(predictor.features(IMAGES, "stem", several::add)).isEmpty();
            assertThat(several).hasSameSizeAs(IMAGES);
            assertThat(several.getFirst().values())
                    .containsExactly(predictor.features(IMAGES.getFirst(), "stem"), within(1e-4f));
        }
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
