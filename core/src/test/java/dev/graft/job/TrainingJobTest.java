package dev.graft.job;

import static dev.graft.job.Runs.HUB;
import static dev.graft.job.Runs.everything;
import static dev.graft.job.Runs.images;
import static dev.graft.job.Runs.model;
import static dev.graft.job.Runs.tensors;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.graft.Models;
import dev.graft.data.ImageEncoder;
import dev.graft.data.ImageInput;
import dev.graft.data.ImageSource;
import dev.graft.data.Task;
import dev.graft.data.demo.SurfacePhotos.Kind;
import dev.graft.data.image.Image;
import dev.graft.model.Model;
import dev.graft.model.ModelKind;
import dev.graft.task.Prediction;
import dev.graft.testing.Options;
import dev.graft.testing.Surfaces;
import dev.graft.torch.Device;
import dev.graft.torch.Threads;
import dev.graft.train.RunJson;
import dev.graft.weights.WeightsException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// From options to a tuning, with the embedded model on a few drawn images.
class TrainingJobTest {
    @TempDir
    static Path shared;

    private static Path data = Path.of("");

    @TempDir
    Path folder;

    /// 3 x 12 images, of which 2 a class become the validation part: 30 to train on.
    @BeforeAll
    static void draw() throws IOException {
        data = Surfaces.classes(shared.resolve("surfaces"), 12);
    }

    @AfterAll
    static void giveTheThreadsBack() {
        Threads.set(Threads.available());
    }

    @Test
    void exactDecodingReachesTrainingAndPrediction() throws IOException {
        Path large = folder.resolve("large.jpg");
        ImageEncoder.write(stripes(1200, 900), large);
        try (TrainingJob job = TrainingJob.of(
                Surfaces.options(data).with("exact_decoding", true).values(), HUB)) {
            assertThat(images(job).pipeline().exactDecoding()).isTrue();
            ImageInput usual = ImageInput.of(model(job));
            double exact = probability(model(job), large, usual.withExactDecoding(true));
            assertThat(probability(model(job), large, usual))
                    .isNotEqualTo(exact)
                    .isCloseTo(exact, within(0.05));
            assertThat(model(job).predict(ImageSource.of(large)).probability())
                    .isEqualTo(probability(model(job), large, usual));
        }
        try (TrainingJob job = TrainingJob.of(Surfaces.options(data).values(), HUB)) {
            assertThat(images(job).pipeline().exactDecoding()).isFalse();
        }
    }

    private static double probability(Model<ImageSource> model, Path image, ImageInput input) {
        List<Prediction> found = new ArrayList<>();
        assertThat(model.predict(List.of(ImageSource.of(image)), input, 1, found::add))
                .isEmpty();
        return found.getFirst().probability();
    }

    private static Image stripes(int width, int height) {
        Image image = Image.black(width, height, 3);
        for (int at = 0; at < image.pixels().length; at++) {
            int x = at / 3 % width;
            int y = at / 3 / width;
            image.pixels()[at] = (byte) (128 + 60 * Math.sin(x / 9.0 + at % 3) + 50 * Math.sin(x * y / 9000.0));
        }
        return image;
    }

    /// What is saved after feature extraction is the trunk as it was, to the byte, and another head.
    @Test
    void featureExtractionLeavesTheTrunkAlone() {
        Options options = everything(data).with("strategy", "feature-extraction");
        Map<String, byte[]> before;
        try (Model<ImageSource> start = Models.start(
                ModelKind.IMAGE,
                options.values().modelChoice(),
                Task.SINGLE_LABEL_CLASSIFICATION,
                List.of("good", "scratch", "stain"),
                Device.CPU,
                HUB)) {
            before = tensors(start);
        }
        Run run = options.run(folder.resolve("run"));
        try (Model<ImageSource> after = Models.openImage(run.folder())) {
            Map<String, byte[]> now = tensors(after);
            assertThat(now.keySet()).isEqualTo(before.keySet()).hasSizeGreaterThan(50);
            now.forEach((name, bytes) -> assertThat(Arrays.equals(bytes, before.get(name)))
                    .as(name + " is as before")
                    .isEqualTo(!name.startsWith("fc.")));
        }
        assertThat(run.trainable()).isEqualTo(3 * 257);
    }

