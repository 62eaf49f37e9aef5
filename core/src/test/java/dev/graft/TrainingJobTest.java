package dev.graft;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.data.Percentage.withPercentage;

import dev.graft.data.ImageEncoder;
import dev.graft.data.ImagePipeline;
import dev.graft.data.demo.SurfacePhotos.Kind;
import dev.graft.data.image.Image;
import dev.graft.nn.Adapters;
import dev.graft.nn.ParamStore;
import dev.graft.torch.Device;
import dev.graft.torch.Engine;
import dev.graft.torch.Tensors;
import dev.graft.torch.Threads;
import dev.graft.train.RunJson;
import dev.graft.train.RunReport;
import dev.graft.train.TrainingEvent;
import dev.graft.train.TrainingListener;
import dev.graft.weights.Hub;
import dev.graft.weights.PeftAdapter;
import dev.graft.weights.Sha256;
import dev.graft.weights.WeightsException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/// Options, run, run folder and resume, with the embedded model on a few drawn pictures.
class TrainingJobTest {
    private static final Hub HUB = Hub.fromEnvironment();
    private static final List<String> RESULTS = List.of("metrics.jsonl", "model/model.safetensors");

    @TempDir
    static Path shared;

    private static Path data = Path.of("");
    private static Path whole = Path.of("");

    @TempDir
    Path folder;

    /// 3 x 12 pictures, of which 2 a class become the validation part: 30 to train on.
    @BeforeAll
    static void drawAndTrainOnce() throws IOException {
        data = Surfaces.classes(shared.resolve("surfaces"), 12);
        whole = shared.resolve("whole");
        everything().run(whole);
    }

    @AfterAll
    static void giveTheThreadsBack() {
        Threads.set(Threads.available());
    }

    /// With all that has state or chance in it.
    private static Options everything() {
        return Surfaces.options(data)
                .with("warmup", 0.2)
                .with("augment", "STRONG")
                .with("accumulation", 2)
                .with("clip", 1)
                .with("label_smoothing", 0.1)
                .with("balanced", true)
                .with("patience", 5);
    }

    @Test
    void exactDecodingReachesTrainingAndPrediction() throws IOException {
        Path large = folder.resolve("large.jpg");
        ImageEncoder.write(stripes(1200, 900), large);
        try (TrainingJob job = TrainingJob.of(
                Surfaces.options(data).with("exact_decoding", true).values(), HUB)) {
            assertThat(images(job).pipeline().exactDecoding()).isTrue();
            ImagePipeline usual = images(job).model().pipeline();
            double exact = probability(images(job).model(), large, usual.withExactDecoding(true));
            assertThat(probability(images(job).model(), large, usual))
                    .isNotEqualTo(exact)
                    .isCloseTo(exact, within(0.05));
            assertThat(images(job).model().predict(large).probability())
                    .isEqualTo(probability(images(job).model(), large, usual));
        }
        try (TrainingJob job = TrainingJob.of(Surfaces.options(data).values(), HUB)) {
            assertThat(images(job).pipeline().exactDecoding()).isFalse();
        }
    }

