package dev.graft.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.graft.Models;
import dev.graft.data.ImageData;
import dev.graft.data.ImageInput;
import dev.graft.data.ImageSource;
import dev.graft.data.Preprocessing;
import dev.graft.data.Splits;
import dev.graft.model.Model;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

class Cifar10Test {
    private static final String TAR = "data/images/cifar10-jpeg.tar";

    @TempDir
    Path folder;

    @Test
    void leavesItsBestModelBehind() throws IOException {
        Path data = folder.resolve("cifar-10-batches-bin");
        Pictures.cifar(data, 3, 1);
        Path out = folder.resolve("run");

        List<String> printed =
                cifar10(data, "--weights", "none", "--epochs", "2", "--size", "32", "--out", out.toString());

        assertThat(printed)
                .contains("Model: " + out)
                .anyMatch(line -> line.endsWith("; 11,181,642 of 11,181,642 parameters train"))
                .anyMatch(line -> line.matches("  pretrained +11,176,512 +1e-4 +0.01 +stem, layer1, .*, layer4"))
                .anyMatch(line -> line.matches("  classifier +5,130 +1e-3 +0.01 +fc"));
        List<String> epochs =
                printed.stream().filter(line -> line.startsWith("[Epoch")).toList();
        assertThat(epochs).hasSize(2);
        assertThat(epochs.getFirst()).startsWith("[Epoch 01/02] Train Loss: ").contains(" | Val Acc: ");
        String first = epochs.getFirst().replaceFirst(".* Val Acc: ", "");
        assertThat(printed.get(printed.indexOf(epochs.getFirst()) + 1))
                .isEqualTo("  → Best model saved (Val Acc: " + first + ")");

        assertThat(Files.readAllLines(out.resolve("metrics.jsonl"))).hasSize(2);
        Splits<ImageSource> images = ImageData.open(data);
        Path photo = folder.resolve("photos/ship/0.png");
        Pictures.folders(folder.resolve("photos"), 10, 1, 48);
        try (Model<ImageSource> model = Models.openImage(out)) {
            assertThat(model.labels()).isEqualTo(FeatureExtraction.TEN_CLASSES);
            assertThat(ImageInput.of(model).preprocessing()).isEqualTo(Preprocessing.imagenet(32, 32));
            assertThat(model.predict(ImageSource.of(photo)).classes()).hasSize(10);
            double accuracy = model.evaluate(images.test().orElseThrow()).accuracy();
            assertThat(printed).contains(String.format(Locale.ROOT, "Best validation accuracy: %.4f", accuracy));
        }

        // what it learned is where another program can start, and the run itself is complete
        assertThat(Console.of(() -> new FeatureExtraction()
                        .main(
                                "--weights",
                                out.resolve("model/model.safetensors").toString())))
                .contains("Total parameters: 11,181,642");
        List<String> again =
                cifar10(data, "--weights", "none", "--epochs", "2", "--size", "32", "--resume", out.toString());
        assertThat(again).doesNotContainAnyElementsOf(epochs).endsWith(printed.getLast());
    }

    @Test
    void needsData() {
        assertThatThrownBy(() -> new Cifar10().main("--epochs", "1"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("expected DATA, found none");
    }

    @Test
    @EnabledIf(value = "picturesAreThere", disabledReason = "missing: ../shared/" + TAR)
    void learnsFromRealPicturesInClassFolders() throws IOException {
        Tar.unpackSome(shared(), folder.resolve("cifar"), 12);
        Path out = folder.resolve("run");

        List<String> printed = cifar10(
                folder.resolve("cifar"),
                "--weights",
                "none",
                "--epochs",
                "1",
                "--size",
                "32",
                "--limit",
                "10",
                "--out",
                out.toString());

        assertThat(printed).anyMatch(line -> line.startsWith("[Epoch 01/01] Train Loss: "));
        assertThat(Files.readString(out.resolve("run.json")))
                .contains("\"layout\" : \"folders of class folders\"")
                .containsPattern("\"train\" : \\{\\s+\"airplane\" : 10,")
                .containsPattern("\"validation\" : \\{\\s+\"airplane\" : 10,");
        try (Model<ImageSource> model = Models.openImage(out)) {
            assertThat(model.labels()).isEqualTo(FeatureExtraction.TEN_CLASSES);
        }
    }

    static boolean picturesAreThere() {
        boolean there = Files.isRegularFile(shared());
        if (!there && "1".equals(System.getenv("GRAFT_REQUIRE_SHARED"))) {
            throw new IllegalStateException("GRAFT_REQUIRE_SHARED is set and " + shared() + " is missing");
        }
        return there;
    }

    /// `../shared` beside the project's root, or `GRAFT_SHARED`.
    private static Path shared() {
        String given = System.getenv("GRAFT_SHARED");
        Path module = Path.of("").toAbsolutePath(); // Maven runs tests in the module's folder
        return (given != null ? Path.of(given) : module.resolve("../../shared").normalize()).resolve(TAR);
    }

    private static List<String> cifar10(Path data, String... options) {
        String[] args = new String[options.length + 1];
        args[0] = data.toString();
        System.arraycopy(options, 0, args, 1, options.length);
        return Console.of(() -> new Cifar10().main(args));
    }
}
