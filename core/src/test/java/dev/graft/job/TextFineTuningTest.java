package dev.graft.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.graft.Models;
import dev.graft.data.Splits;
import dev.graft.data.text.TextData;
import dev.graft.data.text.TextInput;
import dev.graft.model.InitialWeights;
import dev.graft.model.Model;
import dev.graft.model.ModelChoice;
import dev.graft.model.ModelKind;
import dev.graft.model.TextModels;
import dev.graft.task.Prediction;
import dev.graft.testing.ToyBert;
import dev.graft.text.Text;
import dev.graft.torch.Device;
import dev.graft.train.EpochResult;
import dev.graft.train.Recipe;
import dev.graft.train.TrainingEvent;
import dev.graft.train.reuse.ReuseSettings;
import dev.graft.tune.Plan;
import dev.graft.tune.Plans;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TextFineTuningTest {
    @TempDir
    Path folder;

    private Path model = Path.of("");
    private Path reviews = Path.of("");

    @BeforeEach
    void writeAModelAndTexts() throws IOException {
        model = ToyBert.write(folder.resolve("bert"));
        List<String> rows = new ArrayList<>(List.of("text,label"));
        for (int i = 0; i < 40; i++) {
            StringBuilder text = new StringBuilder(i % 2 == 0 ? "good" : "bad");
            for (int word = 0; word < i % 7; word++) {
                text.append(' ').append(ToyBert.WORDS.get((i + word) % ToyBert.WORDS.size()));
            }
            rows.add(text + (i % 2 == 0 ? ",yes" : ",no"));
        }
        reviews = Files.write(folder.resolve("reviews.csv"), rows);
    }

    private Model<Text> classifier(Splits<Text> data, double dropout) {
        ModelChoice choice = ModelChoice.of((model).toString())
                .withWeights(InitialWeights.none())
                .withDropout(dropout);
        return Models.start(choice, data, Device.CPU);
    }

    @Test
    void whatFrozenLayersMadeOfTextsOfAnyLengthIsKept() {
        Splits<Text> data = TextData.open(reviews);
        List<String> told = new ArrayList<>();
        List<EpochResult> kept = lastLayers(data, ReuseSettings.DEFAULT, folder.resolve("kept"), told);
        List<EpochResult> computed = lastLayers(data, ReuseSettings.OFF, folder.resolve("computed"), new ArrayList<>());
        assertThat(told)
                .anyMatch(line ->
                        line.startsWith("Frozen stages run once for each training example: what enters layer.1"))
                .anyMatch(line -> line.startsWith("Frozen stages run once for each validation example"));
        assertThat(kept).hasSameSizeAs(computed);
        for (int i = 0; i < kept.size(); i++) {
            assertThat(kept.get(i).trainLoss()).isCloseTo(computed.get(i).trainLoss(), within(1e-5));
            assertThat(kept.get(i).valLoss()).isCloseTo(computed.get(i).valLoss(), within(1e-5));
        }
    }

    /// The last layer, the pooler and the head learn.
    private List<EpochResult> lastLayers(Splits<Text> data, ReuseSettings reuse, Path out, List<String> told) {
        try (Model<Text> text = classifier(data, 0)) {
            Plan plan = Plans.lastStages(text.outline(), 2, 5, new Plan.Rates(1e-3, 1e-3));
            return FineTuning.of(text, data, plan)
                    .withBatch(8)
                    .withReuse(reuse)
                    .withListener(event -> {
                        if (event instanceof TrainingEvent.ReuseDecided decided) {
                            told.add(decided.line());
                        }
                    })
                    .run(out)
                    .history()
                    .epochs();
        }
    }

    @Test
    void anInterruptedRunEndsInTheSameBytes() throws IOException {
        Splits<Text> data = TextData.open(reviews);
        Path whole = folder.resolve("whole");
        Path broken = folder.resolve("broken");
        try (Model<Text> text = classifier(data, 0.1)) {
            tuning(text, data).run(whole);
        }
        try (Model<Text> text = classifier(data, 0.1)) {
            assertThatThrownBy(() -> tuning(text, data)
                            .withListener(event -> {
                                if (event instanceof TrainingEvent.BatchDone done
                                        && done.epoch() == 2
                                        && done.batch() == 2) {
                                    throw new IllegalStateException("the power is gone");
                                }
                            })
                            .run(broken))
                    .hasMessage("the power is gone");
        }
        try (Model<Text> text = classifier(data, 0.1)) {
            tuning(text, data).resume(broken);
        }
        assertThat(Files.readAllBytes(broken.resolve("model/model.safetensors")))
                .isEqualTo(Files.readAllBytes(whole.resolve("model/model.safetensors")));
        assertThat(broken.resolve("metrics.jsonl")).hasSameTextualContentAs(whole.resolve("metrics.jsonl"));
    }

    private static FineTuning<Text> tuning(Model<Text> text, Splits<Text> data) {
        return FineTuning.of(text, data, Plans.huggingFace(text.outline(), 3, 1e-2))
                .withBatch(8)
                .withRecipe(Recipe.DEFAULT.withSeed(3).withClip(1));
    }

    @Test
    void aSavedModelAnswersTheSame() {
        Splits<Text> data = TextData.open(reviews);
        Path out = folder.resolve("run");
        Prediction before;
        try (Model<Text> text = classifier(data, 0)) {
            FineTuning.of(text, data, Plans.huggingFace(text.outline(), 15, 5e-3))
                    .withBatch(8)
                    .run(out);
            before = text.predict(Text.of("very good film"));
            assertThat(text.evaluate(data.validation()).accuracy()).isEqualTo(1);
        }
        assertThat(TextModels.isIn(out)).isTrue();
        try (Model<Text> opened = Models.openText(out)) {
            assertThat(opened.labels()).containsExactly("no", "yes");
            assertThat(TextInput.of(opened).maxLength()).isEqualTo(16);
            Prediction after = opened.predict(Text.of("very good film"));
            assertThat(after.classes().getFirst().label())
                    .isEqualTo(before.classes().getFirst().label());
            assertThat(after.classes().getFirst().probability())
                    .isCloseTo(before.classes().getFirst().probability(), within(1e-6));
        }
    }

    @Test
    void otherLabelsAreRefused() {
        Splits<Text> data = TextData.open(reviews);
        ModelChoice choice = ModelChoice.of((model).toString()).withWeights(InitialWeights.none());
        try (Model<Text> text = Models.start(ModelKind.TEXT, choice, data.task(), List.of("a", "b"), Device.CPU)) {
            assertThatThrownBy(() -> tuning(text, data))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("expected a model for the labels of the data, [no, yes]");
        }
    }
}
