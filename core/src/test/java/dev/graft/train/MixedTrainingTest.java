package dev.graft.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.graft.data.Augmentation;
import dev.graft.data.Dataset;
import dev.graft.data.Example;
import dev.graft.data.ImageLoader;
import dev.graft.data.ImagePipeline;
import dev.graft.data.ImageSource;
import dev.graft.data.Preprocessing;
import dev.graft.data.image.Image;
import dev.graft.nn.Conv2d;
import dev.graft.nn.Layers;
import dev.graft.nn.Linear;
import dev.graft.nn.Network;
import dev.graft.nn.ParamStore;
import dev.graft.nn.Stage;
import dev.graft.torch.Device;
import dev.graft.torch.Threads;
import dev.graft.tune.Group;
import dev.graft.tune.Plan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A training on blended images depends on its seed alone, and learns.
class MixedTrainingTest {
    private static final Preprocessing SMALL = Preprocessing.imagenet(8, 8);
    private static final Recipe RECIPE = Recipe.DEFAULT.withMixing(new Mixing(0.4, 1));
    private static final int EPOCHS = 3;

    @BeforeAll
    static void oneThread() {
        Threads.set(1);
    }

    @AfterAll
    static void allThreads() {
        Threads.set(Threads.available());
    }

    @Test
    void theSeedDecidesAndWorkersDoNot() {
        History one = fit(RECIPE, 1, EPOCHS);
        assertThat(fit(RECIPE, 1, EPOCHS)).isEqualTo(one);
        assertThat(fit(RECIPE, 3, EPOCHS)).isEqualTo(one);
        assertThat(fit(RECIPE.withSeed(7), 1, EPOCHS)).isNotEqualTo(one);
        assertThat(fit(RECIPE.withMixing(Mixing.NONE), 1, EPOCHS)).isNotEqualTo(one);
    }

    @Test
    void itLearns() {
        assertThat(fit(RECIPE, 1, 15).best().orElseThrow().valAccuracy()).isGreaterThan(0.9);
    }

    @Test
    void goesWithEverythingElseInTheRecipe() {
        Recipe all = RECIPE.withAccumulation(2)
                .withClip(1)
                .withLabelSmoothing(0.1)
                .withClassWeights(List.of(1.0, 0.5, 2.0))
                .withPrecision(Precision.BF16)
                .withAveraging(new Averaging.Swa(1));
        History history = fit(all, 1, EPOCHS);
        assertThat(history.stopReason()).contains(StopReason.COMPLETED);
        assertThat(history.epochs())
                .allSatisfy(epoch -> assertThat(epoch.trainAccuracy()).isBetween(0.0, 1.0));
    }

    @Test
    void resumesToTheSameBytes(@TempDir Path folder) throws IOException {
        Recipe recipe = RECIPE.withAveraging(new Averaging.Ema(0.9, true));
        RunFolder whole = RunFolder.create(folder.resolve("whole"));
        RunFolder broken = RunFolder.create(folder.resolve("broken"));
        try (Network network = network()) {
            trainer(network, recipe, 1, EPOCHS).withFolder(whole).fit();
        }
        try (Network network = network()) {
            assertThatThrownBy(() -> trainer(network, recipe, 1, EPOCHS)
                            .withFolder(broken)
                            .withListener(event -> {
                                if (event instanceof TrainingEvent.BatchDone done
                                        && done.epoch() == 2
                                        && done.batch() == 2) {
                                    throw new IllegalStateException("power cut");
                                }
                            })
                            .fit())
                    .hasMessage("power cut");
        }
        try (Network network = network()) {
            trainer(network, recipe, 3, EPOCHS).withFolder(broken).fit();
        }
        for (String file : List.of("metrics.jsonl", "model/model.safetensors")) {
            assertThat(Files.readAllBytes(broken.root().resolve(file)))
                    .as(file)
                    .isEqualTo(Files.readAllBytes(whole.root().resolve(file)));
        }
    }

    @Test
    void pointsAreRefused() {
        try (Network network = Toy.network(1)) {
            Plan plan = Plan.of(1, new Group("head", List.of("head"), 0.01, 0));
            Trainer trainer = new Trainer(network, plan, RECIPE, Toy.Points.training(), Toy.Points.validation());
            assertThatThrownBy(trainer::fit)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage(
                            "mixing: expected batches of images, float [N, C, H, W], found [float32 [16, 4]]; only images can be blended: remove mixup and cutmix");
        }
    }

    private static History fit(Recipe recipe, int workers, int epochs) {
        try (Network network = network()) {
            return trainer(network, recipe, workers, epochs).fit();
        }
    }

    private static Trainer trainer(Network network, Recipe recipe, int workers, int epochs) {
        ImageLoader training = ImageLoader.of(images(40), ImagePipeline.training(SMALL, Augmentation.STRONG), 8)
                .withShuffling(7)
                .withWorkers(workers);
        ImageLoader validation = ImageLoader.of(images(30), ImagePipeline.evaluation(SMALL), 10);
        Plan plan = Plan.of(epochs, new Group("all", List.of("body", "head"), 0.02, 0));
        return new Trainer(network, plan, recipe, training, validation);
    }

    private static Network network() {
        ParamStore params = new ParamStore(Device.CPU);
        var body = params.stage("body").sub("body");
        List<Stage> stages = List.of(
                new Stage(
                        "body",
                        Layers.sequence(
                                Layers.conv2d(body.sub(0), Conv2d.of(3, 8, 3)),
                                Layers.batchNorm(body.sub(1), 8),
                                Layers.reluInPlace(),
                                Layers.globalAvgPool(),
                                Layers.dropout(0.1))),
                new Stage("head", Layers.linear(params.stage("head").sub("head"), Linear.of(8, 3))));
        Network network = new Network("toy", params, stages);
        params.initialize(1);
        return network;
    }

    /// Pictures of three brightnesses.
    private static Dataset<ImageSource> images(int size) {
        List<Example<ImageSource>> items = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            byte[] pixels = new byte[12 * 10 * 3];
            Arrays.fill(pixels, (byte) (40 + 80 * (i % 3) + i % 7));
            items.add(Example.of(new Picture("image " + i, Image.of(12, 10, 3, pixels)), i % 3));
        }
        return Dataset.ofClasses(items, List.of("dark", "grey", "bright"));
    }

    private record Picture(String name, Image image) implements ImageSource {
        @Override
        public Image read(int channels) {
            return image.toChannels(channels);
        }
    }
}