    private static double probability(ImageClassifier model, Path image, ImagePipeline pipeline) {
        List<Prediction> found = new ArrayList<>();
        assertThat(model.predict(List.of(image), pipeline, 1, found::add)).isEmpty();
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

    @ParameterizedTest
    @CsvSource({"1,true,2", "2,true,4", "2,false,1", "3,true,1", "3,false,1"})
    void anInterruptedRunEndsInTheSameBytes(int epoch, boolean training, int batch) throws IOException {
        Path run = folder.resolve("run");
        TrainingListener powerCut = event -> {
            if (event instanceof TrainingEvent.BatchDone done
                    && done.epoch() == epoch
                    && done.training() == training
                    && done.batch() == batch) {
                throw new IllegalStateException("power cut");
            }
        };
        try (TrainingJob job = TrainingJob.of(everything().values(), HUB)) {
            assertThatThrownBy(() -> job.tuning().withListener(powerCut).run(run))
                    .hasMessage("power cut");
        }
        try (TrainingJob job = TrainingJob.resumed(run, HUB)) {
            job.tuning().resume(run);
        }
        assertThat(bytes(run)).isEqualTo(bytes(whole));
        assertThat(withoutTimes(run)).isEqualTo(withoutTimes(whole));
    }

    /// The worst moments: what is written after an epoch is several files.
    @ParameterizedTest
    @ValueSource(strings = {"metrics.jsonl", "run.json", "metrics.jsonl of all", "run.json of all"})
    void aCrashBetweenTwoFilesDoesNoHarm(String lost) throws IOException {
        Path run = folder.resolve("run");
        int epochs = lost.endsWith("of all") ? 3 : 2;
        Map<String, byte[]> older = new LinkedHashMap<>();
        TrainingListener crash = event -> {
            if (event instanceof TrainingEvent.EpochDone done) {
                if (done.result().epoch() == epochs) {
                    throw new IllegalStateException("power cut");
                }
                for (String file : List.of("metrics.jsonl", "run.json")) {
                    older.put(file, read(run.resolve(file)));
                }
            }
        };
        try (TrainingJob job = TrainingJob.of(everything().values(), HUB)) {
            assertThatThrownBy(() -> job.tuning().withListener(crash).run(run)).hasMessage("power cut");
        }
        String file = lost.replace(" of all", "");
        Files.write(run.resolve(file), older.get(file));
        try (TrainingJob job = TrainingJob.resumed(run, HUB)) {
            job.tuning().resume(run);
        }
        assertThat(bytes(run)).isEqualTo(bytes(whole));
        assertThat(withoutTimes(run)).isEqualTo(withoutTimes(whole));
    }

    @Test
    void resumingAFinishedRunChangesNothing() throws IOException {
        Path run = folder.resolve("run");
        everything().run(run);
        Map<String, List<Byte>> before = bytes(run);
        try (TrainingJob job = TrainingJob.resumed(run, HUB)) {
            job.tuning().resume(run);
        }
        assertThat(bytes(run)).isEqualTo(before).isEqualTo(bytes(whole));
    }

    @Test
    void anotherDataSetIsNotResumedOn() throws IOException {
        Path other = Surfaces.classes(folder.resolve("surfaces"), 5);
        Path run = folder.resolve("run");
        Surfaces.options(other).with("epochs", 1).run(run);
        Surfaces.write(other.resolve("stain"), Kind.STAIN, 6, 2);
        assertThatThrownBy(() -> TrainingJob.resumed(run, HUB))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("expected the examples that " + run + " was started with")
                .hasMessageContaining("\"stain\":5")
                .hasMessageNotContaining("\n");
    }

    /// The model is a plain one, with the adapters merged; those lie beside it for PEFT.
    @Test
    void adaptersAreTrainedSavedMergedAndResumed() throws IOException {
        Options options = Surfaces.options(data)
                .with("strategy", "lora")
                .with("lora", Map.of("rank", 2, "alpha", 4, "dropout", 0.1, "targets", List.of()));
        Path whole = folder.resolve("whole");
        options.run(whole);
        Path run = folder.resolve("run");
        TrainingListener powerCut = event -> {
            if (event instanceof TrainingEvent.BatchDone done && done.epoch() == 3) {
                throw new IllegalStateException("power cut");
            }
        };
        try (TrainingJob job = TrainingJob.of(options.values(), HUB)) {
            assertThatThrownBy(() -> job.tuning().withListener(powerCut).run(run))
                    .hasMessage("power cut");
        }
        try (TrainingJob job = TrainingJob.resumed(run, HUB)) {
            job.tuning().resume(run);
            List<String> names = tensors(images(job).model()).keySet().stream()
                    .filter(Adapters::isAdapter)
                    .toList();
            assertThat(names).isNotEmpty();
        }
        for (String file : List.of("metrics.jsonl", "model/model.safetensors", "adapter/adapter_model.safetensors")) {
            assertThat(run.resolve(file)).hasSameBinaryContentAs(whole.resolve(file));
        }
        try (ImageClassifier plain = ImageClassifier.open(whole);
                ImageClassifier beside = ImageClassifier.start(
                        Surfaces.options(data).values().modelChoice(), plain.labels(), Device.CPU, HUB)) {
            assertThat(tensors(plain).keySet()).noneMatch(Adapters::isAdapter);
            PeftAdapter.read(whole.resolve("adapter"), beside.network());
            Adapters.merge(beside.network());
            Map<String, byte[]> merged = tensors(beside);
            tensors(plain)
                    .forEach((name, bytes) ->
                            assertThat(merged.get(name)).as(name).isEqualTo(bytes));
        }
    }

    @Test
    void aRunOfAProgramIsResumedByTheProgram() {
        Path run = folder.resolve("run");
        try (TrainingJob job = TrainingJob.of(everything().values(), HUB)) {
            FineTuning own = FineTuning.of(
                            images(job).model(), images(job).data(), images(job).plan())
                    .withBatch(16)
                    .withWorkers(1);
            own.run(run);
            assertThat(own.resume(run).history().epochs()).hasSize(3);
        }
        assertThatThrownBy(() -> TrainingJob.resumed(run, HUB))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("FineTuning.resume");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 5})
    void workersChangeNothing(int workers) throws IOException {
        everything().with("workers", workers).run(folder.resolve("run"));
        assertThat(bytes(folder.resolve("run"))).isEqualTo(bytes(whole));
    }

