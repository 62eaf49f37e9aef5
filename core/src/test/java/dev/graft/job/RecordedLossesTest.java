package dev.graft.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.graft.Models;
import dev.graft.data.Augmentation;
import dev.graft.data.ImageData;
import dev.graft.data.ImageInput;
import dev.graft.data.ImageOptions;
import dev.graft.data.ImageSource;
import dev.graft.data.Splits;
import dev.graft.data.Task;
import dev.graft.data.demo.FilmReviews;
import dev.graft.data.text.TextData;
import dev.graft.data.text.TextInput;
import dev.graft.data.text.TextOptions;
import dev.graft.model.InitialWeights;
import dev.graft.model.Model;
import dev.graft.model.ModelChoice;
import dev.graft.model.TextModels;
import dev.graft.task.Objective;
import dev.graft.testing.Surfaces;
import dev.graft.text.Text;
import dev.graft.torch.Device;
import dev.graft.torch.Threads;
import dev.graft.train.Averaging;
import dev.graft.train.EpochResult;
import dev.graft.train.Mixing;
import dev.graft.train.Precision;
import dev.graft.train.Recipe;
import dev.graft.train.reuse.ReuseSettings;
import dev.graft.tune.BatchNorms;
import dev.graft.tune.Group;
import dev.graft.tune.Interval;
import dev.graft.tune.NetworkOutline;
import dev.graft.tune.OptimizerSettings;
import dev.graft.tune.Phase;
import dev.graft.tune.Plan;
import dev.graft.tune.Schedule;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Small trainings lose what they lost when these numbers were written down. That they are right is for other tests to
/// show; these stay the same when code is arranged anew: which examples are validated with, their order, their
/// augmentation, the new head, the steps. Every setting is said, so that no default is in them.
///
/// Whoever changes a number on purpose writes the new ones here and says so in `CHANGELOG.md`; `bench/moved` compares
/// larger trainings to the byte.
class RecordedLossesTest {
    /// Kernels with and without AVX-512 differ by a tenth of it.
    private static final double TOLERANCE = 1e-6;

    private static final long SEED = 11;
    private static final int BATCH = 8;
    private static final ReuseSettings REUSE = new ReuseSettings(true, 64L << 20, false, false);

    @TempDir
    Path folder;

    @BeforeAll
    static void oneThread() {
        Threads.set(1);
    }

    @AfterAll
    static void giveTheThreadsBack() {
        Threads.set(Threads.available());
    }

    @Test
    void headOnPhotos() throws IOException {
        assertThat(photos(Augmentation.NONE, false))
                .satisfiesExactly(
                        epoch -> lost(epoch, 1.2427299, 0.9520099), epoch -> lost(epoch, 0.6008776, 0.7033899));
    }

    @Test
    void everythingOnAugmentedPhotos() throws IOException {
        assertThat(photos(Augmentation.LIGHT, true))
                .satisfiesExactly(
                        epoch -> lost(epoch, 1.2698663, 1.0531843), epoch -> lost(epoch, 0.7700490, 1.0234058));
    }

    @Test
    void headOnReviews() {
        assertThat(reviews(false))
                .satisfiesExactly(
                        epoch -> lost(epoch, 0.8024935, 0.6969608), epoch -> lost(epoch, 0.7228523, 0.6946925));
    }

    @Test
    void everythingOnReviews() {
        assertThat(reviews(true))
                .satisfiesExactly(
                        epoch -> lost(epoch, 0.8029095, 0.6965034), epoch -> lost(epoch, 0.7223713, 0.6944320));
    }

    private static void lost(EpochResult epoch, double training, double validation) {
        assertThat(epoch.trainLoss()).as("training, epoch " + epoch.epoch()).isCloseTo(training, within(TOLERANCE));
        assertThat(epoch.valLoss()).as("validation, epoch " + epoch.epoch()).isCloseTo(validation, within(TOLERANCE));
    }

    /// 3 x 12 photos without parts, of which a fifth of each class is kept for validation.
    private List<EpochResult> photos(Augmentation augmentation, boolean all) throws IOException {
        ImageOptions options = ImageOptions.defaults()
                .withCheck(ImageOptions.Check.DECODE)
                .withValidationFraction(0.2)
                .withSeed(SEED)
                .withPerClass(0);
        Splits<ImageSource> data = ImageData.open(Surfaces.classes(folder.resolve("surfaces"), 12), options);
        ModelChoice choice = ModelChoice.of("graft-nano")
                .withWeights(InitialWeights.pretrained())
                .withChannels(3)
                .withSize(32)
                .withResize(32)
                .withSeed(SEED)
                .withDropout(0)
                .withDropPath(0);
        try (Model<ImageSource> model = Models.start(choice, data, Device.CPU)) {
            return FineTuning.of(model, data, plan(model.outline(), all))
                    .withRecipe(recipe())
                    .withBatch(BATCH)
                    .withInput(ImageInput.of(model)
                            .withAugmentation(augmentation)
                            .withViews(0)
                            .withWorkers(1))
                    .withReuse(REUSE)
                    .run(folder.resolve("run"))
                    .history()
                    .epochs();
        }
    }

    /// 2 x 30 reviews in one table.
    private List<EpochResult> reviews(boolean all) {
        FilmReviews.write(folder.resolve("reviews"), 30, SEED);
        TextOptions options = TextOptions.defaults()
                .withTextColumn("text")
                .withLabelColumn("label")
                .withPairColumn(TextOptions.NONE)
                .withTask(Task.SINGLE_LABEL_CLASSIFICATION)
                .withValidationFraction(0.2)
                .withSeed(SEED)
                .withPerClass(0);
        Splits<Text> data = TextData.open(folder.resolve("reviews").resolve("train.tsv"), options);
        ModelChoice choice = ModelChoice.of((TextModels.folder(TextModels.EMBEDDED, Runs.HUB)).toString())
                .withWeights(InitialWeights.pretrained())
                .withMaxLength(32)
                .withSeed(SEED)
                .withDropout(0);
        try (Model<Text> model = Models.start(choice, data, Device.CPU)) {
            return FineTuning.of(model, data, plan(model.outline(), all))
                    .withRecipe(recipe())
                    .withBatch(BATCH)
                    .withInput(TextInput.of(model).withGrouping(true))
                    .withReuse(REUSE)
                    .run(folder.resolve("run"))
                    .history()
                    .epochs();
        }
    }

    /// Two epochs of plain gradient descent at constant rates: no optimizer blows up what a kernel rounds
    /// otherwise.
    private static Plan plan(NetworkOutline network, boolean all) {
        Group head = new Group("head", List.of(network.head()), 0.05, 0.01, true);
        Group backbone = new Group("backbone", network.backbone(), 0.01, 0.01, true);
        return new Plan(
                "recorded",
                2,
                List.of(new Phase(0, all ? List.of(backbone, head) : List.of(head))),
                new OptimizerSettings.Sgd(0, false),
                new Schedule.Constant(),
                Interval.EPOCH,
                BatchNorms.AS_IS);
    }

    private static Recipe recipe() {
        return new Recipe(
                Objective.of(Task.SINGLE_LABEL_CLASSIFICATION),
                SEED,
                1,
                0.0,
                0,
                List.of(),
                Precision.FP32,
                0,
                Averaging.NONE,
                Mixing.NONE);
    }
}