    @Test
    void rareClassesWeighMoreWhenBalanced() throws IOException {
        Path uneven = folder.resolve("uneven");
        Surfaces.write(uneven.resolve("train/good"), Kind.GOOD, 6, 1);
        Surfaces.write(uneven.resolve("train/pit"), Kind.PIT, 2, 1);
        Surfaces.write(uneven.resolve("val/good"), Kind.GOOD, 1, 2);
        try (TrainingJob job =
                TrainingJob.of(Surfaces.options(uneven).with("balanced", true).values(), HUB)) {
            assertThat(job.tuning().recipe().classWeights()).containsExactly(8 / 12.0, 2.0);
        }
    }

    @Test
    void aLossThatIsNeverANumberLeavesNothing() {
        Path run = folder.resolve("run");
        assertThatThrownBy(
                        () -> Surfaces.options(data).with("learning_rate", 1e30).run(run))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("became NaN or infinite")
                .hasMessageContaining("in epoch 1 at optimizer step 3")
                .hasMessageContaining("lower the learning rate");
        assertThat(run).doesNotExist();
    }

    /// What cannot work is said before the data are looked at, and nothing is written.
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    model               | "resnet81"    | the nearest of
                    strategy            | "ful"         | strategy: expected feature-extraction, last-stage, full, discriminative, layer-decay, gradual, probe-then-fine-tune, fine-tune, surgical, norm-only, bias-only, lora, found 'ful'; nearest: full
                    optimizer           | "adan"        | optimizer: expected adamw, adam, sgd or solve, found 'adan'
                    schedule            | "cosin"       | schedule: expected cosine, linear, step, constant, one-cycle, slanted-triangular, restarts, polynomial, exponential, multi-step, plateau, found 'cosin'; nearest: cosine
                    epochs              | 0             | epochs: expected 1 to 100000, found 0
                    learning_rate       | -1            | found -1.0
                    learning_rate       | "NaN"         | found NaN
                    weight_decay        | -1            | found -1.0
                    warmup              | 1.5           | warm-up: expected a share of 0 or more and below 1, found 1.5
                    warmup              | -0.5          | warm-up: expected a share of 0 or more and below 1, found -0.5
                    size                | 5             | size: expected 16 to 4096 pixels, found 5
                    channels            | 2             | expected 1, 3 or 4 channels, found 2
                    validation_fraction | 1             | expected a validation fraction between 0 and 1, found 1.0
                    accumulation        | 0             | accumulation: expected 1 to 65536, found 0
                    clip                | -1            | clip: expected 0 or more, found -1.0
                    label_smoothing     | 1             | label smoothing
                    patience            | -1            | patience: expected 0 or more epochs, found -1
                    threads             | 0             | threads: expected 1 to 1024, found 0
                    batch               | 0             | batch: expected 1 to 65536, found 0
                    workers             | 0             | workers
                    device              | "tpu"         | device: expected cpu, cuda, cuda:N or auto, found 'tpu'
                    precision           | "FP16"        | precision: fp16 needs a GPU
                    weights             | "gone.pth"    | gone.pth: cannot be read (there is no such file or folder)
                    """)
    void mistakesAreSaidFirst(String option, String value, String message) {
        Options options = Surfaces.options(folder.resolve("no-such-data"));
        Path run = folder.resolve("run");
        assertThatThrownBy(() ->
                        options.with(option, RunJson.MAPPER.readTree(value)).run(run))
                .isInstanceOfAny(IllegalArgumentException.class, WeightsException.class)
                .hasMessageContaining(message)
                .hasMessageNotContaining("no-such-data")
                .hasMessageNotContaining("\n");
        assertThat(run).doesNotExist();
    }
}
