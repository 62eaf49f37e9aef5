package dev.graft.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.graft.Models;
import dev.graft.data.Augmentation;
import dev.graft.data.DataException;
import dev.graft.data.ImageData;
import dev.graft.data.ImageEncoder;
import dev.graft.data.ImageInput;
import dev.graft.data.ImageOptions;
import dev.graft.data.ImageSource;
import dev.graft.data.Kind;
import dev.graft.data.Splits;
import dev.graft.data.Task;
import dev.graft.data.image.Image;
import dev.graft.job.FineTuning;
import dev.graft.job.Run;
import dev.graft.task.Prediction;
import dev.graft.testing.Golden;
import dev.graft.testing.Portable;
import dev.graft.torch.Device;
import dev.graft.train.EpochResult;
import dev.graft.train.Evaluation;
import dev.graft.train.Mixing;
import dev.graft.train.Recipe;
import dev.graft.tune.Interval;
import dev.graft.tune.OptimizerSettings;
import dev.graft.tune.Plan;
import dev.graft.tune.Plans;
import dev.graft.tune.Schedule;
import dev.graft.weights.Hub;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// Several labels an image, and numbers: from a table to a saved model, beside PyTorch.
class ImageAnswersTest {
    private static final int SIDE = 64;
    private static final JsonNode GOLDEN = Golden.json("answers/values.json");

    @TempDir
    Path folder;

    @BeforeEach
    void draw() throws IOException {
        for (int i = 0; i < 4; i++) {
            byte[] pixels = new byte[3 * SIDE * SIDE];
            for (int at = 0; at < pixels.length; at++) {
                int c = at % 3;
                int x = at / 3 % SIDE;
                int y = at / 3 / SIDE;
                pixels[at] = (byte) (i * 53 + c * 29 + y * (i + 1) * 3 + x * 5 * (c + 1));
            }
            ImageEncoder.write(Image.of(SIDE, SIDE, 3, pixels), folder.resolve(i + ".png"));
        }
    }

    @Test
    void severalLabelsLearnAsInPyTorch() throws IOException {
        Path table = table("file,dust,scratch,dent\n0.png,1,0,0\n1.png,1,1,0\n2.png,0,0,1\n3.png,0,0,0\n");
        ImageOptions options = ImageOptions.defaults()
                .withTable(new ImageOptions.Table("auto", List.of("dust", "scratch", "dent"), "", false));
        Splits<ImageSource> data = learnAndValidateOnAll(table, options);

        assertThat(data.task()).isEqualTo(Task.MULTI_LABEL_CLASSIFICATION);
        assertThat(data.labels()).containsExactly("dust", "scratch", "dent");
        assertThat(data.summary().counts().get("train"))
                .containsEntry("dust", 2)
                .containsEntry("dent", 1);
        Run run = assertLosses("labels", data);
        assertThat(run.history().epochs().getLast().metrics()).containsKeys("exact_match", "micro_f1", "macro_f1");

        try (Model<ImageSource> opened = Models.openImage(run.folder())) {
            assertThat(opened.task()).isEqualTo(Task.MULTI_LABEL_CLASSIFICATION);
            Prediction prediction = opened.predict(ImageSource.of(folder.resolve("1.png")));
            assertThat(prediction.classes()).hasSize(3);
            assertThat(prediction.classes().stream()
                            .mapToDouble(Prediction.Class::probability)
                            .sum())
                    .isNotCloseTo(1, within(1e-3)); // each by itself
            Evaluation evaluation = opened.evaluate(data.train());
            assertThat(evaluation.metrics().get("exact_match"))
                    .isEqualTo(run.best().valAccuracy());
            Splits<ImageSource> classes = ImageData.open(table("file,label\n0.png,a\n1.png,b\n2.png,a\n3.png,b\n"));
            assertThatThrownBy(() -> opened.evaluate(classes.train()))
                    .isInstanceOf(DataException.class)
                    .hasMessage("the data are for single_label_classification, the model answers with"
                            + " multi_label_classification");
        }
    }

    @Test
    void numbersLearnAsInPyTorch() throws IOException {
        Path table = table("file,depth,width\n0.png,0.5,-3\n1.png,2,1.25\n2.png,-1,0\n3.png,4,2.5\n");
        ImageOptions options = ImageOptions.defaults()
                .withTable(new ImageOptions.Table("auto", List.of("depth", "width"), "", false))
                .withTask(Task.REGRESSION);
        Splits<ImageSource> data = learnAndValidateOnAll(table, options);

        assertThat(data.labels()).containsExactly("depth", "width");
        Run run = assertLosses("numbers", data);
        assertThat(run.history().epochs().getLast().metrics()).containsKeys("r2", "mse", "mae");
        assertThat(Files.readString(run.folder().resolve("parts.csv"))).contains("train,0.png,,0.5|-3.0,");

        try (Model<ImageSource> opened = Models.openImage(run.folder())) {
            Prediction prediction = opened.predict(ImageSource.of(folder.resolve("2.png")));
            assertThat(prediction.classes()).isEmpty();
            assertThat(prediction.values()).containsOnlyKeys("depth", "width");
        }
    }

