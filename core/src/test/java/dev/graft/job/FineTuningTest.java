package dev.graft.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.graft.Models;
import dev.graft.data.Augmentation;
import dev.graft.data.ImageData;
import dev.graft.data.ImageInput;
import dev.graft.data.ImagePipeline;
import dev.graft.data.ImageSource;
import dev.graft.data.Kind;
import dev.graft.data.Splits;
import dev.graft.data.image.Normalize;
import dev.graft.data.image.ResizeTo;
import dev.graft.data.text.TextData;
import dev.graft.model.InitialWeights;
import dev.graft.model.Model;
import dev.graft.model.ModelChoice;
import dev.graft.model.Opening;
import dev.graft.nn.Lora;
import dev.graft.testing.Surfaces;
import dev.graft.testing.ToyBert;
import dev.graft.text.Text;
import dev.graft.torch.Device;
import dev.graft.torch.Tensors;
import dev.graft.train.Recipe;
import dev.graft.train.StopReason;
import dev.graft.train.StopRequest;
import dev.graft.tune.Plan;
import dev.graft.tune.Plans;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a program can rely on that leaves most things unsaid.
class FineTuningTest {
    private static final List<String> TWO = List.of("one", "two");

    @TempDir
    static Path shared;

    private static Splits<ImageSource> images = Splits.none(Kind.IMAGE, TWO);

    @TempDir
    Path folder;

    @BeforeAll
    static void draw() throws IOException {
        images = ImageData.open(Surfaces.classes(shared.resolve("surfaces"), 6));
    }

    @Test
    void anotherSeedIsNoReasonNotToClipTheGradientsOfTexts() throws IOException {
        Path table = Files.writeString(folder.resolve("t.csv"), "text,label\n" + "very good,a\nvery bad,b\n".repeat(5));
        Splits<Text> data = TextData.open(table);
        try (Model<Text> model = Models.start(
                ModelChoice.of((ToyBert.write(folder.resolve("model"))).toString())
                        .withWeights(InitialWeights.none()),
                data,
                Device.CPU)) {
            FineTuning<Text> tuning = FineTuning.of(model, data, Plans.huggingFace(model.outline(), 1, 1e-3));
            assertThat(tuning.recipe().clipping()).isEqualTo(1);
            assertThat(tuning.withRecipe(Recipe.DEFAULT.withSeed(7)).recipe().clipping())
                    .isEqualTo(1);
            assertThat(tuning.withRecipe(Recipe.DEFAULT.withClip(0)).recipe().clipping())
                    .isZero();
        }
    }

    @Test
    void gradientsOfImagesAreNotClippedUnlessAsked() {
        try (Model<ImageSource> model = Models.start(ModelChoice.of("graft-nano"), images, Device.CPU)) {
            FineTuning<ImageSource> tuning = FineTuning.of(model, images, plan(model));
            assertThat(tuning.recipe().clipping()).isZero();
            assertThat(tuning.withRecipe(Recipe.DEFAULT.withClip(2)).recipe().clipping())
                    .isEqualTo(2);
        }
    }

    @Test
    void theNewHeadIsDrawnByTheSeedOfTheTraining() {
        ModelChoice nano = ModelChoice.of("graft-nano");
        assertThat(headAfterRun(nano, 7)).isEqualTo(headAfterRun(nano.withSeed(7), 7));
        assertThat(headAfterRun(nano, 7)).isNotEqualTo(headAfterRun(nano, 8));
        // a seed that was chosen with the model stays
        assertThat(headAfterRun(nano.withSeed(3), 7)).isNotEqualTo(headAfterRun(nano, 7));
    }

    @Test
    void soAreAdaptersAndNetworksWithoutWeights() {
        ModelChoice adapted = ModelChoice.of("graft-nano").withLora(Lora.of(2));
        try (Model<ImageSource> one = start(adapted);
                Model<ImageSource> other = start(adapted.withSeed(9))) {
            one.seed(9);
            assertThat(tensors(one)).isEqualTo(tensors(other));
        }
        ModelChoice random = ModelChoice.of("graft-nano").withWeights(InitialWeights.none());
        try (Model<ImageSource> one = start(random);
                Model<ImageSource> other = start(random.withSeed(9))) {
            one.seed(9);
            assertThat(tensors(one)).isEqualTo(tensors(other));
        }
    }

    @Test
    void whatHasLearnedIsNotDrawnAgain() {
        try (Model<ImageSource> model = start(ModelChoice.of("graft-nano"))) {
            FineTuning.of(model, images, plan(model)).run(folder.resolve("first"));
            List<List<Float>> learned = tensors(model);
            model.seed(11);
            assertThat(tensors(model)).isEqualTo(learned);
        }
    }

