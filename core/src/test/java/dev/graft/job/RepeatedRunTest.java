package dev.graft.job;

import static dev.graft.job.Runs.HUB;
import static dev.graft.job.Runs.bytes;
import static dev.graft.job.Runs.everything;
import static dev.graft.job.Runs.json;
import static dev.graft.job.Runs.model;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.graft.data.ImageData;
import dev.graft.data.ImageInput;
import dev.graft.data.ImageSource;
import dev.graft.data.Splits;
import dev.graft.data.demo.SurfacePhotos.Kind;
import dev.graft.testing.Surfaces;
import dev.graft.train.RunJson;
import dev.graft.train.RunReport;
import dev.graft.train.TrainingEvent;
import dev.graft.train.TrainingListener;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The same seed ends in the same bytes: with any workers, interrupted, crashed and resumed.
class RepeatedRunTest extends WholeRun {
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
        try (TrainingJob job = TrainingJob.of(everything(data).values(), HUB)) {
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
        try (TrainingJob job = TrainingJob.of(everything(data).values(), HUB)) {
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
        everything(data).run(run);
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
        Surfaces.write(other.resolve("stain"), Kind.STAIN, 1, 77);
        assertThatThrownBy(() -> TrainingJob.resumed(run, HUB))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(run + ": expected the 15 examples that it was started with, found 1 missing or changed:"
                        + " stain/00.png; restore them, or start a new run");
    }

    /// Files that have come since are none of its business, wherever they stand in the order.
    @Test
    void anInterruptedRunGoesOnWithItsOwnExamples() throws IOException {
        Path other = Surfaces.classes(folder.resolve("surfaces"), 5);
        Path undisturbed = folder.resolve("undisturbed");
        Surfaces.options(other).with("epochs", 2).run(undisturbed);
        Path run = folder.resolve("run");
        try (TrainingJob job =
                TrainingJob.of(Surfaces.options(other).with("epochs", 2).values(), HUB)) {
            TrainingListener powerCut = event -> {
                if (event instanceof TrainingEvent.EpochDone) {
                    throw new IllegalStateException("power cut");
                }
            };
            assertThatThrownBy(() -> job.tuning().withListener(powerCut).run(run))
                    .hasMessage("power cut");
        }
        Surfaces.write(other.resolve("stain/0"), Kind.STAIN, 3, 77);
        Surfaces.write(other.resolve("a new class"), Kind.GOOD, 2, 78);
        assertThatThrownBy(() -> {
                    try (TrainingJob job =
                            TrainingJob.of(Surfaces.options(other).values(), HUB)) {
                        job.tuning().resume(run); // a program that gives it other data
                    }
                })
                .hasMessageContaining("was started with");
        try (TrainingJob job = TrainingJob.resumed(run, HUB)) {
            job.tuning().resume(run);
        }
        assertThat(bytes(run)).isEqualTo(bytes(undisturbed));
    }

    @Test
    void aRunOfAProgramIsResumedByTheProgram() {
        Path run = folder.resolve("run");
        try (TrainingJob job = TrainingJob.of(everything(data).values(), HUB)) {
            Splits<ImageSource> same = ImageData.open(
                    Path.of(job.options().data().path()), job.options().imageOptions());
            FineTuning<ImageSource> own = FineTuning.of(
                            model(job), same, job.tuning().plan())
                    .withBatch(16)
                    .withInput(ImageInput.of(model(job)).withWorkers(1));
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
        everything(data).with("workers", workers).run(folder.resolve("run"));
        assertThat(bytes(folder.resolve("run"))).isEqualTo(bytes(whole));
    }

    @Test
    void anotherSeedIsAnotherRun() throws IOException {
        everything(data).with("seed", 43).run(folder.resolve("run"));
        assertThat(bytes(folder.resolve("run")).get("metrics.jsonl"))
                .isNotEqualTo(bytes(whole).get("metrics.jsonl"));
    }

    private static byte[] read(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static RunReport withoutTimes(Path run) {
        RunReport report = RunJson.MAPPER.treeToValue(json(run), RunReport.class);
        List<RunReport.Epoch> epochs = report.epochs().stream()
                .map(e -> new RunReport.Epoch(
                        e.epoch(), e.trainLoss(), e.trainAccuracy(), e.valLoss(), e.valAccuracy(), 0))
                .toList();
        return new RunReport(
                report.kind(),
                report.version(),
                report.recipe(),
                report.plan(),
                report.model(),
                report.data(),
                report.versions(),
                epochs,
                report.best(),
                report.stopReason(),
                0,
                0,
                report.findings(),
                null,
                null);
    }
}
