package dev.graft.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.graft.Models;
import dev.graft.data.Task;
import dev.graft.nn.Stage;
import dev.graft.testing.Golden;
import dev.graft.testing.Shared;
import dev.graft.testing.ToyBert;
import dev.graft.text.Text;
import dev.graft.torch.Device;
import dev.graft.train.SavedModel;
import dev.graft.weights.WeightsException;
import dev.graft.zoo.encoder.Pooling;
import dev.graft.zoo.encoder.SentenceModules;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/// Folders of sentence-transformers against the official library, see `golden/sentences`.
class SentenceEncodersTest {
    private static final JsonNode GOLDEN = Golden.json("sentences/expected.json");
    private static final double TOLERANCE = 1e-5;

    @TempDir
    private Path folder;

    private static ModelChoice golden(String pooling) {
        return ModelChoice.of(Golden.path("sentences/" + pooling).toString());
    }

    private static Model<Text> start(ModelChoice choice) {
        return Models.start(ModelKind.TEXT, choice, Task.SINGLE_LABEL_CLASSIFICATION, List.of("a", "b"), Device.CPU);
    }

    private static List<float[]> features(Model<Text> model, JsonNode sentences) {
        List<Text> texts = sentences
                .valueStream()
                .map(sentence -> Text.of(sentence.stringValue()))
                .toList();
        try (Predictor<Text> predictor = Predictor.of(model)) {
            return predictor.features(texts);
        }
    }

