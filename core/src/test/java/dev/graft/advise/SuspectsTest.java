package dev.graft.advise;

import static org.assertj.core.api.Assertions.assertThat;

import dev.graft.advise.Inspection.Suspect;
import dev.graft.data.Dataset;
import dev.graft.data.Example;
import dev.graft.data.ExampleId;
import dev.graft.data.Kind;
import dev.graft.data.Splits;
import dev.graft.data.Target;
import dev.graft.data.Task;
import dev.graft.text.Text;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SuspectsTest {
    private static List<Suspect> of(List<Target> targets, List<String> labels, Task task, float[][] said) {
        List<Example<Text>> examples = new ArrayList<>();
        for (Target target : targets) {
            Text text = Text.of("text " + examples.size());
            examples.add(new Example<>(text, target, ExampleId.ofFile("t.csv", "")));
        }
        Dataset<Text> data = new Dataset<>(examples, labels, task);
        return Suspects.of(data, said, Inspected.all(Splits.of(Kind.TEXT, data, data.with(List.of()))));
    }

    @Test
    void aLabelThatNobodyWouldSayIsSuspected() {
        List<Target> targets = new ArrayList<>();
        float[][] said = new float[20][];
        for (int i = 0; i < 20; i++) {
            targets.add(new Target.Single(i % 2));
            said[i] = i % 2 == 0 ? new float[] {0.9f, 0.1f} : new float[] {0.2f, 0.8f};
        }
        said[4] = new float[] {0.05f, 0.95f};
        List<Suspect> found = of(targets, List.of("ants", "bees"), Task.SINGLE_LABEL_CLASSIFICATION, said);
        assertThat(found).hasSize(1);
        assertThat(found.getFirst().example().position()).isEqualTo(4);
        assertThat(found.getFirst().suggested()).containsExactly("bees");
        assertThat(found.getFirst().why()).isEqualTo("looks like bees (0.95; ants 0.05)");
    }

    @Test
    void ofSeveralLabelsOneIsMissingAndAnotherTooMany() {
        List<Target> targets = new ArrayList<>();
        float[][] said = new float[20][];
        for (int i = 0; i < 20; i++) {
            targets.add(new Target.Several(i % 2 == 0 ? Set.of(0) : Set.of(1, 2)));
            said[i] = i % 2 == 0 ? new float[] {0.9f, 0.1f, 0.1f} : new float[] {0.1f, 0.9f, 0.9f};
        }
        targets.set(0, new Target.Several(Set.of(0, 2)));
        targets.set(1, new Target.Several(Set.of(1)));
        List<Suspect> found = of(targets, List.of("a", "b", "c"), Task.MULTI_LABEL_CLASSIFICATION, said);
        assertThat(found).extracting(suspect -> suspect.example().position()).containsExactly(0, 1);
        assertThat(found).extracting(Suspect::suggested).containsExactly(List.of("a"), List.of("b", "c"));
        assertThat(found).extracting(Suspect::why).containsExactly("without c (0.10)", "with c (0.90)");
    }

    @Test
    void aNumberThatIsFarOffIsSuspectedAndNoneIsSuggested() {
        List<Target> targets = new ArrayList<>();
        float[][] said = new float[30][];
        for (int i = 0; i < 30; i++) {
            targets.add(new Target.Values(List.of(10.0 + i % 3)));
            said[i] = new float[] {11};
        }
        targets.set(7, new Target.Values(List.of(110.0)));
        targets.set(8, new Target.Values(List.of(1.0)));
        List<Suspect> found = of(targets, List.of("weight"), Task.REGRESSION, said);
        assertThat(found).extracting(suspect -> suspect.example().position()).containsExactly(7, 8);
        assertThat(found.getFirst().suggested()).isEmpty();
        assertThat(found.getFirst().why()).startsWith("weight is 110.0, by its features about 11.00");
        assertThat(found.getFirst().score()).isLessThan(found.getLast().score());
    }
}
