package dev.graft.data;

import static org.assertj.core.api.Assertions.assertThat;

import dev.graft.data.SplitOptions.Groups;
import dev.graft.data.text.TextData;
import dev.graft.data.text.TextOptions;
import dev.graft.text.Text;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The parts of a seed are the ones they were in earlier versions: who trains again with it is judged by the same
/// examples.
class RecordedPartsTest {
    @TempDir
    Path root;

    @Test
    void groupsThatAreHeldBack() throws IOException {
        assertThat(List.of(
                        held(Task.SINGLE_LABEL_CLASSIFICATION, "kind", 0),
                        held(Task.SINGLE_LABEL_CLASSIFICATION, "kind", 7),
                        held(Task.MULTI_LABEL_CLASSIFICATION, "tags", 0),
                        held(Task.REGRESSION, "size", 0),
                        held(Task.REGRESSION, "size", 7)))
                .containsExactly("p5 p8 p10", "p8 p9 p10", "p5 p8 p10", "p6 p11 p13", "p11 p16 p17");
    }

    @Test
    void foldsOfGroups() throws IOException {
        assertThat(List.of(
                        folds(Task.SINGLE_LABEL_CLASSIFICATION, "kind", true),
                        folds(Task.MULTI_LABEL_CLASSIFICATION, "tags", true),
                        folds(Task.REGRESSION, "size", true)))
                .containsExactly(
                        "p0 p9 p13 p16 p8 | p2 p3 p4 p7 p12 p15 | p6 p11 p14 p17 p5 p10",
                        "p0 p2 p4 p13 p16 p17 p8 | p7 p9 p12 p15 | p3 p6 p11 p14 p5 p10",
                        "p7 p8 p10 p16 p11 | p3 p5 p12 p6 p13 | p0 p2 p4 p9 p14 p15 p17");
    }

    @Test
    void foldsOfExamples() throws IOException {
        assertThat(folds(Task.SINGLE_LABEL_CLASSIFICATION, "kind", false))
                .isEqualTo("3 4 6 9 13 21 22 25 29 35 38 39 44 47 48 51 57 58 2 16 | 5 7 11 14 18 20 26 27 28 36 41 43"
                        + " 50 52 56 10 33 54 59 60 | 8 17 19 23 24 30 32 40 42 45 46 49 53 55 61 12 15 31 34 37");
    }

    private String held(Task task, String label, long seed) throws IOException {
        Splits<Text> data = TextData.open(table(), options(task, label, true).withSeed(seed));
        return groups(data.validation());
    }

    private String folds(Task task, String label, boolean grouped) throws IOException {
        return TextData.open(table(), options(task, label, grouped)).all().folds(3, 5).stream()
                .map(fold -> grouped ? groups(fold.validation()) : rows(fold.validation()))
                .collect(Collectors.joining(" | "));
    }

    private static TextOptions options(Task task, String label, boolean grouped) {
        return TextOptions.defaults()
                .withTextColumn("text")
                .withLabelColumn(label)
                .withLabelSeparator(task == Task.MULTI_LABEL_CLASSIFICATION ? "+" : "")
                .withTask(task)
                .withSplit(SplitOptions.DEFAULT
                        .withTask(task)
                        .withGroups(grouped ? new Groups("who", null) : Groups.NONE));
    }

    private static String groups(Dataset<Text> part) {
        return part.examples().stream().map(Example::group).distinct().collect(Collectors.joining(" "));
    }

    private static String rows(Dataset<Text> part) {
        return part.examples().stream()
                .map(example -> Integer.toString(example.id().row()))
                .collect(Collectors.joining(" "));
    }

    /// Groups of 1 to 7 texts.
    private Path table() throws IOException {
        StringBuilder rows = new StringBuilder("who,text,kind,tags,size\n");
        List<String> tags = List.of("red", "red+blue", "blue", "green+red");
        for (int i = 0; i < 60; i++) {
            int who = (int) Math.sqrt(i * 5);
            rows.append("p%d,text %d,%s,%s,%d.5\n".formatted(who, i, i % 4 == 1 ? "odd" : "usual", tags.get(i % 4), i));
        }
        return Files.writeString(root.resolve("table.csv"), rows.toString());
    }
}
