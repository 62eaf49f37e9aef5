package dev.graft.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.graft.Models;
import dev.graft.data.ImageSource;
import dev.graft.job.AdaptationJob;
import dev.graft.job.AdaptationOptions;
import dev.graft.model.Model;
import dev.graft.task.Prediction;
import dev.graft.train.Recipe;
import dev.graft.weights.Hub;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The programs that say what would be learned, and learn it where there are images. The numbers are those that
/// PyTorch and torchvision give for the same model.
class ProgramsTest {
    private static final String EPOCH =
            "\\[Epoch 0\\d/0\\d] Train Loss: \\d+\\.\\d{4} \\| Train Acc: [01]\\.\\d{4} \\| Val Loss: \\d+\\.\\d{4}"
                    + " \\| Val Acc: [01]\\.\\d{4}(  \\* best)?";

    @TempDir
    Path folder;

    @Test
    void featureExtractionTrainsTheHeadAlone() {
        assertThat(Console.of(() -> new FeatureExtraction().main("--weights", "none")))
                .containsExactly("Total parameters: 11,181,642", "Trainable parameters: 5,130");
    }

    @Test
    void lastStageTrainsTheLastStageToo() {
        assertThat(Console.of(() -> new LastStage().main("--weights", "none")))
                .containsExactly("Trainable parameters: 8,398,858");
    }

    @Test
    void parameterGroupsHaveRatesOfTheirOwn() {
        assertThat(Console.of(() -> new ParameterGroups().main("--weights", "none")))
                .containsExactly(
                        "Group 0 (early_layers): lr=1e-05, params=683,072",
                        "Group 1 (late_layers): lr=1e-04, params=10,493,440",
                        "Group 2 (classifier): lr=1e-03, params=5,130");
    }

    @Test
    void gradualUnfreezingIsTheTutorials() {
        assertThat(Console.of(() -> new GradualUnfreezing().main("--weights", "none")))
                .containsExactly(
                        "[Epoch 0] Trainable parameters: 5,130",
                        "[Epoch 3] Trainable parameters: 8,398,858",
                        "[Epoch 6] Trainable parameters: 10,498,570");
    }

    @Test
    void everyMethodPrintsItsPlan() {
        List<String> printed = Console.of(() -> new Methods().main("--weights", "none", "--model", "graft-nano"));
        assertThat(printed.stream().filter(line -> line.matches("[a-z, -]+ of graft-nano: 10 epochs; .*")))
                .hasSize(13);
        assertThat(Console.of(() -> new Methods().main("--weights", "none", "--method", "lora")))
                .anyMatch(line -> line.startsWith("adapters of resnet18: 10 epochs"));
    }

    @Test
    void featureExtractionLearnsFromPhotos() throws IOException {
        learns(new FeatureExtraction()::main, 3, "--model", "graft-nano");
    }

    @Test
    void lastStageLearnsFromPhotos() throws IOException {
        learns(new LastStage()::main, 2, "--model", "graft-nano");
    }

    @Test
    void parameterGroupsLearnFromPhotos() throws IOException {
        learns(new ParameterGroups()::main, 4, "--weights", "none");
    }

    @Test
    void textClassificationLearnsFromTexts() throws IOException {
        List<String> texts = new ArrayList<>();
        List<String> rows = new ArrayList<>(List.of("text,label"));
        for (int i = 0; i < 60; i++) {
            String text = (i % 2 == 0 ? "a good film " : "a bad film ") + i % 7;
            texts.add(text);
            rows.add(text + (i % 2 == 0 ? ",good" : ",bad"));
        }
        Path unlabelled = Files.write(folder.resolve("texts.txt"), texts);
        Path data = Files.write(folder.resolve("reviews.csv"), rows);
        AdaptationOptions encoder = new AdaptationOptions(
                null,
                new AdaptationOptions.Fresh(100, 1, 16, 1, 32, false),
                unlabelled.toString(),
                "auto",
                0.1,
                16,
                0.15,
                true,
                null,
                8,
                1,
                1,
                1e-3,
                0.01,
                0,
                Recipe.DEFAULT,
                1,
                "cpu");
        try (AdaptationJob job = AdaptationJob.of(encoder, Hub.fromEnvironment())) {
            job.adaptation().run(folder.resolve("encoder"));
        }
        Path out = folder.resolve("run");
        List<String> printed = Console.of(() -> new TextClassification()
                .main(
                        data.toString(),
                        "--model",
                        folder.resolve("encoder/model").toString(),
                        "--epochs",
                        "2",
                        "--out",
                        out.toString()));
        assertThat(printed.getLast()).matches("\\[Epoch 0[12]/02] Train Loss: .* Val Acc: [01]\\.\\d{4}");
        assertThat(out.resolve("model")).isDirectoryContaining("glob:**/tokenizer.json");
    }

