package dev.graft.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.graft.Models;
import dev.graft.data.ImageData;
import dev.graft.data.ImageSource;
import dev.graft.data.Kind;
import dev.graft.data.Task;
import dev.graft.task.Decision;
import dev.graft.task.Prediction;
import dev.graft.testing.Surfaces;
import dev.graft.testing.ToyBert;
import dev.graft.text.Text;
import dev.graft.torch.Device;
import dev.graft.train.DecisionFile;
import dev.graft.train.SavedModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Scalar;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class EnsembleTest {
    private static final List<String> LABELS = List.of("good", "scratch", "stain");

    private static final float SHARPER = 30;

    @TempDir
    Path folder;

    /// Models with random weights that are sure of different things, each in a folder of its own.
    private <X> Map<String, Path> members(ModelKind<X> kind, ModelChoice choice, Task task, int count)
            throws IOException {
        Map<String, Path> members = new LinkedHashMap<>();
        for (int i = 0; i < count; i++) {
            ModelChoice drawn = choice.withWeights(InitialWeights.none()).withSeed(i);
            Path one = folder.resolve("member" + i);
            Files.createDirectories(one);
            try (Model<X> model = Models.start(kind, drawn, task, LABELS, Device.CPU)) {
                sharpen(model);
                model.describe(one);
                SavedModel.writeWeights(one, model.network());
            }
            members.put("arm" + i, one);
        }
        return members;
    }

    private static void sharpen(Model<?> model) {
        String head = model.network().head().name();
        try (NoGradGuard _ = new NoGradGuard()) {
            model.network().params().parameters().stream()
                    .filter(entry -> entry.stage().equals(head))
                    .forEach(entry -> entry.tensor().mul_(new Scalar(SHARPER)));
        }
    }

    private static <X> double[] answers(ModelKind<X> kind, Path model, X example) {
        try (Model<X> opened = kind.open(model, Device.CPU)) {
            return numbers(opened.predict(example));
        }
    }

    /// In the order of the labels.
    private static double[] numbers(Prediction said) {
        return LABELS.stream()
                .mapToDouble(label -> said.classes().isEmpty()
                        ? said.values().getOrDefault(label, Double.NaN)
                        : said.classes().stream()
                                .filter(one -> one.label().equals(label))
                                .findFirst()
                                .orElseThrow()
                                .probability())
                .toArray();
    }

    private static <X> void requireMean(ModelKind<X> kind, Path model, Map<String, Path> members, X example) {
        List<double[]> each = members.values().stream()
                .map(member -> answers(kind, member, example))
                .toList();
        double[] together = answers(kind, model, example);
        for (int label = 0; label < LABELS.size(); label++) {
            int at = label;
            double mean =
                    each.stream().mapToDouble(answer -> answer[at]).average().orElseThrow();
            assertThat(together[at]).isCloseTo(mean, within(1e-5));
        }
        assertThat(each.getFirst()[0]).isNotCloseTo(each.getLast()[0], within(1e-3));
    }

    @ParameterizedTest
    @EnumSource(names = {"SINGLE_LABEL_CLASSIFICATION", "MULTI_LABEL_CLASSIFICATION", "REGRESSION"})
    void answersAreTheMeanOfItsMembers(Task task) throws IOException {
        Map<String, Path> members =
                members(ModelKind.IMAGE, ModelChoice.of("graft-nano").withSize(32), task, 3);
        Path model = folder.resolve("run/model");
        Ensemble.write(model, members);
        Path photos = Surfaces.classes(folder.resolve("photos"), 2);
        requireMean(ModelKind.IMAGE, model, members, ImageSource.of(firstIn(photos.resolve("good"))));
        assertThat(ModelKind.in(folder.resolve("run"))).isSameAs(ModelKind.IMAGE);
        assertThat(Ensemble.in(model).orElseThrow().members()).containsExactly("arm0", "arm1", "arm2");
    }

    private static Path firstIn(Path photos) throws IOException {
        try (Stream<Path> files = Files.list(photos)) {
            return files.sorted().findFirst().orElseThrow();
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"SINGLE_LABEL_CLASSIFICATION", "MULTI_LABEL_CLASSIFICATION", "REGRESSION"})
    void textsOfAnyLengthAreAnsweredByAll(Task task) throws IOException {
        ModelChoice choice =
                ModelChoice.of(ToyBert.write(folder.resolve("bert")).toString());
        Map<String, Path> members = members(ModelKind.TEXT, choice, task, 2);
        Path model = folder.resolve("run/model");
        Ensemble.write(model, members);
        requireMean(ModelKind.TEXT, model, members, Text.of("very good film"));
        assertThat(ModelKind.in(folder.resolve("run")).kind()).isEqualTo(Kind.TEXT);
        try (Predictor<Text> predictor = Predictor.open(ModelKind.TEXT, model)) {
            List<Prediction> together = predictor.predict(List.of(Text.of("bad"), Text.of("very good long film")));
            assertThat(numbers(together.getFirst()))
                    .containsExactly(answers(ModelKind.TEXT, model, Text.of("bad")), within(1e-5));
        }
    }

    @Test
    void itIsJudgedAndGivenThresholdsLikeAnyModel() throws IOException {
        Map<String, Path> members = members(
                ModelKind.IMAGE, ModelChoice.of("graft-nano").withSize(32), Task.SINGLE_LABEL_CLASSIFICATION, 2);
        Path model = folder.resolve("model");
        Ensemble.write(model, members);
        Path photos = Surfaces.classes(folder.resolve("photos"), 4);
        DecisionFile.write(model, new Decision(LABELS, Map.of("stain", new Decision.Threshold(0.01, null))));
        try (Model<ImageSource> opened = ModelKind.IMAGE.open(model, Device.CPU)) {
            assertThat(opened.decision()).isPresent();
            assertThat(opened.architecture()).isEqualTo("graft-nano × 2");
            double loss = opened.evaluate(ImageData.open(photos).all()).loss();
            assertThat(loss).isBetween(0.1, 100.0);
        }
    }

    @Test
    void aDamagedOneSaysWhatIsWrong() throws IOException {
        Map<String, Path> members = members(
                ModelKind.IMAGE, ModelChoice.of("graft-nano").withSize(32), Task.SINGLE_LABEL_CLASSIFICATION, 2);
        Path model = folder.resolve("model");
        Ensemble.write(model, members);
        Path file = model.resolve("ensemble.json");
        String sound = Files.readString(file);
        Map<String, String> damages = new LinkedHashMap<>();
        damages.put(sound.replace("\"arm1\"", "null"), "expected names of at least two members");
        damages.put(sound.replace("\"arm1\"", "\"arm0\""), "at least two different members");
        damages.put(sound.replace("\"arm1\"", "\"../../arm1\""), "in the name of a member");
        damages.put(sound.replaceAll("\"version\" : 1", "\"version\" : 2"), "which this Graft is too old to read");
        damages.put("{}", "expected kind and version");
        for (Map.Entry<String, String> damage : damages.entrySet()) {
            Files.writeString(file, damage.getKey());
            assertThatThrownBy(() -> ModelKind.IMAGE.open(model, Device.CPU))
                    .hasMessageContaining("ensemble")
                    .hasMessageContaining(damage.getValue());
        }
        Files.writeString(file, sound);
        Files.writeString(model.resolve("members/arm1/labels.txt"), "a\nb\nc\n");
        assertThatThrownBy(() -> ModelKind.IMAGE.open(model, Device.CPU))
                .hasMessageContaining("expected members with the same labels");
    }

    @Test
    void itTakesTwo() {
        assertThatThrownBy(() -> Ensemble.write(folder.resolve("model"), Map.of("one", folder)))
                .hasMessageContaining("at least two");
    }
}
