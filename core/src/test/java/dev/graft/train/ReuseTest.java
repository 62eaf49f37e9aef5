package dev.graft.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.graft.nn.Network;
import dev.graft.task.Score;
import dev.graft.testing.Portable;
import dev.graft.torch.Device;
import dev.graft.train.reuse.ReuseSettings;
import dev.graft.tune.NetworkOutline;
import dev.graft.tune.Plan;
import dev.graft.tune.Plans;
import dev.graft.zoo.NetworkOptions;
import dev.graft.zoo.Zoo;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Frozen stages run once an image, and the losses are those of running them every epoch.
class ReuseTest {
    private static final int EPOCHS = 10;
    private static final int TRAIN = 14; // three full batches and half a one
    private static final int VALIDATE = 7;

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"graft-nano", "resnet18", "mobilenet_v2", "squeezenet1_1", "cifar_resnet20"})
    void anyFamilyHasTheSameLossesInTenEpochs(String name) {
        Run without = run(name, ScalarType.Float, ReuseSettings.OFF, ReuseTest::head);
        Run with = run(name, ScalarType.Float, ReuseSettings.DEFAULT, ReuseTest::head);
        assertSameLosses(with, without);
        assertThat(without.made()).isEqualTo(EPOCHS * (TRAIN + VALIDATE));
        assertThat(with.made()).as("each image is read once").isEqualTo(TRAIN + VALIDATE);
        assertThat(with.lines()).anyMatch(line -> line.contains("is kept") && line.endsWith("in memory"));
    }

    /// In float64: in float32 the last digits that folding rounds differently grow with every step of deep layers.
    @ParameterizedTest
    @ValueSource(strings = {"graft-nano", "mobilenet_v2", "squeezenet1_1", "cifar_resnet20"})
    void gradualUnfreezingMovesTheBoundaryAndReadsNoImageTwice(String name) {
        Run without = run(name, ScalarType.Double, ReuseSettings.OFF, ReuseTest::gradual);
        Run with = run(name, ScalarType.Double, ReuseSettings.DEFAULT, ReuseTest::gradual);
        assertSameLosses(with, without);
        assertThat(with.made()).isEqualTo(TRAIN + VALIDATE);
    }

    @Test
    void aBoundaryThatMovesToTheHeadStartsFromWhatIsKept() {
        Run without = run("graft-nano", ScalarType.Double, ReuseSettings.OFF, ReuseTest::tailThenHead);
        Run with = run("graft-nano", ScalarType.Double, ReuseSettings.DEFAULT, ReuseTest::tailThenHead);
        assertSameLosses(with, without);
        assertThat(with.made()).isEqualTo(TRAIN + VALIDATE);
        assertThat(with.lines())
                .anyMatch(line -> line.contains("enters layer4"))
                .anyMatch(line -> line.contains("enters fc"));
    }

    @Test
    void stagesThatChangedWhileWhatIsBehindThemWasKeptAreRunAgain() {
        Run without = run("graft-nano", ScalarType.Double, ReuseSettings.OFF, ReuseTest::headThenEarlyThenHead);
        Run with = run("graft-nano", ScalarType.Double, ReuseSettings.DEFAULT, ReuseTest::headThenEarlyThenHead);
        assertSameLosses(with, without);
    }

    @Test
    void whatDoesNotFitIntoMemoryGoesToAFileThatIsGoneAfterwards() {
        Run without = run("graft-nano", ScalarType.Float, ReuseSettings.OFF, ReuseTest::head);
        Run with = run("graft-nano", ScalarType.Float, ReuseSettings.DEFAULT.withMemoryBytes(0), ReuseTest::head);
        assertSameLosses(with, without);
        assertThat(with.made()).isEqualTo(TRAIN + VALIDATE);
        assertThat(with.lines()).anyMatch(line -> line.contains("train") && line.contains("cache"));
        assertThat(with.folder().resolve("cache")).doesNotExist();
    }

    @Test
    void withoutRoomAnywhereStagesRunEveryEpoch() {
        Network network = network("graft-nano", ScalarType.Float);
        Numbered training = Numbered.training(TRAIN, side("graft-nano"));
        List<String> lines = new ArrayList<>();
        try (network) {
            new Trainer(
                            network,
                            head(NetworkOutline.of(network)),
                            Recipe.DEFAULT,
                            training,
                            Numbered.validation(7, side("graft-nano")))
                    .withReuse(ReuseSettings.DEFAULT.withMemoryBytes(100))
                    .withListener(event -> {
                        if (event instanceof TrainingEvent.ReuseDecided reuse) {
                            lines.add(reuse.line());
                        }
                    })
                    .fit();
        }
        assertThat(training.made()).hasValue(EPOCHS * TRAIN);
        assertThat(lines)
                .anyMatch(line -> line.contains("training") && line.contains("in every epoch: what enters fc takes"));
    }

    @Test
    void viewsAreKeptEach() {
        Run without = run("graft-nano", ScalarType.Float, ReuseSettings.OFF, ReuseTest::head, 3);
        Run with = run("graft-nano", ScalarType.Float, ReuseSettings.DEFAULT, ReuseTest::head, 3);
        assertSameLosses(with, without);
        assertThat(with.made()).isEqualTo(3 * TRAIN + VALIDATE);
    }

    @Test
    void newPicturesEachEpochAreComputedEachEpoch() {
        Run without = run("graft-nano", ScalarType.Float, ReuseSettings.OFF, ReuseTest::head, 0);
        Run with = run("graft-nano", ScalarType.Float, ReuseSettings.DEFAULT, ReuseTest::head, 0);
        assertSameLosses(with, without);
        assertThat(with.made()).isEqualTo(EPOCHS * TRAIN + VALIDATE);
        assertThat(with.lines()).anyMatch(line -> line.contains("augmentation makes new versions each time"));
    }

    @Test
    void halfPrecisionIsCloseAndTakesHalf() {
        Run without = run("graft-nano", ScalarType.Float, ReuseSettings.OFF, ReuseTest::head);
        Run with = run("graft-nano", ScalarType.Float, ReuseSettings.DEFAULT.withHalf(true), ReuseTest::head);
        for (int epoch = 0; epoch < EPOCHS; epoch++) {
            double expected = without.history().epochs().get(epoch).trainLoss();
            assertThat(with.history().epochs().get(epoch).trainLoss()).isCloseTo(expected, within(2e-3 * expected));
        }
        assertThat(with.history().epochs()).isNotEqualTo(without.history().epochs());
    }

    @Test
    void aResumedRunTakesUpWhatWasKeptOnDisk() throws IOException {
        ReuseSettings keep = ReuseSettings.DEFAULT.withKeep(true);
        Run whole = run("graft-nano", ScalarType.Float, keep, ReuseTest::head);
        Run interrupted = interrupted(4, keep);
        Path cache = interrupted.folder().resolve("cache");
        assertThat(names(cache)).hasSize(4);
        Run resumed = resumed(interrupted.folder(), keep);
        assertThat(resumed.made()).as("nothing is read again").isZero();
        assertThat(resumed.history().epochs()).isEqualTo(whole.history().epochs());
    }

    @Test
    void aResumedRunComputesWhatWasNotKept() throws IOException {
        ReuseSettings small = ReuseSettings.DEFAULT.withMemoryBytes(1 << 20);
        Run whole = run("graft-nano", ScalarType.Float, small, ReuseTest::head);
        Run resumed = resumed(interrupted(4, small).folder(), small);
        assertThat(resumed.made()).isEqualTo(TRAIN + VALIDATE);
        assertSameLosses(resumed, whole);
    }

    /// What is stored is what is used: else the first epoch, which computes it, would differ from one that finds it.
    @Test
    void roundedFeaturesAreTheSameInEveryEpoch() throws IOException {
        ReuseSettings half = ReuseSettings.DEFAULT.withHalf(true);
        Run whole = run("graft-nano", ScalarType.Float, half, ReuseTest::head);
        for (ReuseSettings settings : List.of(half, half.withMemoryBytes(0), half.withKeep(true))) {
            Run resumed = resumed(interrupted(4, settings).folder(), settings);
            assertThat(resumed.history().epochs()).isEqualTo(whole.history().epochs());
        }
    }

    /// Neither where they lie nor what lies before them decides what enters the boundary.
    @Test
    void roundingDoesNotDependOnWhatIsKept() {
        ReuseSettings half = ReuseSettings.DEFAULT.withHalf(true);
        for (PlanOf plan : List.<PlanOf>of(ReuseTest::gradual, ReuseTest::tailThenHead)) {
            Run kept = run("graft-nano", ScalarType.Float, half, plan);
            Run nothing = run("graft-nano", ScalarType.Float, half.withMemoryBytes(100), plan);
            assertThat(nothing.history().epochs()).isEqualTo(kept.history().epochs());
        }
    }

    @Test
    void whatWasNotFinishedIsNotTrusted() throws IOException {
        ReuseSettings keep = ReuseSettings.DEFAULT.withKeep(true);
        Run whole = run("graft-nano", ScalarType.Float, keep, ReuseTest::head);
        Run interrupted = interrupted(4, keep);
        Path cache = interrupted.folder().resolve("cache");
        // as if it had been killed while writing the training features: rows of rubbish, no index
        for (Path file : names(cache)) {
            if (file.toString().contains("training")) {
                if (file.toString().endsWith(".json")) {
                    Files.delete(file);
                } else {
                    Files.write(file, new byte[(int) Files.size(file)]);
                }
            }
        }
        Run resumed = resumed(interrupted.folder(), keep);
        assertThat(resumed.made()).isEqualTo(TRAIN);
        assertSameLosses(resumed, whole);
    }

    @Test
    void otherWeightsMakeOtherFeatures() {
        ReuseSettings keep = ReuseSettings.DEFAULT.withKeep(true);
        Run first = run("graft-nano", ScalarType.Float, keep, ReuseTest::head);
        Numbered training = Numbered.training(TRAIN, side("graft-nano"));
        try (Network other = network("graft-nano", ScalarType.Float)) {
            other.params().initialize(99);
            Plan plan = head(NetworkOutline.of(other));
            RunFolder.create(folder.resolve("other"));
            copy(first.folder().resolve("cache"), folder.resolve("other").resolve("cache"));
            trainer(other, plan, training, Numbered.validation(VALIDATE, side("graft-nano")), keep)
                    .withFolder(RunFolder.create(folder.resolve("other")))
                    .fit();
        }
        assertThat(training.made()).hasValue(TRAIN);
    }

    /// What a training came to.
    private record Run(History history, int made, List<String> lines, Path folder) {}

    private interface PlanOf {
        Plan of(NetworkOutline outline);
    }

    private static Plan head(NetworkOutline outline) {
        return Plans.featureExtraction(outline, EPOCHS, 1e-3);
    }

    private static Plan gradual(NetworkOutline outline) {
        return Plans.gradual(outline, List.of(2, 5), EPOCHS, new Plan.Rates(1e-4, 1e-3));
    }

    private static Plan tailThenHead(NetworkOutline outline) {
        Plan tail = Plans.lastStages(outline, 1, EPOCHS, Plan.Rates.DEFAULT);
        Plan head = Plans.featureExtraction(outline, EPOCHS, 1e-3);
        return tail.withPhases(List.of(
                tail.phases().getFirst(),
                new dev.graft.tune.Phase(4, head.phases().getFirst().groups())));
    }

    private static Plan headThenEarlyThenHead(NetworkOutline outline) {
        Plan head = Plans.featureExtraction(outline, EPOCHS, 1e-3);
        Plan early = Plans.surgical(outline, List.of("layer2"), EPOCHS, Plan.Rates.DEFAULT);
        return head.withPhases(List.of(
                head.phases().getFirst(),
                new dev.graft.tune.Phase(3, early.phases().getFirst().groups()),
                new dev.graft.tune.Phase(6, head.phases().getFirst().groups())));
    }

    private Run run(String name, ScalarType type, ReuseSettings settings, PlanOf plan) {
        return run(name, type, settings, plan, 1);
    }

    private Run run(String name, ScalarType type, ReuseSettings settings, PlanOf plan, int views) {
        try (Network network = network(name, type)) {
            Numbered training = Numbered.training(TRAIN, side(name)).in(type).withViews(views);
            Numbered validation = Numbered.validation(VALIDATE, side(name)).in(type);
            boolean files = settings.keep() || settings.memoryBytes() != null;
            Optional<RunFolder> into = files ? Optional.of(newFolder()) : Optional.empty();
            return fit(network, plan.of(NetworkOutline.of(network)), training, validation, settings, into);
        }
    }

    private Run interrupted(int epochs, ReuseSettings settings) {
        RunFolder run = newFolder();
        try (Network network = network("graft-nano", ScalarType.Float)) {
            Numbered training = Numbered.training(TRAIN, side("graft-nano"));
            trainer(
                            network,
                            head(NetworkOutline.of(network)),
                            training,
                            Numbered.validation(VALIDATE, side("graft-nano")),
                            settings)
                    .withFolder(run)
                    .withListener(event -> {
                        if (event instanceof TrainingEvent.EpochDone done
                                && done.result().epoch() == epochs) {
                            throw new IllegalStateException("interrupted");
                        }
                    })
                    .fit();
            throw new AssertionError("was not interrupted");
        } catch (IllegalStateException e) {
            return new Run(History.none(Score.higher("accuracy")), 0, List.of(), run.root());
        }
    }

    private Run resumed(Path root, ReuseSettings settings) throws IOException {
        Files.writeString(root.resolve("run.json"), "{}");
        try (Network network = network("graft-nano", ScalarType.Float)) {
            return fit(
                    network,
                    head(NetworkOutline.of(network)),
                    Numbered.training(TRAIN, side("graft-nano")),
                    Numbered.validation(VALIDATE, side("graft-nano")),
                    settings,
                    Optional.of(RunFolder.open(root)));
        }
    }

    private static Run fit(
            Network network,
            Plan plan,
            Numbered training,
            Numbered validation,
            ReuseSettings settings,
            Optional<RunFolder> folder) {
        List<String> lines = new ArrayList<>();
        Trainer trainer = trainer(network, plan, training, validation, settings).withListener(event -> {
            if (event instanceof TrainingEvent.ReuseDecided reuse) {
                lines.add(reuse.line());
            }
        });
        folder.ifPresent(trainer::withFolder);
        History history = trainer.fit();
        Path root = folder.map(RunFolder::root).orElse(Path.of(""));
        return new Run(history, training.made().get() + validation.made().get(), lines, root);
    }

    private static Trainer trainer(
            Network network, Plan plan, Numbered training, Numbered validation, ReuseSettings settings) {
        return new Trainer(network, plan, Recipe.DEFAULT, training, validation).withReuse(settings);
    }

    private static int side(String name) {
        return name.equals("graft-nano") || name.startsWith("cifar") ? 16 : 32;
    }

    private RunFolder newFolder() {
        return RunFolder.create(folder.resolve("run" + System.nanoTime()));
    }

    private static Network network(String name, ScalarType type) {
        Network network = Zoo.create(name, NetworkOptions.of(Numbered.CLASSES).withDropout(0), Device.CPU);
        network.params().initialize(3);
        Portable.convert(network.params(), type);
        return network;
    }

    private static void assertSameLosses(Run with, Run without) {
        for (int epoch = 0; epoch < EPOCHS; epoch++) {
            EpochResult found = with.history().epochs().get(epoch);
            EpochResult expected = without.history().epochs().get(epoch);
            assertThat(found.trainLoss())
                    .as("training loss of epoch %d", epoch + 1)
                    .isCloseTo(expected.trainLoss(), within(1e-5 * expected.trainLoss()));
            assertThat(found.valLoss())
                    .as("validation loss of epoch %d", epoch + 1)
                    .isCloseTo(expected.valLoss(), within(1e-5 * expected.valLoss()));
        }
    }

    private static List<Path> names(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.toList();
        }
    }

    private static void copy(Path from, Path to) {
        try {
            Files.createDirectories(to);
            for (Path file : names(from)) {
                Files.copy(file, to.resolve(file.getFileName()));
            }
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