    @Test
    void anotherSeedIsAnotherRun() throws IOException {
        everything().with("seed", 43).run(folder.resolve("run"));
        assertThat(bytes(folder.resolve("run")).get("metrics.jsonl"))
                .isNotEqualTo(bytes(whole).get("metrics.jsonl"));
    }

    @Test
    void metricsAreALineAnEpoch() throws IOException {
        List<String> lines = Files.readAllLines(whole.resolve("metrics.jsonl"));
        assertThat(lines).hasSize(3);
        for (int epoch = 1; epoch <= 3; epoch++) {
            JsonNode line = RunJson.LINES.readTree(lines.get(epoch - 1));
            assertThat(line.propertyNames())
                    .containsExactly(
                            "epoch",
                            "train_loss",
                            "train_accuracy",
                            "val_loss",
                            "val_accuracy",
                            "metrics",
                            "learning_rates");
            assertThat(line.get("epoch").asInt()).isEqualTo(epoch);
            assertThat(line.get("learning_rates").propertyNames()).containsExactly("backbone", "head");
        }
    }

    @Test
    void runJsonSaysEverything() {
        JsonNode run = json(whole);
        assertThat(run.propertyNames())
                .containsExactly(
                        "recipe",
                        "plan",
                        "model",
                        "data",
                        "versions",
                        "epochs",
                        "best",
                        "stop_reason",
                        "wall_seconds",
                        "examples_per_second");
        assertThat(RunJson.MAPPER.treeToValue(run.get("recipe"), TrainingOptions.class))
                .isEqualTo(everything().values());
        assertThat(run.at("/plan/phases/0/groups")).hasSize(2);
        assertThat(run.at("/plan/optimizer/type").asString()).isEqualTo("adamw");
        JsonNode model = run.get("model");
        assertThat(model.get("architecture").asString()).isEqualTo("graft-nano");
        // the trunk of 1,226,400 and a head of 3 classes
        assertThat(model.get("parameters").asLong()).isEqualTo(1_277_800 - 200 * 257 + 3 * 257);
        assertThat(model.at("/trainable/0").asLong())
                .isEqualTo(model.get("parameters").asLong());
        assertThat(model.get("weights").asString()).isEqualTo("embedded graft-nano");
        assertThat(model.get("initial_sha256").asString()).isEqualTo(hashAtTheStart());
        assertThat(model.get("model_sha256").asString()).isEqualTo(Sha256.of(whole.resolve("model/model.safetensors")));
        assertThat(run.at("/data/counts/train/stain").asInt()).isEqualTo(10);
        assertThat(run.at("/data/counts/validation/stain").asInt()).isEqualTo(2);
        assertThat(run.at("/versions/graft").asString()).isEqualTo(Graft.VERSION);
        assertThat(run.at("/versions/libtorch").asString()).isEqualTo(Engine.version());
        assertThat(run.at("/versions/java").asString())
                .isEqualTo(Runtime.version().toString());
        assertThat(run.get("stop_reason").asString()).isEqualTo("completed");
        resultsAgree(run);
    }

    private static void resultsAgree(JsonNode run) {
        List<JsonNode> epochs = new ArrayList<>();
        run.get("epochs").forEach(epochs::add);
        assertThat(epochs).hasSize(3);
        JsonNode best = epochs.get(run.at("/best/epoch").asInt() - 1);
        assertThat(run.at("/best/val_accuracy").asDouble())
                .isEqualTo(best.get("val_accuracy").asDouble())
                .isEqualTo(epochs.stream()
                        .mapToDouble(epoch -> epoch.get("val_accuracy").asDouble())
                        .max()
                        .orElseThrow());
        double seconds = run.get("wall_seconds").asDouble();
        assertThat(seconds).isPositive();
        assertThat(run.get("examples_per_second").asDouble() * seconds).isCloseTo(3.0 * 36, withPercentage(0.01));
    }

