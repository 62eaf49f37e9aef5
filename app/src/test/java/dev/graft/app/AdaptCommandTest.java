package dev.graft.app;

import static dev.graft.app.CommandLineRun.graft;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.graft.job.AdaptationJob;
import dev.graft.job.AdaptationOptions;
import dev.graft.train.RunFolder;
import dev.graft.train.TrainingEvent;
import dev.graft.weights.Hub;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `graft adapt`: a new encoder, one that goes on, and what is said of the texts.
class AdaptCommandTest {
    @TempDir
    static Path shared;

    private static Path unlabelled = Path.of("");
    private static Path encoder = Path.of("");
    private static CommandLineRun adapting = new CommandLineRun(-1, "", "");

    @TempDir
    Path folder;

    @BeforeAll
    static void makeAnEncoder() throws IOException {
        unlabelled = ToyEncoder.texts(shared);
        encoder = shared.resolve("encoder");
        adapting = ToyEncoder.adapt(unlabelled, encoder);
    }

    @Test
    void aNewEncoderLearnsFromTextsAlone() {
        adapting.succeeds();
        assertThat(adapting.err())
                .contains("BertForMaskedLM", "tokens; 196 pieces of text to train on, 4 to validate with")
                .contains("[Epoch 04/04]");
        assertThat(adapting.out())
                .contains("Best validation loss: ", "% of hidden tokens guessed")
                .contains("Model: " + encoder.resolve("model"));
        assertThat(encoder.resolve("model"))
                .isDirectoryContaining("glob:**/config.json")
                .isDirectoryContaining("glob:**/model.safetensors")
                .isDirectoryContaining("glob:**/tokenizer.json")
                .isDirectoryContaining("glob:**/vocab.txt");
    }

    @Test
    void adaptingGoesOnWhereItStopped() throws IOException {
        Path whole = folder.resolve("whole");
        adapt(whole, "--epochs", 2, "--checkpoints", 2, "--lr", "1e-3", "--seed", 7)
                .succeeds();
        goesOnTo(whole);
        goesOnTo(encoder); // a new one, with a vocabulary of its own
    }

    /// The same once more, interrupted in its third part and resumed, ends in the same bytes.
    private void goesOnTo(Path whole) throws IOException {
        Path broken = folder.resolve("broken-" + whole.getFileName());
        AdaptationOptions options = AdaptationOptions.ofRun(whole).orElseThrow();
        try (AdaptationJob job = AdaptationJob.of(options, Hub.fromEnvironment())) {
            assertThatThrownBy(() -> job.adaptation()
                            .withListener(event -> {
                                if (event instanceof TrainingEvent.BatchDone done && done.epoch() == 3) {
                                    throw new IllegalStateException("the power is gone");
                                }
                            })
                            .run(broken))
                    .hasMessage("the power is gone");
        }
        assertThat(graft("adapt", "--resume", broken).succeeds().out()).contains("Best validation loss: ");
        assertThat(broken.resolve("metrics.jsonl")).hasSameTextualContentAs(whole.resolve("metrics.jsonl"));
        assertThat(Files.readAllBytes(broken.resolve("model/model.safetensors")))
                .isEqualTo(Files.readAllBytes(whole.resolve("model/model.safetensors")));
    }

    /// A file of another encoding and a column that was guessed are no secrets.
    @Test
    void adaptingSaysWhatWasUnusualAboutTheTexts() throws IOException {
        Path korean = folder.resolve("korean.txt");
        Files.write(korean, Files.readAllLines(unlabelled), Charset.forName("x-windows-949"));
        CommandLineRun adapted = adaptTo(korean, folder.resolve("adapted")).succeeds();
        assertThat(adapted.err()).contains("note: " + korean + " not in UTF-8, read as CP949 (EUC-KR)");
        assertThat(RunFolder.open(folder.resolve("adapted"))
                        .readReport()
                        .data()
                        .notes()
                        .getFirst())
                .endsWith("read as CP949 (EUC-KR)");
    }

    private static CommandLineRun adapt(Path out, Object... more) {
        return adaptTo(unlabelled, out, more);
    }

    private static CommandLineRun adaptTo(Path texts, Path out, Object... more) {
        List<Object> arguments = new ArrayList<>(List.of("adapt", encoder.resolve("model"), texts, "--out", out));
        arguments.addAll(List.of(more));
        return graft(arguments.toArray());
    }
}