    @Test
    void whatAProgramPutIntoTheNetworkStays() {
        try (Model<ImageSource> model = start(ModelChoice.of("graft-nano").withWeights(InitialWeights.none()))) {
            try (NoGradGuard guard = new NoGradGuard()) {
                model.network().params().parameters().getFirst().tensor().fill_(new Scalar(0.5));
            }
            List<List<Float>> own = tensors(model);
            model.seed(11);
            assertThat(tensors(model)).isEqualTo(own);
        }
    }

    @Test
    void aPipelineThatMakesSomethingElseThanTheModelExpectsIsRefused() {
        try (Model<ImageSource> model = start(ModelChoice.of("graft-nano"))) {
            ImageInput input = ImageInput.of(model);
            assertRefused(input, ImagePipeline.of(new ResizeTo(64)), "expected the model's normalization");
            assertRefused(
                    input,
                    ImagePipeline.of(new ResizeTo(32)).withNormalize(Normalize.IMAGENET),
                    "expected images of 64 x 64 pixels, what the model takes, found 32 x 32");
            assertRefused(
                    input,
                    ImagePipeline.of(new ResizeTo(64)).withNormalize(Normalize.none(1)),
                    "expected 3 channels, what the model takes, found 1");
            assertThat(input.withPipeline(ImagePipeline.of(new ResizeTo(64)).withNormalize(Normalize.IMAGENET))
                            .pipeline()
                            .transforms())
                    .containsExactly(new ResizeTo(64));
            assertThat(input.withAugmentation(Augmentation.STRONG).pipeline().isRandom())
                    .isTrue();
        }
    }

    @Test
    void itCanBeAskedToStopAndHooksSeeItsSteps() {
        StopRequest stop = new StopRequest();
        List<Long> steps = new ArrayList<>();
        try (Model<ImageSource> model = start(ModelChoice.of("graft-nano"))) {
            Run run = FineTuning.of(model, images, Plans.featureExtraction(model.outline(), 5, 1e-3))
                    .withStopRequest(stop)
                    .withStepHook((epoch, step, network) -> {
                        steps.add(step);
                        stop.ask();
                    })
                    .run(folder.resolve("run"));
            assertThat(run.history().epochs()).hasSize(1);
            assertThat(run.history().stopReason()).contains(StopReason.ASKED);
            assertThat(steps).isNotEmpty();
            Run whole = FineTuning.of(model, images, Plans.featureExtraction(model.outline(), 5, 1e-3))
                    .resume(folder.resolve("run"));
            assertThat(whole.history().epochs()).hasSize(5);
        }
    }

    /// An error, such as memory that has run out, frees what was opened before it, as an exception does.
    @Test
    void whatWasOpenedIsFreedWhateverHappens() {
        List<String> told = new ArrayList<>();
        AutoCloseable held = () -> told.add("closed");
        assertThatThrownBy(() -> Opening.of(held, open -> {
                    throw new OutOfMemoryError("no more");
                }))
                .isInstanceOf(OutOfMemoryError.class);
        assertThat(told).containsExactly("closed");
        String made = Opening.of(held, open -> "made");
        assertThat(made).isEqualTo("made");
        assertThat(told).containsExactly("closed");
    }

    private static void assertRefused(ImageInput input, ImagePipeline pipeline, String reason) {
        assertThatThrownBy(() -> input.withPipeline(pipeline))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(reason);
    }

    /// Of a training whose rate is too small to change it.
    private List<List<Float>> headAfterRun(ModelChoice choice, long seed) {
        try (Model<ImageSource> model = start(choice)) {
            FineTuning.of(model, images, Plans.featureExtraction(model.outline(), 1, 1e-30))
                    .withRecipe(Recipe.DEFAULT.withSeed(seed))
                    .run(folder.resolve("run" + choice.seed() + "-" + seed + "-" + System.nanoTime()));
            return tensors(model);
        }
    }

    private static Model<ImageSource> start(ModelChoice choice) {
        return Models.start(choice, images, Device.CPU);
    }

    private static Plan plan(Model<ImageSource> model) {
        return Plans.featureExtraction(model.outline(), 1, 1e-3);
    }

    private static List<List<Float>> tensors(Model<ImageSource> model) {
        List<List<Float>> all = new ArrayList<>();
        model.network().params().parameters().forEach(entry -> all.add(floats(entry.tensor())));
        return all;
    }

    private static List<Float> floats(Tensor tensor) {
        List<Float> floats = new ArrayList<>();
        for (float value : Tensors.floats(tensor.detach().flatten())) {
            floats.add(value);
        }
        return floats;
    }
}
