package dev.graft;

import static org.assertj.core.api.Assertions.assertThat;

import dev.graft.data.Augmentation;
import dev.graft.data.ImageData;
import dev.graft.data.ImageDataset;
import dev.graft.data.ImageItem;
import dev.graft.data.ImageLoader;
import dev.graft.data.ImagePipeline;
import dev.graft.data.Splits;
import dev.graft.testing.Memory;
import dev.graft.torch.Device;
import dev.graft.torch.Threads;
import dev.graft.train.Recipe;
import dev.graft.train.Trainer;
import dev.graft.tune.Plan;
import dev.graft.tune.Plans;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Nothing that is made for a batch is still there after it.
class FlatMemoryTest {
    private static final int MOST_MIB = 50;
    private static final int BATCH = 2;
    private static final ModelChoice SMALL = ModelChoice.of("graft-nano").withSize(32);

    @TempDir
    static Path folder;

    private static Splits data = new Splits(
            "", empty(), empty(), Optional.empty(), false, List.of(), List.of(), List.of(), Optional.empty());

    private static ImageDataset empty() {
        return new ImageDataset(List.of(), List.of());
    }

    @BeforeAll
    static void draw() throws IOException {
        Threads.set(1);
        data = ImageData.open(Surfaces.classes(folder, 10));
    }

    @AfterAll
    static void giveTheThreadsBack() {
        Threads.set(Threads.available());
    }

    @Test
    void overTwoThousandTrainingSteps() {
        try (ImageClassifier model = ImageClassifier.start(SMALL, data.classes(), Device.CPU)) {
            train(model, 200, 1);
            long before = Memory.heldMiB();
            train(model, 1000, 2);
            assertThat(Memory.heldMiB() - before).isLessThan(MOST_MIB);
        }
    }

    private static void train(ImageClassifier model, int steps, int epochs) {
        Plan plan = Plans.full(model.outline(), epochs, new Plan.Rates(1e-4, 1e-3));
        ImageDataset many = repeated(steps * BATCH);
        ImageLoader training = ImageLoader.of(
                        many, ImagePipeline.training(model.preprocessing(), Augmentation.LIGHT), BATCH)
                .withShuffling(1)
                .withWorkers(1);
        ImageLoader validation =
                ImageLoader.of(data.validation(), ImagePipeline.evaluation(model.preprocessing()), BATCH);
        Recipe recipe = Recipe.DEFAULT.withClip(1).withLabelSmoothing(0.1);
        assertThat(new Trainer(model.network(), plan, recipe, training, validation)
                        .fit()
                        .epochs())
                .hasSize(epochs);
    }

    private static ImageDataset repeated(int count) {
        List<ImageItem> items = new ArrayList<>();
        while (items.size() < count) {
            items.addAll(data.train().items());
        }
        return new ImageDataset(items.subList(0, count), data.classes());
    }

    @Test
    void overTenThousandPredictions() {
        Path picture = Path.of(data.train().items().getFirst().source().name());
        try (ImageClassifier model = ImageClassifier.start(SMALL, data.classes(), Device.CPU)) {
            predict(model, picture, 500);
            long before = Memory.heldMiB();
            predict(model, picture, 9500);
            for (int i = 0; i < 500; i++) { // one at a time, as a service does
                assertThat(model.predict(picture).classes()).hasSize(3);
            }
            assertThat(Memory.heldMiB() - before).isLessThan(MOST_MIB);
        }
    }

    private static void predict(ImageClassifier model, Path picture, int count) {
        int[] seen = new int[1];
        model.predict(Collections.nCopies(count, picture), 1, prediction -> seen[0]++);
        assertThat(seen[0]).isEqualTo(count);
    }
}
