package dev.graft.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.graft.Models;
import dev.graft.data.DataException;
import dev.graft.data.Dataset;
import dev.graft.data.Example;
import dev.graft.data.ExampleId;
import dev.graft.data.Target;
import dev.graft.data.Task;
import dev.graft.task.Prediction;
import dev.graft.testing.ToyBert;
import dev.graft.text.Text;
import dev.graft.torch.Device;
import dev.graft.weights.WeightsException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EncoderModelsTest {
    @TempDir
    Path folder;

    private Model<Text> classifier(Task task, String... labels) throws IOException {
        ModelChoice choice = ModelChoice.of((ToyBert.write(folder.resolve("bert"))).toString())
                .withWeights(InitialWeights.none());
        return Models.start(ModelKind.TEXT, choice, task, List.of(labels), Device.CPU);
    }

    @Test
    void answersComeInTheOrderOfTheTexts() throws IOException {
        try (Model<Text> model = classifier(Task.SINGLE_LABEL_CLASSIFICATION, "no", "yes")) {
            List<Text> texts = IntStream.range(0, 70)
                    .mapToObj(i -> Text.of(String.join(" ", Collections.nCopies(1 + i * 7 % 30, "film"))))
                    .toList();
            List<Prediction> answers = new ArrayList<>();
            model.predict(texts, 1, answers::add);
            assertThat(answers)
                    .extracting(Prediction::source)
                    .containsExactlyElementsOf(texts.stream().map(Text::first).toList());
            assertThat(answers)
                    .allSatisfy(answer -> assertThat(answer.classes()).hasSize(1));
        }
    }

    @Test
    void noTextsAnEmptyTextAndAPair() throws IOException {
        try (Model<Text> model = classifier(Task.MULTI_LABEL_CLASSIFICATION, "only")) {
            List<Prediction> answers = new ArrayList<>();
            model.predict(List.of(), 1, answers::add);
            assertThat(answers).isEmpty();
            model.predict(List.of(Text.of(""), Text.pair("good film", "bad plot")), 5, answers::add);
            assertThat(answers).hasSize(2).allSatisfy(answer -> {
                assertThat(answer.classes()).hasSize(1);
                assertThat(answer.classes().getFirst().probability()).isBetween(0.0, 1.0);
            });
        }
    }

    /// The two numbers are the same ones in another order of their columns.
    @Test
    void valuesAreComparedByName() throws IOException {
        try (Model<Text> model = classifier(Task.REGRESSION, "x", "y")) {
            Dataset<Text> data = numbers(List.of("x", "y"), List.of(1.0, 50.0));
            Dataset<Text> swapped = numbers(List.of("y", "x"), List.of(50.0, 1.0));
            assertThat(model.evaluate(swapped)).isEqualTo(model.evaluate(data));
        }
    }

    @Test
    void anotherNumberOfValuesIsRefused() throws IOException {
        try (Model<Text> model = classifier(Task.REGRESSION, "score")) {
            Dataset<Text> data = numbers(List.of("x", "y"), List.of(1.0, 50.0));
            assertThatThrownBy(() -> model.evaluate(data))
                    .isInstanceOf(DataException.class)
                    .hasMessage("the data have 2 numbers per example, [x, y], but the model answers with [score]");
            assertThat(model.evaluate(numbers(List.of("rating"), List.of(1.0))).loss())
                    .isPositive();
        }
    }

    private static Dataset<Text> numbers(List<String> names, List<Double> values) {
        List<Example<Text>> items = IntStream.range(0, 4)
                .mapToObj(i -> new Example<>(
                        Text.of(ToyBert.WORDS.get(i)),
                        new Target.Values(
                                values.stream().map(value -> value + i).toList()),
                        ExampleId.ofFile("line " + i, "")))
                .toList();
        return new Dataset<>(items, names, Task.REGRESSION);
    }

    @Test
    void whatIsNoModelFolderIsSaidFirst() throws IOException {
        assertThatThrownBy(() -> Models.openText(folder))
                .isInstanceOf(WeightsException.class)
                .hasMessageStartingWith(folder + ": expected a model folder with config.json, found none");
        Files.writeString(folder.resolve("config.json"), "{\"model_type\": \"gpt2\"}");
        assertThatThrownBy(() -> Models.openText(folder))
                .isInstanceOf(WeightsException.class)
                .hasMessageContaining("model_type: expected one of bert")
                .hasMessageContaining("found 'gpt2'");
    }

    @Test
    void labelsThatAreNoTextsAreRefused() throws IOException {
        Path bert = ToyBert.write(folder.resolve("bert"));
        Path config = bert.resolve("config.json");
        String json = Files.readString(config);
        Files.writeString(
                config, json.replaceFirst("\\{", "{\"problem_type\": [1], \"id2label\": {\"0\": \"no\", \"1\": {}}, "));
        assertThatThrownBy(() -> Models.openText(bert))
                .isInstanceOf(WeightsException.class)
                .hasMessageContaining("id2label: expected one label per output, from 0 on");
    }
}
