package dev.graft.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.graft.testing.ToyBert;
import dev.graft.weights.Hub;
import dev.graft.weights.HubSettings;
import dev.graft.weights.WeightsException;
import dev.graft.zoo.Zoo;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TextModelsTest {
    @TempDir
    Path folder;

    private Hub hub() {
        return new Hub(new HubSettings(folder.resolve("home"), null, true));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "graft-nano-ko",
                "klue/bert-base",
                "klue/bert-base@v1.0",
                "bert-base-multilingual-cased",
                "BERT-of-ours",
                "xlm-roberta-base",
                "distilbert-base-uncased",
                "some/resnet18"
            })
    void namesOfTextModels(String name) {
        assertThat(TextModels.isNamed(name)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"graft-nano", "my-bert", "klue/", "klue/bert base", "../nowhere", "a/b/c"})
    void othersAreNone(String name) {
        assertThat(TextModels.isNamed(name)).isFalse();
    }

    @Test
    void imageModelsAreNone() {
        assertThat(Zoo.cards()).isNotEmpty().noneMatch(card -> TextModels.isNamed(card.name()));
    }

    @Test
    void aFolderIsNamedWhateverIsInItAndAFileIsNot() throws IOException {
        assertThat(TextModels.isNamed(folder.toString())).isTrue();
        Path file = Files.createFile(folder.resolve("bert"));
        assertThat(TextModels.isNamed(file.toString())).isFalse();
    }

    @Test
    void theEmbeddedModelIsPutIntoTheCache() {
        Path found = TextModels.folder(TextModels.EMBEDDED, hub());
        assertThat(found).startsWith(folder.resolve("home")).isDirectoryContaining("glob:**/config.json");
    }

    @Test
    void aModelFolderIsItselfAndARunHasItInside() throws IOException {
        Path model = ToyBert.write(folder.resolve("bert"));
        assertThat(TextModels.folder(model.toString(), hub())).isEqualTo(model);
        Path inRun = ToyBert.write(folder.resolve("run/model"));
        assertThat(TextModels.folder(folder.resolve("run").toString(), hub())).isEqualTo(inRun);
        assertThat(TextModels.requireIn(inRun)).isEqualTo(inRun);
    }

    @Test
    void aFolderWithoutAModelIsRefused() throws IOException {
        Path empty = Files.createDirectories(folder.resolve("empty"));
        assertThatThrownBy(() -> TextModels.folder(empty.toString(), hub()))
                .isInstanceOf(WeightsException.class)
                .hasMessageStartingWith(empty + ": expected a model folder with config.json, found none");
        Path broken = folder.resolve("run");
        Files.createDirectories(broken.resolve("model"));
        assertThatThrownBy(() -> TextModels.requireIn(broken))
                .isInstanceOf(WeightsException.class)
                .hasMessageStartingWith(broken.resolve("model") + ": expected a model folder");
    }

    /// `src/test` could be somebody's model at HuggingFace.
    @Test
    void aFolderThatExistsComesBeforeANameOfTheSameLetters() {
        assertThatThrownBy(() -> TextModels.folder("src/test", hub()))
                .isInstanceOf(WeightsException.class)
                .hasMessageStartingWith(Path.of("src/test") + ": expected a model folder with config.json");
    }

    @Test
    void aNameIsAskedForAtHuggingFace() {
        assertThatThrownBy(() -> TextModels.folder("nobody-here/bert-of-no-use", hub()))
                .isInstanceOf(WeightsException.class)
                .hasMessageStartingWith("nobody-here/bert-of-no-use: is not in the cache and downloads are off");
    }
}
