package dev.graft.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.graft.Models;
import dev.graft.data.Dataset;
import dev.graft.data.Example;
import dev.graft.data.ExampleId;
import dev.graft.data.Target;
import dev.graft.data.Task;
import dev.graft.task.Mistake;
import dev.graft.task.Mistakes;
import dev.graft.task.Objective;
import dev.graft.task.Prediction;
import dev.graft.testing.ToyBert;
import dev.graft.text.Text;
import dev.graft.torch.Device;
import dev.graft.train.Evaluation;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What an evaluation names is what a program finds that asks about one example after the other. Texts are evaluated by
/// their lengths, the longest first: an order that is not that of the data.
class MistakesOfModelsTest {
    private static final List<String> LABELS = List.of("x", "y", "z");
    private static final int TEXTS = 70;

    @TempDir
    Path folder;

    @Test
    void areThoseThatAProgramFindsOneByOne() throws IOException {
        ModelChoice choice = ModelChoice.of(
                        ToyBert.write(folder.resolve("bert")).toString())
                .withMaxLength(12)
                .withWeights(InitialWeights.none());
        try (Model<Text> model =
                Models.start(ModelKind.TEXT, choice, Task.SINGLE_LABEL_CLASSIFICATION, LABELS, Device.CPU)) {
            Dataset<Text> data = texts(List.of("z", "y", "x")); // in another order than the model's
            Objective objective = Objective.of(model.task());
            Mistakes mistakes = Mistakes.of(data.withLabels(model.labels()), objective);
            Evaluation evaluation = model.evaluate(data, model.input(), objective, mistakes);

            List<Integer> wrong = new ArrayList<>();
            List<Mistake.OfClass> found = mistakes.worstFirst().stream()
                    .map(Mistake.OfClass.class::cast)
                    .toList();
            for (int i = 0; i < TEXTS; i++) {
                Example<Text> example = data.examples().get(i);
                Prediction asked = model.predict(example.input());
                String truth = data.labels().get(example.label());
                if (!asked.label().equals(truth)) {
                    int position = i;
                    wrong.add(position);
                    assertThat(found)
                            .filteredOn(mistake -> mistake.position() == position)
                            .singleElement()
                            .satisfies(mistake -> {
                                assertThat(LABELS.get(mistake.said())).isEqualTo(asked.label());
                                assertThat(LABELS.get(mistake.truth())).isEqualTo(truth);
                                assertThat((double) mistake.probability()).isCloseTo(asked.probability(), within(1e-5));
                            });
                }
            }
            assertThat(found).extracting(Mistake::position).containsExactlyInAnyOrderElementsOf(wrong);
            assertThat(wrong).isNotEmpty().hasSizeLessThan(TEXTS);
            assertThat(evaluation.accuracy()).isEqualTo(1 - (double) wrong.size() / TEXTS);
        }
    }

    private static Dataset<Text> texts(List<String> labels) {
        SplittableRandom random = new SplittableRandom(4);
        List<Example<Text>> examples = new ArrayList<>();
        for (int i = 0; i < TEXTS; i++) {
            String text = random.ints(random.nextInt(1, 14), 0, ToyBert.WORDS.size())
                    .mapToObj(ToyBert.WORDS::get)
                    .collect(Collectors.joining(" "));
            examples.add(new Example<>(
                    Text.of(text), new Target.Single(random.nextInt(labels.size())), ExampleId.ofFile("t" + i, "")));
        }
        return Dataset.ofClasses(examples, labels);
    }
}