    private static void requireEqual(List<float[]> found, JsonNode expected) {
        assertThat(found).hasSameSizeAs(expected);
        for (int row = 0; row < found.size(); row++) {
            JsonNode numbers = expected.get(row);
            double most = numbers.valueStream()
                    .mapToDouble(value -> Math.abs(value.asDouble()))
                    .max()
                    .orElseThrow();
            for (int i = 0; i < numbers.size(); i++) {
                assertThat((double) found.get(row)[i])
                        .as("row %d, number %d", row, i)
                        .isCloseTo(numbers.get(i).asDouble(), Offset.offset(TOLERANCE * most));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"mean", "max", "cls"})
    void embeddingsAreThoseOfTheOfficialLibrary(String pooling) {
        try (Model<Text> model = start(golden(pooling))) {
            requireEqual(features(model, GOLDEN.get("sentences")), GOLDEN.get(pooling));
        }
    }

    @ParameterizedTest
    @CsvSource({"mean, true", "max, false", "cls, true"})
    void aSavedModelIsAFolderOfItsKindAgainAndAnswersTheSame(String pooling, boolean normalized) {
        Text question = Text.of("two steel plates");
        try (Model<Text> model = start(golden(pooling))) {
            model.describe(folder);
            SavedModel.writeWeights(folder, model.network());
            assertThat(SentenceModules.in(folder))
                    .contains(new SentenceModules(
                            Pooling.of(pooling),
                            normalized,
                            GOLDEN.get("max_length").asInt()));
            try (Model<Text> opened = Models.openText(folder)) {
                assertThat(opened.predict(question)).isEqualTo(model.predict(question));
                requireEqual(features(opened, GOLDEN.get("sentences")), GOLDEN.get(pooling));
            }
        }
    }

    @Test
    void aTunedModelIsStartedFromWithItsHeadUnlessItIsPooledOtherwise() {
        try (Model<Text> model = start(golden("mean").withSeed(5))) {
            model.describe(folder);
            SavedModel.writeWeights(folder, model.network());
        }
        ModelChoice tuned = ModelChoice.of(folder.toString());
        try (Model<Text> again = start(tuned);
                Model<Text> otherwise = start(tuned.withPooling(Pooling.MAX));
                Model<Text> classToken = start(tuned.withPooling(Pooling.CLS))) {
            assertThat(again.loadReport().orElseThrow().leftOut()).isEmpty();
            assertThat(otherwise.loadReport().orElseThrow().leftOut())
                    .containsExactlyInAnyOrder("classifier.weight", "classifier.bias");
            assertThat(classToken.loadReport().orElseThrow().leftOut()).contains("classifier.weight");
            assertThat(classToken.architecture()).isEqualTo("BertForSequenceClassification");
        }
    }

    @Test
    void anAdaptedModelMakesItsVectorsInTheSameWay() throws IOException {
        Path source = Golden.path("sentences/mean");
        try (LanguageModel adapting = LanguageModel.pretrained(source, 0, null, 1, Device.CPU)) {
            adapting.describe(folder);
            SavedModel.writeWeights(folder, adapting.network());
        }
        assertThat(SentenceModules.in(folder)).isEqualTo(SentenceModules.in(source));
        try (Model<Text> model = start(ModelChoice.of(folder.toString()))) {
            requireEqual(features(model, GOLDEN.get("sentences")), GOLDEN.get("mean"));
        }
    }

    private static List<String> stages(Model<Text> model) {
        return model.network().stages().stream().map(Stage::name).toList();
    }

    @Test
    void aFrozenEncoderWithoutAPoolerIsGivenTheMean() {
        ModelChoice nano = ModelChoice.of(TextModels.EMBEDDED);
        try (Model<Text> whole = start(nano);
                Model<Text> frozen = start(nano.withFrozenBackbone());
                Model<Text> asked = start(nano.withFrozenBackbone().withPooling(Pooling.CLS))) {
            assertThat(whole.architecture()).isEqualTo("BertForSequenceClassification");
            assertThat(frozen.architecture()).isEqualTo("BertModel");
            assertThat(stages(frozen)).endsWith("layer.3", "pooling", "classifier");
            assertThat(frozen.loadReport().orElseThrow().leftOut())
                    .containsExactlyInAnyOrder("classifier.weight", "classifier.bias");
            assertThat(asked.architecture()).isEqualTo("BertForSequenceClassification");
        }
    }

    /// Of a file that has a pooler, its output stays what the head is given.
    @Test
    void aFrozenEncoderWithAPoolerKeepsIt() throws IOException {
        ModelChoice toy = ModelChoice.of(ToyBert.write(folder.resolve("toy")).toString());
        Path whole = Files.createDirectories(folder.resolve("whole"));
        try (Model<Text> model = start(toy.withWeights(InitialWeights.none()))) {
            model.describe(whole);
            SavedModel.writeWeights(whole, model.network());
        }
        try (Model<Text> frozen = start(ModelChoice.of(whole.toString()).withFrozenBackbone())) {
            assertThat(stages(frozen)).endsWith("pooler", "classifier");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "roberta hidden_size num_hidden_layers num_attention_heads intermediate_size",
                "electra hidden_size num_hidden_layers num_attention_heads intermediate_size",
                "distilbert dim n_layers n_heads hidden_dim",
                "albert hidden_size num_hidden_layers num_attention_heads intermediate_size",
                "deberta-v2 hidden_size num_hidden_layers num_attention_heads intermediate_size",
                "modernbert hidden_size num_hidden_layers num_attention_heads intermediate_size"
            })
    void everyFamilyMayBePooled(String family) throws IOException {
        String[] keys = family.split(" ");
        Path toy = ToyBert.write(folder.resolve("toy"));
        Files.writeString(toy.resolve("config.json"), """
                {"model_type": "%s", "%s": 16, "%s": 1, "%s": 2, "%s": 32, "vocab_size": 20,
                 "max_position_embeddings": 32, "pad_token_id": 0, "embedding_size": 16, "relative_attention": true,
                 "pos_att_type": ["c2p"], "layer_types": ["full_attention"]}""".formatted((Object[]) keys));
        Path saved = Files.createDirectories(folder.resolve("saved"));
        ModelChoice random = ModelChoice.of(toy.toString()).withWeights(InitialWeights.none());
        try (Model<Text> model = start(random.withPooling(Pooling.MAX))) {
            assertThat(stages(model)).endsWith("pooling", "classifier");
            model.describe(saved);
            SavedModel.writeWeights(saved, model.network());
            Text question = Text.of("the film was good");
            try (Model<Text> opened = Models.openText(saved)) {
                assertThat(opened.predict(question)).isEqualTo(model.predict(question));
            }
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "modules.json | Normalize | Dense | found Transformer, Pooling, Dense",
                "1_Pooling/config.json | mean | weightedmean | found weightedmean",
                "1_Pooling/config.json | \"mean\" | [\"mean\", \"max\"] | found mean and max",
                "modules.json | 1_Pooling | ../1_Pooling | found none at ../1_Pooling/config.json",
                "config_sentence_transformers.json | \"default_prompt_name\": null | \"default_prompt_name\": \"query\""
                        + " | default_prompt_name",
                "modules.json | { | x | is not JSON"
            })
    void whatIsNotReadIsRefusedInOneLine(String file, String found, String other, String message) throws IOException {
        Path copy = copy(Golden.path("sentences/mean"), folder.resolve("copy"));
        Path changed = copy.resolve(file);
        String text = Files.readString(changed).replace("\"query\": \"\"", "\"query\": \"query: \"");
        Files.writeString(changed, text.replace(found, other));
        ModelChoice choice = ModelChoice.of(copy.toString());
        assertThatThrownBy(() -> start(choice))
                .isInstanceOf(WeightsException.class)
                .hasMessageContaining(message)
                .hasMessageContaining(copy.toString());
    }

    /// Whoever says how the encoder's vectors are pooled needs nothing of what comes after it.
    @Test
    void theEncoderOfAModelWithOtherModulesMayBeTaken() throws IOException {
        Path copy = copy(Golden.path("sentences/mean"), folder.resolve("copy"));
        Path modules = copy.resolve("modules.json");
        Files.writeString(modules, Files.readString(modules).replace("Normalize", "Dense"));
        try (Model<Text> model = start(ModelChoice.of(copy.toString()).withPooling(Pooling.MEAN))) {
            assertThat(stages(model)).endsWith("pooling", "classifier");
        }
    }

    /// Earlier versions of sentence-transformers had the encoder's files in a folder below.
    @ParameterizedTest
    @ValueSource(strings = {"", "0_Transformer"})
    void theEncoderMayLieInAFolderBelow(String named) throws IOException {
        Path root = copy(Golden.path("sentences/max"), folder);
        Path below = Files.createDirectories(root.resolve("0_Transformer"));
        try (Stream<Path> files = Files.list(root)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                if (!file.endsWith("modules.json") && !file.endsWith("config_sentence_transformers.json")) {
                    Files.move(file, below.resolve(file.getFileName()));
                }
            }
        }
        Path modules = root.resolve("modules.json");
        Files.writeString(
                modules, Files.readString(modules).replaceFirst("\"path\": ?\"\"", "\"path\": \"0_Transformer\""));
        assertThat(TextModels.isIn(root)).isTrue();
        try (Model<Text> model = start(ModelChoice.of(root.resolve(named).toString()))) {
            requireEqual(features(model, GOLDEN.get("sentences")), GOLDEN.get("max"));
        }
        Files.writeString(modules, Files.readString(modules).replace("0_Transformer", "../elsewhere"));
        assertThat(TextModels.isIn(root)).isFalse();
    }