    @Test
    void severalLabelsLearnFromATable() throws IOException {
        Pictures.folders(folder.resolve("photos"), 2, 8, 32);
        StringBuilder table = new StringBuilder("file,air,land\n");
        for (int i = 0; i < 8; i++) {
            table.append("photos/airplane/").append(i).append(".png,1,0\n");
            table.append("photos/automobile/").append(i).append(i < 4 ? ".png,0,1\n" : ".png,1,1\n");
        }
        Path labels = Files.writeString(folder.resolve("labels.csv"), table);
        Path out = folder.resolve("run");
        List<String> printed = Console.of(() -> new SeveralLabels()
                .main(
                        labels.toString(),
                        "--labels",
                        "air,land",
                        "--model",
                        "graft-nano",
                        "--epochs",
                        "2",
                        "--out",
                        out.toString()));
        assertThat(printed).anyMatch(line -> line.matches("micro_f1 +[01]\\.\\d{4}"));
        try (Model<ImageSource> model = Models.openImage(out)) {
            assertThat(model.predict(ImageSource.of(folder.resolve("photos/airplane/0.png")))
                            .classes())
                    .extracting(Prediction.Class::label)
                    .containsExactlyInAnyOrder("air", "land");
        }
    }

    @Test
    void argumentsThatAreNotThereAreNamed() {
        assertThatThrownBy(() -> new LastStage().main("--weight", "none"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("expected an option of --model, --weights, --epochs, --out, found --weight");
        assertThatThrownBy(() -> new LastStage().main("--weights"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("--weights: expected a value after it, found none");
        assertThatThrownBy(() -> Arguments.of(new String[] {"one", "two"}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("expected one DATA, found one and two");
        assertThatThrownBy(() ->
                        Arguments.of(new String[] {"--epochs", "ten"}, "epochs").number("epochs", 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("--epochs: expected a whole number, found 'ten'");
    }

    @Test
    void aMethodThatIsNotThereIsNamed() {
        assertThatThrownBy(() -> new Methods().main("--weights", "none", "--method", "loar"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("--method: expected all, feature-extraction, ")
                .hasMessageEndingWith("found 'loar'; nearest: lora");
    }

    @Test
    void whatIsWrongIsOneLineAndExitCodeTwo() {
        assertThat(refusal(() -> new Methods().main("--method", "loar"))).startsWith("graft: --method: expected all, ");
        assertThat(refusal(() -> new LastStage().main("--epochs", "0", "--weights", "none")))
                .startsWith("graft: plan: epochs: expected 1 to 100000, found 0");
        Path gone = folder.resolve("gone");
        assertThat(refusal(() -> new LastStage().main(gone.toString())))
                .startsWith("graft: " + gone + ": no such file or folder");
    }

    private static String refusal(Runnable example) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (PrintStream errors = new PrintStream(bytes, true, StandardCharsets.UTF_8)) {
            assertThat(Start.run(example, errors)).isEqualTo(2);
        }
        String told = bytes.toString(StandardCharsets.UTF_8);
        assertThat(told).hasLineCount(1);
        return told;
    }

    private interface Program {
        void main(String... args);
    }

    private void learns(Program program, int lines, String... options) throws IOException {
        Path photos = folder.resolve("photos");
        Pictures.folders(photos, 2, 5, 48);
        Path run = folder.resolve("run");
        List<String> args = new ArrayList<>(List.of(photos.toString(), "--epochs", "1", "--out", run.toString()));
        args.addAll(List.of(options));

        List<String> printed = Console.of(() -> program.main(args.toArray(String[]::new)));

        assertThat(printed).hasSize(lines).last().asString().matches(EPOCH).endsWith("  * best");
        try (Model<ImageSource> model = Models.openImage(run)) {
            assertThat(model.labels()).containsExactly("airplane", "automobile");
            assertThat(model.predict(ImageSource.of(photos.resolve("airplane/0.png")))
                            .classes())
                    .hasSize(2);
        }
    }
}
