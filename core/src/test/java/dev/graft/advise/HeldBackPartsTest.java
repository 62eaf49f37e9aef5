package dev.graft.advise;

import static org.assertj.core.api.Assertions.assertThat;

import dev.graft.data.Dataset;
import dev.graft.data.Example;
import dev.graft.data.ExampleId;
import dev.graft.data.Kind;
import dev.graft.data.Splits;
import dev.graft.data.Target;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class HeldBackPartsTest {
    private static Dataset<String> examples(int count) {
        List<Example<String>> all = IntStream.range(0, count)
                .mapToObj(i ->
                        new Example<>("e" + i, new Target.Single(i % 2), ExampleId.ofFile("e" + i, ""), "g" + i / 4))
                .toList();
        return Dataset.ofClasses(all, List.of("a", "b"));
    }

    @Test
    void fewExamplesAreAllHeldBackOnce() {
        Splits<String> data = Splits.of(Kind.IMAGE, examples(60), examples(10));

        HeldBackParts parts = HeldBackParts.of(data.train(), 42);

        assertThat(parts.folds()).hasSize(3);
        assertThat(parts.judging(data).examples())
                .containsExactlyInAnyOrderElementsOf(data.train().examples());
        assertThat(parts.share()).isEqualTo(2);
        assertThat(parts.says()).isEqualTo("3 folds of the training part, 60 examples");
    }

    @Test
    void ofManyOnePartIsHeldBackWithWholeGroups() {
        Splits<String> data = Splits.of(Kind.IMAGE, examples(400), examples(10));

        HeldBackParts parts = HeldBackParts.of(data.train(), 42);
        Splits<String> inner = parts.without(data, parts.folds().getFirst());

        assertThat(parts.folds()).hasSize(1);
        assertThat(inner.validation().size()).isBetween(76, 84);
        assertThat(inner.train().size() + inner.validation().size()).isEqualTo(400);
        assertThat(inner.validation().examples())
                .extracting(Example::group)
                .doesNotContainAnyElementsOf(
                        inner.train().examples().stream().map(Example::group).toList());
    }

    @Test
    void whatCannotBeHeldBackIsNot() {
        Dataset<String> two = examples(2);

        assertThat(HeldBackParts.of(two, 42).isEmpty()).isTrue();
    }
}