    private static Path copy(Path from, Path to) throws IOException {
        List<Path> files;
        try (Stream<Path> all = Files.walk(from)) {
            files = new ArrayList<>(all.filter(Files::isRegularFile).toList());
        }
        for (Path file : files) {
            Path target = to.resolve(from.relativize(file));
            Files.createDirectories(target.getParent());
            Files.copy(file, target);
        }
        return to;
    }

    /// The real thing, where it lies beside the shared folder: embeddings and similarities.
    @Test
    void allMiniLmIsEqualToTheOfficialLibrary() {
        Path model = Shared.path("../models/all-MiniLM-L6-v2").normalize();
        Path numbers = Shared.path("parity/modern/all-MiniLM-L6-v2.json");
        assumeTrue(Files.isDirectory(model) && Files.isRegularFile(numbers), "missing: " + model + " or " + numbers);
        JsonNode expected = Shared.json("parity/modern/all-MiniLM-L6-v2.json");
        try (Model<Text> minilm = start(ModelChoice.of(model.toString()))) {
            List<float[]> found = features(minilm, expected.get("sentences"));
            for (int row = 0; row < found.size(); row++) {
                for (int i = 0; i < 8; i++) {
                    assertThat((double) found.get(row)[i])
                            .isCloseTo(
                                    expected.get("embeddings_first8")
                                            .get(row)
                                            .get(i)
                                            .asDouble(),
                                    Offset.offset(1e-5));
                }
                for (int other = 0; other < found.size(); other++) {
                    assertThat(product(found.get(row), found.get(other)))
                            .isCloseTo(
                                    expected.get("similarities")
                                            .get(row)
                                            .get(other)
                                            .asDouble(),
                                    Offset.offset(2e-5));
                }
            }
        }
    }

    private static double product(float[] one, float[] other) {
        double sum = 0;
        for (int i = 0; i < one.length; i++) {
            sum += (double) one[i] * other[i];
        }
        return sum;
    }
}
