package dev.graft.app;

import static dev.graft.app.CommandLineRun.graft;
import static org.assertj.core.api.Assertions.assertThat;

import dev.graft.torch.Device;
import dev.graft.train.SavedModel;
import dev.graft.weights.HubSettings;
import dev.graft.weights.Sha256;
import dev.graft.zoo.ModelCard;
import dev.graft.zoo.Zoo;
import dev.graft.zoo.encoder.Pooling;
import dev.graft.zoo.encoder.SentenceModules;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

class ModelsCommandTest {
    @TempDir
    Path folder;

    /// Random weights of a model, complete with its head.
    private Path weightsOf(String model) {
        ModelCard card = Zoo.card(model);
        try (var network = Zoo.create(model, card.classes(), 3, Device.CPU)) {
            network.params().initialize(1);
            SavedModel.writeWeights(folder, network);
        }
        return SavedModel.weights(folder);
    }

    @Test
    void listsAll() {
        CommandLineRun list = graft("models", "list").succeeds();
        assertThat(list.err()).isEmpty();
        assertThat(list.out())
                .containsPattern("graft-nano +1,277,800 +64 +45.1%  embedded")
                .containsPattern("resnet18 +11,689,512 +224 +69.758%  to be downloaded or imported")
                .containsPattern("graft-nano-ko +bert +128 +6,800  embedded")
                .contains("modernbert");
        JsonNode json = graft("models", "list", "--json").succeeds().json();
        assertThat(json.get("images")).hasSameSizeAs(Zoo.cards());
        assertThat(json.at("/images/0/name").asString()).isEqualTo("graft-nano");
        assertThat(json.at("/texts/0/name").asString()).isEqualTo("graft-nano-ko");
    }

    @Test
    void showsOne() {
        CommandLineRun shown = graft("models", "show", "ResNet-18").succeeds();
        assertThat(shown.out())
                .contains("ResNet-18 (resnet18)", "11,689,512", "224 px", "layer4")
                .contains("https://download.pytorch.org/models/resnet18-f37072fd.pth", "SHA-256 f37072fd")
                .contains(HubSettings.fromEnvironment()
                        .home()
                        .resolve("weights/resnet18-f37072fd.pth")
                        .toString());
        JsonNode json = graft("models", "show", "resnet18", "--json").succeeds().json();
        assertThat(json.at("/card/parameters").asLong()).isEqualTo(11_689_512);
        long sum = 0;
        for (JsonNode count : json.get("stages")) {
            sum += count.asLong();
        }
        assertThat(sum).isEqualTo(11_689_512);
    }

    @Test
    void showsATextModel() {
        CommandLineRun shown = graft("models", "show", "graft-nano-ko").succeeds();
        assertThat(shown.out())
                .contains("graft-nano-ko (BertForSequenceClassification)", "at most 128 tokens", "vocabulary of 6,800")
                .contains("embeddings", "layer.3", "classifier");
        JsonNode json =
                graft("models", "show", "graft-nano-ko", "--json").succeeds().json();
        assertThat(json.at("/model/family").asString()).isEqualTo("bert");
        assertThat(json.at("/stages/layer.3").asLong()).isPositive();
    }

    /// What would be trained: the head stands on what the folder says.
    @Test
    void showsTheFolderOfATextModelAsItWouldBeTrained(@TempDir Path temporary) throws IOException {
        Path embedded = Path.of(URI.create(graft("models", "show", "graft-nano-ko", "--json")
                .succeeds()
                .json()
                .at("/model/folder")
                .asString()));
        Path folder = Files.createDirectory(temporary.resolve("sentences"));
        try (Stream<Path> files = Files.list(embedded)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Files.copy(file, folder.resolve(String.valueOf(file.getFileName())));
            }
        }
        new SentenceModules(Pooling.MAX, false, 32).write(folder, 192);
        assertThat(graft("models", "show", folder).succeeds().out())
                .contains("at most 32 tokens", "pooling        max", "  pooling ", "  classifier ");
        graft("models", "show", temporary).isRefusedWith(temporary + ": expected a model folder with config.json");
    }

    @Test
    void aNameThatIsNotThereIsRefusedWithTheNearest() {
        graft("models", "show", "squeezenet1").isRefusedWith("no model named squeezenet1", "squeezenet1_1");
        graft("models", "verify", "best.pth", "--model", "resnet19").isRefusedWith("no model named resnet19");
        graft("models", "import", "best.pth", "--model", "resnet19").isRefusedWith("no model named resnet19");
    }

    @Test
    void verifiesAFileThatFits() {
        Path file = weightsOf("graft-nano");
        CommandLineRun fits =
                graft("models", "verify", file, "--model", "graft-nano").succeeds();
        assertThat(fits.out()).contains("SHA-256 " + Sha256.of(file), "missing 0", file + " fits graft-nano");
        assertThat(fits.err()).isEmpty();
        JsonNode json = graft("models", "verify", file, "--model", "graft-nano", "--json")
                .succeeds()
                .json();
        assertThat(json.get("fits").asBoolean()).isTrue();
        assertThat(json.get("published").asBoolean()).isFalse();
        assertThat(json.at("/report/loaded")).hasSizeGreaterThan(50);
    }

    @Test
    void saysWhyAFileDoesNotFit() {
        Path file = weightsOf("graft-nano");
        CommandLineRun misfit = graft("models", "verify", file, "--model", "squeezenet1_1");
        assertThat(misfit.exit()).isEqualTo(2);
        assertThat(misfit.out()).contains("SHA-256 ").contains("loaded 0, ").doesNotContain(" fits ");
        assertThat(misfit.err()).hasLineCount(1).contains("does not fit squeezenet1_1", "missing ");
        CommandLineRun json = graft("models", "verify", file, "--model", "squeezenet1_1", "--json");
        assertThat(json.exit()).isEqualTo(2);
        assertThat(json.json().get("fits").asBoolean()).isFalse();
        graft("models", "verify", folder.resolve("gone.pth"), "--model", "resnet18")
                .isRefusedWith("gone.pth", "no such file");
    }

    @Test
    void importsOnlyWhatWasPublished() {
        Path file = weightsOf("squeezenet1_1");
        Path place = HubSettings.fromEnvironment()
                .home()
                .resolve("weights")
                .resolve(Zoo.card("squeezenet1_1").weights().orElseThrow().name());
        boolean before = Files.exists(place);
        graft("models", "import", file, "--model", "squeezenet1_1")
                .isRefusedWith("expected SHA-256 b8a52dc0", "found " + Sha256.of(file), "--weights " + file);
        graft("models", "import", file, "--model", "graft-nano")
                .isRefusedWith("graft-nano: no published weights", "--weights " + file);
        graft("models", "import", file, "--model", "resnet18").isRefusedWith("does not fit resnet18");
        assertThat(Files.exists(place)).isEqualTo(before);
    }
}