    @Test
    void severalLabelsInOneColumn() throws IOException {
        ImageOptions options = ImageOptions.defaults()
                .withTable(new ImageOptions.Table("auto", List.of(), "|", false))
                .withValidationFraction(0.5);
        Splits<ImageSource> data =
                ImageData.open(table("file,labels\n0.png,b|a\n1.png,a\n2.png,\n3.png,c|a\n"), options);

        assertThat(data.task()).isEqualTo(Task.MULTI_LABEL_CLASSIFICATION);
        assertThat(data.labels()).contains("a");
        assertThat(data.train().size() + data.validation().size()).isEqualTo(4);
    }

    @Test
    void whatCannotBeMeantIsSaid() throws IOException {
        Path table = table("file,dust,scratch\n0.png,0,0\n1.png,0,0\n2.png,0,0\n3.png,0,0\n");
        ImageOptions none = ImageOptions.defaults()
                .withTable(new ImageOptions.Table("auto", List.of("dust", "scratch"), "", false));
        assertThatThrownBy(() -> ImageData.open(table, none))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("no image to train on has a label");
        assertThatThrownBy(() -> none.withTable(new ImageOptions.Table("auto", List.of("dust", "dust"), "", false)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("data: expected different columns for the labels, found [dust, dust]");
        Files.createDirectories(folder.resolve("d/1"));
        Files.createDirectories(folder.resolve("d/2"));
        Files.copy(folder.resolve("0.png"), folder.resolve("d/1/0.png"));
        Files.copy(folder.resolve("1.png"), folder.resolve("d/2/1.png"));
        assertThatThrownBy(() -> ImageData.open(
                        folder.resolve("d"), ImageOptions.defaults().withTask(Task.REGRESSION)))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("numbers stand in a table, found class folders");
        assertThatThrownBy(() -> Recipe.DEFAULT.withMixing(Mixing.mixup(0.2)).withTask(Task.REGRESSION))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("mixup and cutmix need one class per example, found regression");
    }

    @Test
    void aModelOfAnotherTaskIsRefused() throws IOException {
        Splits<ImageSource> data = ImageData.open(table("file,label\n0.png,a\n1.png,b\n2.png,a\n3.png,b\n"));
        try (Model<ImageSource> model = model(Task.MULTI_LABEL_CLASSIFICATION, data.labels())) {
            assertThatThrownBy(() -> FineTuning.of(model, data, plan(model)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining(
                            "(single_label_classification), found one for [a, b]" + " (multi_label_classification)");
        }
    }

    /// Five epochs of one step, on all four images.
    private Run assertLosses(String name, Splits<ImageSource> data) {
        try (Model<ImageSource> model = model(data.task(), data.labels())) {
            Portable.fill(model.network().params());
            Run run = FineTuning.of(model, data, plan(model))
                    .withInput(ImageInput.of(model).withAugmentation(Augmentation.NONE))
                    .withBatch(4)
                    .run(folder.resolve("run"));
            JsonNode losses = GOLDEN.get(name).get("losses");
            assertThat(run.history().epochs()).hasSize(losses.size());
            for (EpochResult epoch : run.history().epochs()) {
                double expected = losses.get(epoch.epoch() - 1).asDouble();
                assertThat(epoch.trainLoss())
                        .as("loss of epoch %d", epoch.epoch())
                        .isCloseTo(expected, within(1e-4 * expected));
            }
            return run;
        }
    }

    private static Model<ImageSource> model(Task task, List<String> labels) {
        ModelChoice choice = ModelChoice.of("resnet18")
                .withWeights(InitialWeights.none())
                .withSize(SIDE)
                .withResize(SIDE);
        return Models.start(ModelKind.IMAGE, choice, task, labels, Device.CPU, Hub.fromEnvironment());
    }

    private static Plan plan(Model<ImageSource> model) {
        double rate = model.task() == Task.REGRESSION ? 1e-4 : 0.01;
        return Plans.full(model.outline(), 5, new Plan.Rates(rate, rate))
                .withOptimizer(new OptimizerSettings.Sgd(0, false))
                .withWeightDecay(0)
                .withSchedule(Schedule.constant(), Interval.EPOCH);
    }

    private Splits<ImageSource> learnAndValidateOnAll(Path table, ImageOptions options) {
        Splits<ImageSource> data = ImageData.open(table, options);
        return Splits.of(Kind.IMAGE, data.all(), data.all());
    }

    private Path table(String text) throws IOException {
        return Files.writeString(folder.resolve("table.csv"), text);
    }
}
