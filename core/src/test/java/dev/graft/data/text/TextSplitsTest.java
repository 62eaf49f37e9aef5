package dev.graft.data.text;

import static dev.graft.data.text.Texts.rows;
import static dev.graft.data.text.Texts.texts;
import static dev.graft.data.text.Texts.values;
import static dev.graft.data.text.Texts.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.graft.data.DataException;
import dev.graft.data.DataSummary;
import dev.graft.data.Dataset;
import dev.graft.data.Splits;
import dev.graft.data.Task;
import dev.graft.text.Text;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Parts of labelled texts.
class TextSplitsTest {
    @TempDir
    Path root;

    @Test
    void partsAreCounted() throws IOException {
        Path table = write(
                root,
                "reviews.csv",
                "text,label,split\na,x,train\nb,y,train\nc,y,train\nd,x,dev\ne,y,val\nf,x,test\n,x,train\n");
        DataSummary summary = TextData.open(table).summary();
        assertThat(summary.examples())
                .containsExactly(Map.entry("train", 3), Map.entry("validation", 2), Map.entry("test", 1));
        assertThat(summary.counts().get("train")).isEqualTo(Map.of("x", 1, "y", 2));
        assertThat(summary.total("train")).isEqualTo(3);
        assertThat(summary.total("elsewhere")).isZero();
        assertThat(summary.skipped()).hasSize(1);
    }

    @Test
    void theSplitDependsOnTheSeedAlone() throws IOException {
        Path table = write(root, "s.csv", rows(40));
        TextOptions half = TextOptions.defaults().withValidationFraction(0.5);
        List<String> first = texts(TextData.open(table, half).validation());
        assertThat(texts(TextData.open(table, half).validation())).isEqualTo(first);
        assertThat(texts(TextData.open(table, half.withSeed(1)).validation())).isNotEqualTo(first);
        Splits<Text> splits = TextData.open(table, half);
        assertThat(splits.validation().counts()).containsExactly(10, 10);
        assertThat(splits.train().counts()).containsExactly(10, 10);
        assertThat(texts(splits.train())).doesNotContainAnyElementsOf(first);
        assertThat(splits.train().examples())
                .extracting(item -> Integer.valueOf(item.id().toString().replace("s.csv line ", "")))
                .isSorted();
    }

    /// A row that is put in before all others moves none of them.
    @Test
    void textsAreFoundAgainInTheirParts() throws IOException {
        Path table = write(root, "s.csv", rows(20));
        Splits<Text> then = TextData.open(table);
        assertThat(then.table().entries())
                .hasSize(20)
                .allMatch(entry -> entry.id().file().equals("s.csv"));
        assertThat(then.table().entries()).extracting(entry -> entry.id().row()).contains(2, 21);
        write(root, "s.csv", rows(20).replaceFirst("\n", "\nquite new,a\n"));
        Splits<Text> now = TextData.open(table);
        assertThat(texts(now.in(then.table()).validation())).isEqualTo(texts(then.validation()));
        assertThat(texts(now.in(then.table()).train())).isEqualTo(texts(then.train()));
        assertThat(now.in(then.table()).notes())
                .contains("1 text added or changed since the run, used in no part: s.csv line 2");
        Splits<Text> other = TextData.open(write(root, "other.csv", rows(8).replace("text ", "none ")));
        assertThat(now.in(other.table())).isSameAs(now);
    }

    @Test
    void trainAndTestAlone() throws IOException {
        write(root, "train.csv", rows(20));
        write(root, "test.csv", "text,label\nz,a\n");
        Splits<Text> splits = TextData.open(root);
        assertThat(splits.splitOff()).isTrue();
        assertThat(splits.validation().counts()).containsExactly(2, 2);
        assertThat(splits.test().orElseThrow().size()).isEqualTo(1);

        Splits<Text> judged = TextData.open(root, TextOptions.defaults().withTestForValidation(true));
        assertThat(judged.splitOff()).isFalse();
        assertThat(texts(judged.validation())).containsExactly("z");
        assertThat(judged.test()).isEmpty();
        assertThat(judged.notes()).contains("the test part is used for validation: nothing is kept for the end");
    }

    @Test
    void aFewOfEachClass() throws IOException {
        Path table = write(root, "f.csv", rows(40));
        TextOptions few = TextOptions.defaults().withPerClass(3);
        Splits<Text> splits = TextData.open(table, few);
        assertThat(splits.train().counts()).containsExactly(3, 3);
        assertThat(splits.validation().counts()).containsExactly(4, 4);
        assertThat(splits.notes()).contains("training on 6 of 32 texts, at most 3 of each class (seed 0)");
        assertThat(texts(splits.train()))
                .isNotEqualTo(texts(TextData.open(table, few.withSeed(5)).train()));
    }

    @Test
    void textsThatOccurTwice() throws IOException {
        write(root, "train.csv", "text,label\n굿,a\n좋다,a\n나쁘다,b\n굿,b\n굿,a\n");
        write(root, "validation.csv", "text,label\n좋다,a\n새 글,b\n");
        write(root, "test.csv", "text,label\n나쁘다,a\n");
        assertThat(TextData.open(root).notes())
                .containsExactly(
                        "2 texts for validation or test also in training, which makes the result look better than it is: train.csv line 3 ="
                                + " validation.csv line 2; train.csv line 4 = test.csv line 2",
                        "1 text to train on twice with different labels: train.csv line 2 = train.csv line 5",
                        "no text to test in b");
    }

    @Test
    void labelsOfAModel() throws IOException {
        Dataset<Text> data = TextData.open(write(root, "l.csv", rows(10))).train();
        Dataset<Text> moved = data.withLabels(List.of("b", "c", "a"));
        assertThat(moved.labels()).containsExactly("b", "c", "a");
        assertThat(moved.counts()).containsExactly(4, 0, 4);
        assertThat(texts(moved)).isEqualTo(texts(data));
        assertThatThrownBy(() -> data.withLabels(List.of("a", "c")))
                .isInstanceOf(DataException.class)
                .hasMessage("labels [b] of the data are not among the model's: [a, c]");
        assertThat(data.subset(3, 0).examples())
                .containsExactly(data.examples().get(3), data.examples().get(0));
        assertThatThrownBy(() -> new Dataset<>(data.examples(), List.of("a"), Task.SINGLE_LABEL_CLASSIFICATION))
                .hasMessageContaining("with 1 label, found Single[label=1]");
        assertThatThrownBy(() -> new Dataset<>(data.examples(), data.labels(), Task.REGRESSION))
                .hasMessageContaining("expected a target for regression");
    }

    @Test
    void valuesOfAModel() throws IOException {
        TextOptions options = TextOptions.defaults().withTask(Task.REGRESSION).withLabelColumns(List.of("x", "y"));
        Dataset<Text> data = TextData.open(write(root, "v.csv", "text,x,y\na,1,2\nb,1,2\n"), options)
                .train();
        assertThat(data.withLabels(List.of("y", "x")).examples().getFirst().target())
                .isEqualTo(values(2, 1));
        assertThat(data.withLabels(List.of("first", "second"))
                        .examples()
                        .getFirst()
                        .target())
                .isEqualTo(values(1, 2));
        assertThatThrownBy(() -> data.withLabels(List.of("x"))).isInstanceOf(DataException.class);
    }
}
