package dev.graft.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.graft.Datasets;
import dev.graft.Models;
import dev.graft.data.BatchCursor;
import dev.graft.data.Dataset;
import dev.graft.data.ImageData;
import dev.graft.data.ImageSource;
import dev.graft.data.Labelled;
import dev.graft.data.Task;
import dev.graft.model.Similarity.Level;
import dev.graft.model.Similarity.Measure;
import dev.graft.nn.Pass;
import dev.graft.testing.NeedsShared;
import dev.graft.testing.Shared;
import dev.graft.testing.Surfaces;
import dev.graft.testing.ToyBert;
import dev.graft.text.Text;
import dev.graft.torch.Device;
import dev.graft.torch.Scope;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SimilarityTest {
    @TempDir
    Path folder;

    private static Model<ImageSource> network(String name, List<String> labels) {
        return Models.start(
                ModelKind.IMAGE, ModelChoice.of(name), Task.SINGLE_LABEL_CLASSIFICATION, labels, Device.CPU);
    }

    private static <X> Similarity of(Model<X> model, Dataset<X> data) {
        return Similarity.of(model, model.input(), data, 1).orElseThrow();
    }

    /// A shift by half a standard deviation is an eighth, twice the deviation nine sixteenths.
    @Test
    void divergenceIsThatOfNormalDistributions() {
        assertThat(NormDivergence.symmetric(3, 4, 3, 4)).isZero();
        assertThat(NormDivergence.symmetric(0, 1, 0.5, 1)).isEqualTo(0.125);
        assertThat(NormDivergence.symmetric(0, 4, 0, 1)).isEqualTo(0.5625);
        assertThat(NormDivergence.symmetric(1, 2, 4, 5)).isEqualTo(NormDivergence.symmetric(4, 5, 1, 2));
    }

    /// A network that has just learned the statistics of some photos finds the same photos as like as can be.
    @Test
    void aNetworkKnowsWhatItsStatisticsWereTakenOf() throws IOException {
        Dataset<ImageSource> photos =
                ImageData.open(Surfaces.classes(folder.resolve("photos"), 6)).all();
        try (Model<ImageSource> model = network("graft-nano", photos.labels())) {
            Similarity before = of(model, photos);
            learnStatistics(model, photos);
            Similarity after = of(model, photos);
            assertThat(before.measure()).isEqualTo(Measure.STATISTICS);
            assertThat(before.examples()).isEqualTo(photos.size());
            assertThat(before.value()).isGreaterThan(0.1);
            assertThat(after.value()).isLessThan(1e-4);
            assertThat(after.level()).isEqualTo(Level.ALIKE);
        }
    }

    private static void learnStatistics(Model<ImageSource> model, Dataset<ImageSource> photos) {
        try (Scope scope = Scope.open();
                NoGradGuard guard = new NoGradGuard();
                BatchCursor cursor =
                        model.input().validation(photos, photos.size()).open(0)) {
            Tensor all = Objects.requireNonNull(cursor.next()).inputs().getFirst();
            model.network().outputs(all, Pass.watched(List.of(), (norm, x, mean, variance) -> {
                Tensor found = x.mean(0, 2, 3);
                mean.copy_(found);
                variance.copy_(x.square().mean(0, 2, 3).sub(found.square()));
            }));
        }
    }

    @Test
    void networksThatKeepNoStatisticsAreNotMeasured() throws IOException {
        Dataset<ImageSource> photos =
                ImageData.open(Surfaces.classes(folder.resolve("photos"), 3)).all();
        ModelChoice random = ModelChoice.of("squeezenet1_1").withWeights(InitialWeights.none());
        try (Model<ImageSource> model =
                Models.start(ModelKind.IMAGE, random, Task.SINGLE_LABEL_CLASSIFICATION, photos.labels(), Device.CPU)) {
            assertThat(Similarity.of(model, model.input(), photos, 1)).isEmpty();
        }
    }

    @Test
    void aLanguageThatIsSpeltIsUnlike() throws IOException {
        ModelChoice choice =
                ModelChoice.of(ToyBert.write(folder.resolve("bert")).toString()).withWeights(InitialWeights.none());
        try (Model<Text> model =
                Models.start(ModelKind.TEXT, choice, Task.SINGLE_LABEL_CLASSIFICATION, List.of("a", "b"), Device.CPU)) {
            Similarity known = of(model, texts("a very good film", "the film was dull", "bad plot, long film"));
            Similarity unknown = of(model, texts("영화가 정말 좋았다", "film 최악"));
            assertThat(known.measure()).isEqualTo(Measure.SPELLING);
            assertThat(known.value()).isZero();
            assertThat(unknown.value()).isCloseTo(4.0 / 5, within(1e-9));
            assertThat(unknown.level()).isEqualTo(Level.DIFFERENT);
            assertThat(Similarity.of(model, model.input(), texts("1 2 3", "中文 很好"), 1))
                    .isEmpty();
            assertThat(unknown.says()).startsWith("80% of the words the model has to spell letter by letter");
        }
    }

    private static Dataset<Text> texts(String... texts) {
        List<Labelled<Text>> labelled = Arrays.stream(texts)
                .map(text -> Labelled.of(text, Text.of(text), text.length() % 2 == 0 ? "a" : "b"))
                .toList();
        return Datasets.of(labelled);
    }

    /// Photos that a network was pretrained on, photos like them, and steel.
    @Test
    @NeedsShared("data/images/neu-steel")
    void realPhotosAreOrdered() {
        Path images = Shared.path("data/images");
        Dataset<ImageSource> insects =
                ImageData.open(images.resolve("hymenoptera")).all();
        Dataset<ImageSource> steel = ImageData.open(images.resolve("neu-steel")).all();
        int[] some = {0, 25, 50, 75, 100, 125, 150, 175, 200, 225, 250, 275, 300, 325, 350, 375};
        try (Model<ImageSource> model = network("tf_efficientnet_lite0", insects.labels())) {
            Similarity near = of(model, insects.subset(some));
            Similarity far =
                    of(model, steel.subset(Arrays.stream(some).map(at -> at * 4).toArray()));
            assertThat(near.level()).isNotEqualTo(Level.DIFFERENT);
            assertThat(far.level()).isEqualTo(Level.DIFFERENT);
            assertThat(far.value()).isGreaterThan(5 * near.value());
        }
    }
}
