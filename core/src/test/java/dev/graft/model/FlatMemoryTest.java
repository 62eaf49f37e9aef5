package dev.graft.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.graft.Models;
import dev.graft.data.Augmentation;
import dev.graft.data.Dataset;
import dev.graft.data.Example;
import dev.graft.data.ImageData;
import dev.graft.data.ImageInput;
import dev.graft.data.ImageLoader;
import dev.graft.data.ImagePipeline;
import dev.graft.data.ImageSource;
import dev.graft.data.Kind;
import dev.graft.data.Splits;
import dev.graft.testing.Memory;
import dev.graft.testing.Surfaces;
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

    private static Splits<ImageSource> data = Splits.none(Kind.IMAGE, List.of());

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
        try (Model<ImageSource> model = Models.start(SMALL, data, Device.CPU)) {
            train(model, 200, 1);
            long before = Memory.heldMiB();
            train(model, 1000, 2);
            assertThat(Memory.heldMiB() - before).isLessThan(MOST_MIB);
        }
    }

    private static void train(Model<ImageSource> model, int steps, int epochs) {
        Plan plan = Plans.full(model.outline(), epochs, new Plan.Rates(1e-4, 1e-3));
        Dataset<ImageSource> many = repeated(steps * BATCH);
        ImageLoader training = ImageLoader.of(
                        many, ImagePipeline.training(ImageInput.of(model).preprocessing(), Augmentation.LIGHT), BATCH)
                .withShuffling(1)
                .withWorkers(1);
        ImageLoader validation = ImageLoader.of(
                data.validation(), ImagePipeline.evaluation(ImageInput.of(model).preprocessing()), BATCH);
        Recipe recipe = Recipe.DEFAULT.withClip(1).withLabelSmoothing(0.1);
        assertThat(new Trainer(model.network(), plan, recipe, training, validation)
                        .fit()
                        .epochs())
                .hasSize(epochs);
    }

    private static Dataset<ImageSource> repeated(int count) {
        List<Example<ImageSource>> items = new ArrayList<>();
        while (items.size() < count) {
            items.addAll(data.train().examples());
        }
        return Dataset.ofClasses(items.subList(0, count), data.labels());
    }

    @Test
    void overTenThousandPredictions() {
        ImageSource image = data.train().examples().getFirst().input();
        try (Model<ImageSource> model = Models.start(SMALL, data, Device.CPU)) {
            predict(model, image, 500);
            long before = Memory.heldMiB();
            predict(model, image, 9500);
            for (int i = 0; i < 500; i++) { // one at a time, as a service does
                assertThat(model.predict(image).classes()).hasSize(3);
            }
            assertThat(Memory.heldMiB() - before).isLessThan(MOST_MIB);
        }
    }

    private static void predict(Model<ImageSource> model, ImageSource image, int count) {
        int[] seen = new int[1];
        model.predict(Collections.nCopies(count, image), 1, prediction -> seen[0]++);
        assertThat(seen[0]).isEqualTo(count);
    }
}
