package dev.graft.advise;

import static org.assertj.core.api.Assertions.assertThat;

import dev.graft.data.Dataset;
import dev.graft.data.Example;
import dev.graft.data.ExampleId;
import dev.graft.data.Target;
import dev.graft.data.Task;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SampleTest {
    @Test
    void rareClassesAreThereAndOthersInProportion() {
        Dataset<String> all = classes(50, 30, 2, 1);

        assertThat(Sample.of(all, 7, 1).counts()).containsExactly(2, 2, 2, 1);
        assertThat(Sample.of(all, 43, 1).counts()).containsExactly(25, 15, 2, 1);
        assertThat(Sample.of(all, 3, 1).size()).isEqualTo(3);
        assertThat(Sample.of(all, 83, 1)).isSameAs(all);
    }

    @Test
    void theSeedDraws() {
        Dataset<String> all = classes(50, 50);

        assertThat(Sample.of(all, 10, 1)).isEqualTo(Sample.of(all, 10, 1)).isNotEqualTo(Sample.of(all, 10, 2));
    }

    @Test
    void theOrderStays() {
        List<Example<String>> some = Sample.of(classes(50, 50), 10, 1).examples();

        assertThat(some).isSortedAccordingTo((one, other) -> one.input().compareTo(other.input()));
    }

    @Test
    void numbersAreDrawnAlike() {
        Dataset<String> numbers = new Dataset<>(
                IntStream.range(0, 20)
                        .mapToObj(i -> example(i, new Target.Values(List.of((double) i))))
                        .toList(),
                List.of("weight"),
                Task.REGRESSION);

        assertThat(Sample.of(numbers, 7, 1).size()).isEqualTo(7);
    }

    private static Dataset<String> classes(int... counts) {
        List<Example<String>> examples = new ArrayList<>();
        for (int label = 0; label < counts.length; label++) {
            for (int i = 0; i < counts[label]; i++) {
                examples.add(example(examples.size(), new Target.Single(label)));
            }
        }
        return Dataset.ofClasses(
                examples,
                IntStream.range(0, counts.length).mapToObj(i -> "class " + i).toList());
    }

    private static Example<String> example(int number, Target target) {
        String name = "%03d".formatted(number);
        return new Example<>(name, target, ExampleId.ofFile(name, name));
    }
}