    /// What is saved after feature extraction is the trunk as it was, to the byte, and another head.
    @Test
    void featureExtractionLeavesTheTrunkAlone() {
        Options options = everything().with("strategy", "feature-extraction");
        Map<String, byte[]> before;
        try (ImageClassifier start = ImageClassifier.start(
                options.values().modelChoice(), List.of("good", "scratch", "stain"), Device.CPU, HUB)) {
            before = tensors(start);
        }
        Run run = options.run(folder.resolve("run"));
        try (ImageClassifier after = ImageClassifier.open(run.folder())) {
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
            assertThat(images(job).recipe().classWeights()).containsExactly(8 / 12.0, 2.0);
        }
    }

    @Test
    void aRunIsNotOverwritten() throws IOException {
        Map<String, List<Byte>> before = files(whole);
        assertThatThrownBy(() -> everything().with("seed", 1).run(whole))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(whole + ": holds a run already")
                .hasMessageContaining("--resume " + whole);
        assertThat(files(whole)).isEqualTo(before);
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
                    optimizer           | "adan"        | optimizer: expected adamw, adam or sgd, found 'adan'
                    schedule            | "cosin"       | schedule: expected cosine, linear, step, constant, one-cycle, slanted-triangular, restarts, polynomial, exponential, multi-step, plateau, found 'cosin'; nearest: cosine
                    epochs              | 0             | at least 1 epoch, found 0
                    learning_rate       | -1            | found -1.0
                    learning_rate       | "NaN"         | found NaN
                    weight_decay        | -1            | found -1.0
                    warmup              | 1.5           | warm-up: expected a share of 0 or more and below 1, found 1.5
                    warmup              | -0.5          | warm-up: expected a share of 0 or more and below 1, found -0.5
                    size                | 5             | size: expected 16 to 4096 pixels, found 5
                    channels            | 2             | expected 1, 3 or 4 channels, found 2
                    validation_fraction | 1             | expected a validation fraction between 0 and 1, found 1.0
                    accumulation        | 0             | accumulation: expected at least 1, found 0
                    clip                | -1            | clip: expected 0 or more, found -1.0
                    label_smoothing     | 1             | label smoothing
                    patience            | -1            | patience: expected 0 or more epochs, found -1
                    threads             | 0             | threads: expected at least 1, found 0
                    batch               | 0             | batch: expected at least 1, found 0
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

    private static String hashAtTheStart() {
        try (TrainingJob job = TrainingJob.of(everything().values(), HUB)) {
            return Sha256.of(job.model().network().params());
        }
    }

    private static Map<String, byte[]> tensors(ImageClassifier model) {
        Map<String, byte[]> tensors = new LinkedHashMap<>();
        for (ParamStore.Entry entry : model.network().params().entries()) {
            tensors.put(entry.name(), Tensors.bytes(entry.tensor()));
        }
        return tensors;
    }

    /// What is the same for the same seed.
    private static Map<String, List<Byte>> bytes(Path run) throws IOException {
        Map<String, List<Byte>> bytes = new TreeMap<>();
        for (String file : RESULTS) {
            bytes.put(file, boxed(Files.readAllBytes(run.resolve(file))));
        }
        return bytes;
    }

    private static Map<String, List<Byte>> files(Path run) throws IOException {
        Map<String, List<Byte>> bytes = new TreeMap<>();
        try (Stream<Path> files = Files.walk(run)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                bytes.put(run.relativize(file).toString(), boxed(Files.readAllBytes(file)));
            }
        }
        return bytes;
    }

    private static List<Byte> boxed(byte[] bytes) {
        List<Byte> list = new ArrayList<>(bytes.length);
        for (byte b : bytes) {
            list.add(b);
        }
        return list;
    }

    private static byte[] read(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static JsonNode json(Path run) {
        return RunJson.MAPPER.readTree(run.resolve("run.json").toFile());
    }

    private static RunReport withoutTimes(Path run) {
        RunReport report = RunJson.MAPPER.treeToValue(json(run), RunReport.class);
        List<RunReport.Epoch> epochs = report.epochs().stream()
                .map(e -> new RunReport.Epoch(
                        e.epoch(), e.trainLoss(), e.trainAccuracy(), e.valLoss(), e.valAccuracy(), 0))
                .toList();
        return new RunReport(
                report.recipe(),
                report.plan(),
                report.model(),
                report.data(),
                report.versions(),
                epochs,
                report.best(),
                report.stopReason(),
                0,
                0);
    }

    private static FineTuning images(TrainingJob job) {
        return (FineTuning) job.tuning();
    }
}
