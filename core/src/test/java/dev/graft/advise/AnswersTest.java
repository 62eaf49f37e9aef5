package dev.graft.advise;

import static org.assertj.core.api.Assertions.assertThat;

import dev.graft.data.Dataset;
import dev.graft.data.Example;
import dev.graft.data.ExampleId;
import dev.graft.data.Target;
import dev.graft.data.Task;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class AnswersTest {
    @Test
    void ofClassesTheMostProbableIsRightOrWrong() {
        Dataset<String> data =
                data(Task.SINGLE_LABEL_CLASSIFICATION, List.of("a", "b"), new Target.Single(0), new Target.Single(1));

        Scores scores = Answers.scored(data, new float[][] {{0.7f, 0.3f}, {0.6f, 0.4f}});

        assertThat(scores.each()).containsExactly(1, 0);
    }

    @Test
    void ofSeveralLabelsAllHaveToBeRight() {
        Dataset<String> data = data(
                Task.MULTI_LABEL_CLASSIFICATION,
                List.of("a", "b"),
                new Target.Several(Set.of(0, 1)),
                new Target.Several(Set.of()),
                new Target.Several(Set.of(1)));

        Scores scores = Answers.scored(data, new float[][] {{0.7f, 0.8f}, {0.1f, 0.2f}, {0.9f, 0.9f}});

        assertThat(scores.each()).containsExactly(1, 1, 0);
    }

    @Test
    void ofNumbersTheMeanIsWhatTheyExplain() {
        Dataset<String> data = data(
                Task.REGRESSION,
                List.of("weight"),
                new Target.Values(List.of(1.0)),
                new Target.Values(List.of(3.0)),
                new Target.Values(List.of(5.0)));

        Scores right = Answers.scored(data, new float[][] {{1}, {3}, {5}});
        Scores mean = Answers.scored(data, new float[][] {{3}, {3}, {3}});

        assertThat(right.measured()).isEqualTo(new Measured(1, 0));
        assertThat(mean.measured().mean()).isZero();
    }

    @Test
    void ofNumbersThatAreAllTheSameNothingIsExplained() {
        Dataset<String> data = data(Task.REGRESSION, List.of("weight"), new Target.Values(List.of(2.0)));

        assertThat(Answers.scored(data, new float[][] {{2}}).measured().mean()).isEqualTo(1);
    }

    private static Dataset<String> data(Task task, List<String> labels, Target... targets) {
        List<Example<String>> examples = new ArrayList<>();
        for (Target target : targets) {
            String name = Integer.toString(examples.size());
            examples.add(new Example<>(name, target, ExampleId.ofFile(name, name)));
        }
        return new Dataset<>(examples, labels, task);
    }
}
