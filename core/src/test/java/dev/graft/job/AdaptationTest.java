package dev.graft.job;

import static dev.graft.job.Runs.HUB;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.graft.data.text.MaskedTexts;
import dev.graft.model.LanguageModel;
import dev.graft.testing.ToyBert;
import dev.graft.text.Text;
import dev.graft.text.Tokenizer;
import dev.graft.text.Tokenizers;
import dev.graft.torch.Device;
import dev.graft.torch.Threads;
import dev.graft.train.Recipe;
import dev.graft.train.SavedModel;
import dev.graft.train.TrainingEvent;
import dev.graft.tune.Plans;
import dev.graft.zoo.encoder.EncoderConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AdaptationTest {
    @TempDir
    Path folder;

    @AfterAll
    static void giveTheThreadsBack() {
        Threads.set(Threads.available());
    }

    private LanguageModel model() throws IOException {
        Path bert = ToyBert.write(folder.resolve("bert"));
        return LanguageModel.fresh(EncoderConfig.read(bert), Tokenizers.read(bert), 16, null, 1, Device.CPU);
    }

    private static Adaptation adaptation(LanguageModel model, List<String> training, List<String> validation) {
        return new Adaptation(
                model,
                masked(model, training),
                masked(model, validation),
                1,
                Plans.huggingFace(model.outline(), 1, 1e-3),
                Recipe.DEFAULT,
                Adaptation.Remarks.NONE,
                List.of(),
                null);
    }

    private static MaskedTexts masked(LanguageModel model, List<String> texts) {
        return MaskedTexts.of(texts.stream().map(Text::of).toList(), model.tokenizer(), 2, model.maxLength());
    }

    /// A loss over nothing is 0, and no model would ever be better.
    @Test
    void thereMustBeSomethingToAskFor() throws IOException {
        try (LanguageModel model = model()) {
            assertThatThrownBy(() -> adaptation(model, List.of("good film"), List.of("unheard words")))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageStartingWith(
                            "adaptation: expected texts to validate with with a word that can be hidden");
            assertThatThrownBy(() -> adaptation(model, List.of("unheard", "words"), List.of("good film")))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageStartingWith("adaptation: expected texts to train on");
        }
    }

    @Test
    void trainingIsSummedUpFirst() throws IOException {
        try (LanguageModel model = model()) {
            assertThat(adaptation(model, List.of("good", "bad", "film"), List.of("plot"))
                            .summary()
                            .examples())
                    .containsExactly(Map.entry("train", 3), Map.entry("validation", 1));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {-5, 3, 17})
    void aModelThatCannotBeMadeClosesItsTokenizer(int maxLength) throws IOException {
        Path bert = ToyBert.write(folder.resolve("bert"));
        Tokenizer tokenizer = Tokenizers.read(bert);
        EncoderConfig config = EncoderConfig.read(bert);
        assertThatThrownBy(() -> LanguageModel.fresh(config, tokenizer, maxLength, null, 1, Device.CPU))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("max length: expected at ");
        assertThatThrownBy(() -> tokenizer.encode(List.of(Text.of("film")), 8))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("closed");
    }

    @Test
    void aRunGoesOnWithItsOwnTextsOnly() throws IOException {
        Path texts = folder.resolve("texts.txt");
        List<String> lines = new ArrayList<>(Collections.nCopies(60, "the film was very good and the plot was fun"));
        Files.write(texts, lines);
        Path run = folder.resolve("run");
        try (AdaptationJob job = AdaptationJob.of(options(texts, 0), HUB)) {
            job.adaptation().run(run);
        }
        AdaptationJob.resumed(run, HUB).close();
        Files.write(texts, lines.subList(0, 50));
        assertThatThrownBy(() -> AdaptationJob.resumed(run, HUB))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(texts + ": expected the pieces of text that " + run + " was started with, ")
                .hasMessageContaining("\"train\":54")
                .hasMessageContaining("\"train\":45");
    }

    /// A kill right after `run.json` appeared, or in the middle of the first epoch.
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void beforeTheFirstCheckpointARunStartsFromItsModelAgain(boolean fresh) throws IOException {
        Path texts = folder.resolve("texts.txt");
        Files.write(texts, Collections.nCopies(60, "the film was very good and the plot was fun"));
        AdaptationOptions options = fresh ? options(texts, 0) : options(bert().toString(), null, texts, 16);
        Run whole;
        try (AdaptationJob job = AdaptationJob.of(options, HUB)) {
            whole = job.adaptation().run(folder.resolve("whole"));
        }
        Path killed = folder.resolve("killed");
        try (AdaptationJob job = AdaptationJob.of(options, HUB)) {
            assertThatThrownBy(() -> job.adaptation()
                            .withListener(AdaptationTest::cutThePower)
                            .run(killed))
                    .hasMessage("power cut");
        }
        try (AdaptationJob job = AdaptationJob.resumed(killed, HUB)) {
            Run resumed = job.adaptation().resume(killed);
            assertThat(resumed.history().epochs()).isEqualTo(whole.history().epochs());
            assertThat(resumed.report().model())
                    .hasToString(whole.report().model().toString());
        }
    }

    /// A model folder with weights.
    private Path bert() throws IOException {
        Path bert = ToyBert.write(folder.resolve("bert"));
        writeWeights(bert, 5);
        return bert;
    }

    private static void writeWeights(Path bert, long seed) {
        try (LanguageModel model =
                LanguageModel.fresh(EncoderConfig.read(bert), Tokenizers.read(bert), 16, null, seed, Device.CPU)) {
            SavedModel.writeWeights(bert, model.network());
        }
    }

    private static void cutThePower(TrainingEvent event) {
        if (event instanceof TrainingEvent.BatchDone) {
            throw new IllegalStateException("power cut");
        }
    }

    @Test
    void aModelThatHasChangedBeforeTheFirstCheckpointIsNotTaken() throws IOException {
        Path texts = folder.resolve("texts.txt");
        Files.write(texts, Collections.nCopies(60, "the film was very good and the plot was fun"));
        Path bert = bert();
        Path run = folder.resolve("run");
        try (AdaptationJob job = AdaptationJob.of(options(bert.toString(), null, texts, 16), HUB)) {
            assertThatThrownBy(() -> job.adaptation()
                            .withListener(AdaptationTest::cutThePower)
                            .run(run))
                    .hasMessage("power cut");
        }
        try (LanguageModel other =
                LanguageModel.fresh(EncoderConfig.read(bert), Tokenizers.read(bert), 16, null, 99, Device.CPU)) {
            SavedModel.writeWeights(bert, other.network());
        }
        try (AdaptationJob job = AdaptationJob.resumed(run, HUB)) {
            assertThatThrownBy(() -> job.adaptation().resume(run))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageStartingWith(run + ": the weights are not those that this run was started from");
        }
    }

    /// What is judged by the loss has another best epoch than what is judged by guesses.
    @Test
    void theReportNamesTheEpochWhoseModelIsKept() throws IOException {
        Path texts = folder.resolve("texts.txt");
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            lines.add("the " + (i % 3 == 0 ? "film" : "plot") + " was " + (i % 2 == 0 ? "good" : "bad") + " and fun");
        }
        Files.write(texts, lines);
        AdaptationOptions options = options(bert().toString(), null, texts, 16);
        try (AdaptationJob job = AdaptationJob.of(options, HUB)) {
            Run run = job.adaptation().run(folder.resolve("run"));
            List<Double> losses = run.history().valLosses();
            int best = losses.indexOf(Collections.min(losses)) + 1;
            assertThat(run.best().epoch()).isEqualTo(best);
            assertThat(run.report().best().orElseThrow().epoch()).isEqualTo(best);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {-5, 1, 3})
    void textsOfNoLengthAreRefused(int maxLength) {
        assertThatThrownBy(() -> options(folder, maxLength))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("max length: expected at least 4 tokens, or 0");
    }

    private static AdaptationOptions options(Path texts, int maxLength) {
        return options(null, new AdaptationOptions.Fresh(100, 1, 16, 2, 32, false), texts, maxLength);
    }

    private static AdaptationOptions options(
            @Nullable String model, AdaptationOptions.@Nullable Fresh fresh, Path texts, int maxLength) {
        return new AdaptationOptions(
                model,
                fresh,
                texts.toString(),
                "auto",
                0.1,
                maxLength,
                0.15,
                true,
                0.0,
                16,
                3,
                1,
                1e-3,
                0.01,
                0,
                Recipe.DEFAULT,
                1,
                "cpu");
    }
}
