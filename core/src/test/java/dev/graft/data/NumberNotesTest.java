package dev.graft.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.graft.data.text.TextData;
import dev.graft.data.text.TextOptions;
import dev.graft.text.Text;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NumberNotesTest {
    @TempDir
    Path root;

    @Test
    void numbersOfTheSizeOfOneNeedNoWords() throws IOException {
        assertThat(notes(i -> i * 0.1)).isEmpty();
        assertThat(notes(i -> i - 50)).isEmpty();
        assertThat(notes(i -> 0.02 * i)).isEmpty();
    }

    @Test
    void numbersFarFromOneAreNamedWithWhatToDo() throws IOException {
        assertThat(notes(i -> 1e6 + i * 1e5))
                .containsExactly("numbers are learned well where they are about 0 and spread by about 1: size has mean"
                        + " 2.95e+06 and standard deviation 1.15e+06, so the answers, which begin near 0, hardly get"
                        + " there in a training: learn (size - 2000000) / 1000000 in its place");
        assertThat(notes(i -> i * 1e-6))
                .singleElement()
                .asString()
                .endsWith("size has mean 1.95e-05 and standard deviation 1.15e-05, so the loss, a mean of squares,"
                        + " hardly notices it: learn (size - 0.00001) / 0.00001 in its place");
        assertThat(notes(i -> -1e30 * (i % 2)))
                .singleElement()
                .asString()
                .contains("so the loss, a mean of squares, is infinite: learn size / 1e30 in its place");
        // years
        assertThat(notes(i -> 1990 + i)).singleElement().asString().endsWith("learn (size - 2000) / 10 in its place");
        assertThat(notes(i -> -1990 - i)).singleElement().asString().endsWith("learn (size + 2000) / 10 in its place");
    }

    @Test
    void aNumberThatIsAlwaysTheSameIsNamed() throws IOException {
        assertThat(notes(i -> 7))
                .containsExactly("size is 7.0 in all 40 examples to train on, so there is nothing to learn in it: check"
                        + " the column, or leave it out of --label");
    }

    @Test
    void columnsThatAreFarShareANote() {
        List<Example<String>> examples = List.of(example(1, 0, 1e5), example(2, 1e-3, 2e5));
        Dataset<String> data = new Dataset<>(examples, List.of("a", "b", "c"), Task.REGRESSION);
        assertThat(NumberNotes.of(data))
                .singleElement()
                .asString()
                .contains("b has mean 0.000500")
                .contains("c has mean 1.50e+05")
                .doesNotContain("a has");
    }

    @Test
    void numbersBeyondAFloatAreNone() {
        assertThatThrownBy(() -> new Target.Values(List.of(1.0, -1e39)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("target: expected numbers below 3.4e38, found -1.0E39");
        assertThatThrownBy(() -> new Target.Values(List.of(Double.NaN))).isInstanceOf(IllegalArgumentException.class);
    }

    private static Example<String> example(double... values) {
        Target target = new Target.Values(Arrays.stream(values).boxed().toList());
        return new Example<>("", target, ExampleId.ofFile("", ""), "");
    }

    /// Of 40 texts to train on, with these numbers.
    private List<String> notes(IntToDoubleFunction size) throws IOException {
        StringBuilder rows = new StringBuilder("text,size,split\n");
        for (int i = 0; i < 40; i++) {
            rows.append("text %d,%s,train\n".formatted(i, size.applyAsDouble(i)));
        }
        Path table = Files.writeString(root.resolve("t.csv"), rows + "other,1,val\n");
        Splits<Text> data = TextData.open(
                table, TextOptions.defaults().withLabelColumn("size").withTask(Task.REGRESSION));
        return data.summary().notes();
    }
}
