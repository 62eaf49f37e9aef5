package dev.graft.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.graft.Models;
import dev.graft.data.DataException;
import dev.graft.data.Dataset;
import dev.graft.data.ImageData;
import dev.graft.data.ImageInput;
import dev.graft.data.ImageSource;
import dev.graft.data.Splits;
import dev.graft.data.Task;
import dev.graft.data.demo.SurfacePhotos.Kind;
import dev.graft.job.FineTuning;
import dev.graft.job.Run;
import dev.graft.task.Prediction;
import dev.graft.testing.Options;
import dev.graft.testing.Surfaces;
import dev.graft.torch.Device;
import dev.graft.torch.Threads;
import dev.graft.train.Evaluation;
import dev.graft.tune.Plan;
import dev.graft.tune.Plans;
import dev.graft.weights.Hub;
import dev.graft.weights.HubSettings;
import dev.graft.weights.WeightsException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ModelTest {
    @TempDir
    static Path shared;

    private static Path data = Path.of("");
    private static Path run = Path.of("");
    private static double accuracy;

    @TempDir
    Path folder;

    @BeforeAll
    static void train() throws IOException {
        data = Surfaces.classes(shared.resolve("data"), 15);
        run = shared.resolve("run");
        accuracy = Surfaces.options(data).run(run).best().valAccuracy();
    }

    @AfterAll
    static void giveTheThreadsBack() {
        Threads.set(Threads.available());
    }

    private static List<Path> images(String label) throws IOException {
        try (Stream<Path> files = Files.list(data.resolve(label))) {
            return files.sorted().toList();
        }
    }

    /// Whether an image comes alone or with others, in this order or another, it is the same to the model.
    @Test
    void aPredictionDependsOnThePictureAlone() throws IOException {
        List<Path> all = new ArrayList<>();
        for (String label : List.of("stain", "good", "scratch")) {
            all.addAll(images(label));
        }
        try (Model<ImageSource> model = Models.openImage(run)) {
            List<Prediction> together = new ArrayList<>();
            assertThat(model.predict(sources(all), 3, together::add)).isEmpty();
            assertThat(together)
                    .extracting(Prediction::source)
                    .isEqualTo(all.stream().map(Path::toString).toList());
            for (int i : new int[] {0, 20, 44}) {
                Prediction alone = model.predict(ImageSource.of(all.get(i)));
                Prediction other = together.get(i);
                assertThat(alone.label()).isEqualTo(other.label());
                assertThat(alone.probability()).isCloseTo(other.probability(), within(1e-5));
                assertThat(alone.classes().stream()
                                .mapToDouble(Prediction.Class::probability)
                                .sum())
                        .isCloseTo(1, within(1e-5));
            }
        }
    }

    private static List<ImageSource> sources(List<Path> files) {
        return files.stream().map(ImageSource::of).toList();
    }

    @Test
    void whatCannotBeReadIsToldAndTheRestPredicted() throws IOException {
        Path text = Files.writeString(folder.resolve("notes.png"), "notes");
        Path gone = folder.resolve("gone.png");
        List<Path> good = images("good");
        List<Prediction> predicted = new ArrayList<>();
        try (Model<ImageSource> model = Models.openImage(run)) {
            List<Model.Unreadable> unreadable =
                    model.predict(sources(List.of(text, good.getFirst(), gone, good.getLast())), 1, predicted::add);
            assertThat(unreadable)
                    .extracting(Model.Unreadable::source)
                    .containsExactly(text.toString(), gone.toString());
            assertThat(unreadable.getFirst().reason()).startsWith(text + ": not an image");
            assertThat(predicted)
                    .extracting(Prediction::source)
                    .containsExactly(good.getFirst().toString(), good.getLast().toString());
            assertThat(predicted).allMatch(prediction -> prediction.classes().size() == 1);
            assertThatThrownBy(() -> model.predict(ImageSource.of(gone)))
                    .isInstanceOf(DataException.class)
                    .hasMessageContaining(gone.toString());
        }
    }

    @Test
    void whatIsClosedAnswersNoMore() throws IOException {
        ImageSource image = ImageSource.of(images("good").getFirst());
        Dataset<ImageSource> labelled = ImageData.open(data).validation();
        Model<ImageSource> model = Models.openImage(run);
        assertThatThrownBy(() -> model.predict(List.of(image), 0, answer -> {}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("top: expected 1 to ")
                .hasMessageEndingWith(", found 0");
        model.close();
        model.close();
        assertThatThrownBy(() -> model.predict(image))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("model graft-nano: is closed");
        assertThatThrownBy(() -> model.evaluate(labelled))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("model graft-nano: is closed");
    }

    @Test
    void evaluatesToWhatTrainingSaw() {
        Splits<ImageSource> splits =
                ImageData.open(data, Surfaces.options(data).values().imageOptions());
        try (Model<ImageSource> model = Models.openImage(run)) {
            assertThat(model.evaluate(splits.validation()).accuracy()).isEqualTo(accuracy);
        }
    }

    /// Data may order the classes otherwise than the model, or lack some.
    @Test
    void classesAreMatchedByName() throws IOException {
        Path others = folder.resolve("others");
        Surfaces.write(others.resolve("scratch"), Kind.SCRATCH, 4, 7);
        Surfaces.write(others.resolve("stain"), Kind.STAIN, 4, 8);
        Splits<ImageSource> splits = ImageData.open(others);
        try (Model<ImageSource> model = Models.openImage(run)) {
            Evaluation evaluation = model.evaluate(splits.train());
            assertThat(evaluation.confusion().orElseThrow().total()).isEqualTo(6);
            assertThat(evaluation.confusion().orElseThrow().scores().get(0).support())
                    .isZero();
            assertThat(evaluation.confusion().orElseThrow().scores().get(1).support())
                    .isEqualTo(3);
            Dataset<ImageSource> dents = Dataset.ofClasses(splits.train().examples(), List.of("stain", "dent"));
            assertThatThrownBy(() -> model.evaluate(dents))
                    .isInstanceOf(DataException.class)
                    .hasMessageContaining("[dent]")
                    .hasMessageContaining("[good, scratch, stain]");
        }
    }

    @Test
    void aFolderIsOpenedWhateverItsModelReads() {
        try (Model<?> any = Models.open(run)) {
            assertThat(any.input().kind()).isEqualTo(dev.graft.data.Kind.IMAGE);
            assertThat(any.labels()).containsExactly("good", "scratch", "stain");
        }
    }

    @Test
    void anInputOfAnotherModelIsRefused() {
        Splits<ImageSource> splits = ImageData.open(data);
        try (Model<ImageSource> rgb = Models.openImage(run);
                Model<ImageSource> grey =
                        Models.start(ModelChoice.of("graft-nano").withSize(32).withChannels(1), splits, Device.CPU)) {
            ImageInput other = ImageInput.of(grey);
            Plan plan = Plans.featureExtraction(rgb.outline(), 1, 1e-3);
            assertThatThrownBy(() -> rgb.evaluate(splits.validation(), other))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageStartingWith("image input: expected one for the model, ");
            assertThatThrownBy(() -> rgb.predict(
                            List.of(splits.train().examples().getFirst().input()), other, 1, p -> {}))
                    .isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> FineTuning.of(rgb, splits, plan).withInput(other))
                    .isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> rgb.evaluate(splits.validation().with(List.of())))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("evaluate: expected examples, found none");
        }
    }

    /// Grey and RGBA models are trained, saved and opened like any other.
    @ParameterizedTest
    @ValueSource(ints = {1, 4})
    void otherChannels(int channels) throws IOException {
        Options options = Surfaces.options(data).with("channels", channels).with("epochs", 1);
        Run other = options.run(folder.resolve("run"));
        try (Model<ImageSource> model = Models.openImage(other.folder())) {
            assertThat(ImageInput.of(model).preprocessing().channels()).isEqualTo(channels);
            assertThat(model.network().params().get("conv1.weight").size(1)).isEqualTo(channels);
            Splits<ImageSource> splits = ImageData.open(data, options.values().imageOptions());
            assertThat(model.evaluate(splits.validation()).accuracy())
                    .isEqualTo(other.best().valAccuracy());
        }
    }

    /// The lines of the package's own page.
    @Test
    void theCommonCaseIsAFewLines() throws IOException {
        Splits<ImageSource> splits = ImageData.open(data);
        try (Model<ImageSource> model = Models.start(ModelChoice.of("graft-nano"), splits, Device.CPU)) {
            Plan plan = Plans.featureExtraction(model.outline(), 1, 1e-3);
            Run brief = FineTuning.of(model, splits, plan).run(folder.resolve("run"));
            Prediction before = model.predict(ImageSource.of(images("good").getFirst()));
            try (Model<ImageSource> opened = Models.openImage(brief.folder())) {
                assertThat(opened.predict(ImageSource.of(images("good").getFirst())))
                        .isEqualTo(before);
            }
            assertThat(model.loadReport().orElseThrow().leftOut()).containsExactly("fc.weight", "fc.bias");
        }
    }

    @Test
    void whatIsNoModelIsSaid() throws IOException {
        assertThatThrownBy(() -> Models.start(
                        ModelKind.IMAGE,
                        ModelChoice.of("graft-mini"),
                        Task.SINGLE_LABEL_CLASSIFICATION,
                        List.of("a", "b"),
                        Device.CPU))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("graft-nano");
        Hub offline = new Hub(new HubSettings(folder, null, true));
        assertThatThrownBy(() -> Models.start(
                        ModelKind.IMAGE,
                        ModelChoice.of("resnet18"),
                        Task.SINGLE_LABEL_CLASSIFICATION,
                        List.of("a", "b"),
                        Device.CPU,
                        offline))
                .isInstanceOf(WeightsException.class)
                .hasMessageContaining(
                        folder.resolve("weights/resnet18-f37072fd.pth").toString());
        assertThatThrownBy(() -> Models.openImage(folder))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(folder + ": expected a model folder");
        Path copy = folder.resolve("copy");
        Files.createDirectories(copy);
        for (String file : List.of("config.json", "labels.txt", "preprocessing.json", "model.safetensors")) {
            Files.copy(run.resolve("model").resolve(file), copy.resolve(file));
        }
        Files.writeString(copy.resolve("config.json"), "{\"architecture\": \"graft-nano\", \"classes\": 2}");
        Files.writeString(copy.resolve("labels.txt"), "good\nscratch\n");
        assertThatThrownBy(() -> Models.openImage(copy))
                .isInstanceOf(WeightsException.class)
                .hasMessageContaining("model.safetensors")
                .hasMessageContaining("2 classes");
        Files.writeString(copy.resolve("config.json"), "{\"architecture\"");
        assertThatThrownBy(() -> Models.openImage(copy))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(copy + ": damaged model folder");
    }
}
