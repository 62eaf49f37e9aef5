package dev.graft.job;

import static dev.graft.job.Runs.HUB;
import static dev.graft.job.Runs.bytes;
import static dev.graft.job.Runs.tensors;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.graft.Models;
import dev.graft.data.ImageSource;
import dev.graft.data.demo.SurfacePhotos.Kind;
import dev.graft.model.Model;
import dev.graft.testing.NeedsShared;
import dev.graft.testing.Options;
import dev.graft.testing.Shared;
import dev.graft.testing.Surfaces;
import dev.graft.train.TrainingEvent;
import dev.graft.train.TrainingListener;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A batch norm cannot learn the spread of one image that is 1x1 where it stands.
class LoneImageTest {
    private static final String NOTE =
            "the last batch would have had one image, of which batch norms cannot learn:" + " it joins the one before";

    @TempDir
    static Path drawn;

    @TempDir
    Path folder;

    /// 17 images to train on, so that batches of 8 leave one.
    @BeforeAll
    static void draw() throws IOException {
        Surfaces.write(drawn.resolve("train/good"), Kind.GOOD, 9, 1);
        Surfaces.write(drawn.resolve("train/pit"), Kind.PIT, 8, 1);
        Surfaces.write(drawn.resolve("val/good"), Kind.GOOD, 2, 2);
        Surfaces.write(drawn.resolve("val/pit"), Kind.PIT, 2, 2);
    }

    private static Options options() {
        return Surfaces.options(drawn).with("epochs", 2);
    }

    @Test
    void joinsTheBatchBeforeItAndThatIsSaid() {
        List<Integer> sizes = new ArrayList<>();
        TrainingListener listener = event -> {
            if (event instanceof TrainingEvent.BatchDone done && done.training()) {
                sizes.add(done.examples());
            }
        };
        try (TrainingJob job = TrainingJob.of(options().values(), HUB)) {
            assertThat(job.tuning().stepsPerEpoch()).isEqualTo(2);
            assertThat(job.tuning().estimate().stepsPerEpoch()).isEqualTo(2);
            job.tuning().withListener(listener).run(folder.resolve("run"));
        }
        assertThat(sizes).containsExactly(8, 9, 8, 9);
        assertThat(folder.resolve("run/run.json")).content().contains(NOTE);
    }

    @Test
    void staysAloneWhereNoBatchNormLearns() {
        try (TrainingJob job =
                TrainingJob.of(options().with("strategy", "feature-extraction").values(), HUB)) {
            assertThat(job.tuning().stepsPerEpoch()).isEqualTo(3);
            assertThat(job.tuning().summary().notes()).doesNotContain(NOTE);
        }
    }

    @Test
    void anInterruptedRunEndsInTheSameBytes() throws IOException {
        TrainingListener powerCut = event -> {
            if (event instanceof TrainingEvent.BatchDone done && done.epoch() == 2) {
                throw new IllegalStateException("power cut");
            }
        };
        Path run = folder.resolve("run");
        try (TrainingJob job = TrainingJob.of(options().values(), HUB)) {
            assertThatThrownBy(() -> job.tuning().withListener(powerCut).run(run))
                    .hasMessage("power cut");
        }
        try (TrainingJob job = TrainingJob.resumed(run, HUB)) {
            job.tuning().resume(run);
        }
        options().run(folder.resolve("whole"));
        assertThat(bytes(run)).isEqualTo(bytes(folder.resolve("whole")));
    }

    /// What is kept is given out in the same batches as what is computed.
    @Test
    void keptFeaturesAreInTheSameBatches() throws IOException {
        Options last = options().with("strategy", "last-stage").with("views", 1);
        last.run(folder.resolve("kept"));
        last.with("on", false).run(folder.resolve("computed"));
        assertThat(bytes(folder.resolve("kept"))).isEqualTo(bytes(folder.resolve("computed")));
    }

    @Test
    void aloneInEveryBatchItIsRefusedBeforeTraining() {
        Options single = options().with("batch", 1).with("model", "resnet18").with("weights", "none");
        assertThatThrownBy(() -> single.run(folder.resolve("run")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("layer4.0.bn1: a batch norm that learns needs more than one value")
                .hasMessageContaining("a larger --batch");
        assertThat(folder.resolve("run")).doesNotExist();
        single.with("strategy", "feature-extraction").run(folder.resolve("head"));
    }

    @Test
    @NeedsShared("cases/data/last-batch-of-one")
    void whatIsSavedIsFinite() {
        Run run = Surfaces.options(Shared.path("cases/data/last-batch-of-one"))
                .with("epochs", 1)
                .run(folder.resolve("run"));
        try (Model<ImageSource> model = Models.openImage(run.folder())) {
            tensors(model).forEach((name, bytes) -> {
                if (!name.endsWith("num_batches_tracked")) {
                    ByteBuffer values = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
                    while (values.hasRemaining()) {
                        assertThat(values.getFloat()).as(name).isFinite();
                    }
                }
            });
        }
    }
}
