package dev.graft.data.text;

import static dev.graft.data.text.Texts.all;
import static dev.graft.data.text.Texts.items;
import static dev.graft.data.text.Texts.several;
import static dev.graft.data.text.Texts.values;
import static dev.graft.data.text.Texts.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.graft.data.DataException;
import dev.graft.data.Example;
import dev.graft.data.Problem;
import dev.graft.data.Splits;
import dev.graft.data.Task;
import dev.graft.text.Text;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Where text and label stand in a table, and what labels mean.
class TextColumnsTest {
    @TempDir
    Path root;

    @Test
    void columnsByNameAndNumber() throws IOException {
        Path table = write(root, "c.csv", "주제,글,text,판정\na,하나,x,0\nb,둘,x,1\nc,셋,y,0\nd,넷,y,1\n");
        TextOptions named = TextOptions.defaults().withTextColumn("글").withLabelColumn("판정");
        assertThat(all(TextData.open(table, named))).containsExactlyInAnyOrder("하나", "둘", "셋", "넷");
        TextOptions pairs = named.withPairColumn("주제");
        assertThat(items(TextData.open(table, pairs)))
                .extracting(Example::input)
                .contains(Text.pair("하나", "a"));
        TextOptions numbered = TextOptions.defaults().withTextColumn("2").withLabelColumn("4");
        assertThat(all(TextData.open(table, numbered))).containsExactlyInAnyOrder("하나", "둘", "셋", "넷");

        Path plain = write(root, "p.csv", "하나,0\n둘,1\n셋,0\n넷,1\n");
        Splits<Text> splits = TextData.open(plain);
        assertThat(all(splits)).containsExactlyInAnyOrder("하나", "둘", "셋", "넷");
        assertThat(splits.notes())
                .contains(plain + " has no header: used the first column as the text and the second as the label");
        Path swapped = write(root, "w.csv", "0,하나\n1,둘\n0,셋\n1,넷\n");
        assertThat(all(TextData.open(swapped, TextOptions.defaults().withLabelColumn("1"))))
                .containsExactlyInAnyOrder("하나", "둘", "셋", "넷");
        assertThat(all(TextData.open(swapped, TextOptions.defaults().withTextColumn("2"))))
                .containsExactlyInAnyOrder("하나", "둘", "셋", "넷");
        Path three = write(root, "t.tsv", "a\t하나\t0\nb\t둘\t1\nc\t셋\t0\nd\t넷\t1\n");
        TextOptions byNumber = TextOptions.defaults().withTextColumn("2").withLabelColumn("3");
        assertThat(all(TextData.open(three, byNumber))).containsExactlyInAnyOrder("하나", "둘", "셋", "넷");
    }

    @Test
    void theOtherOfTwoColumns() throws IOException {
        Path table = write(root, "o.csv", "평가글,라벨\n하나,0\n둘,1\n셋,0\n넷,1\n");
        TextOptions header = TextOptions.defaults().withHeader(true);
        assertThat(all(TextData.open(table, header))).containsExactlyInAnyOrder("하나", "둘", "셋", "넷");
        Path json = write(root, "o.jsonl", """
                {"review": "a", "stars": 5}
                {"review": "b", "stars": 1}
                {"review": "c", "stars": 5}
                """);
        assertThat(TextData.open(json).labels()).containsExactly("1", "5");
    }

    @Test
    void headersThatAreSaid() throws IOException {
        Path table = write(root, "h.csv", "text,label\na,label\nb,other\nc,other\n");
        Splits<Text> without = TextData.open(table, TextOptions.defaults().withHeader(false));
        assertThat(all(without)).contains("text");
        assertThatThrownBy(() -> TextData.open(
                        table, TextOptions.defaults().withHeader(false).withTextColumn("text")))
                .hasMessage(
                        table + ": no column 'text'; there are 'text', 'label'; without a header columns are given by"
                                + " number, from 1 to 2");
    }

    @Test
    void pairsCanBeRefused() throws IOException {
        Path table = write(root, "q.csv", "question,answer,label\na,b,0\nc,d,1\ne,f,0\ng,h,1\n");
        assertThat(items(TextData.open(table))).extracting(Example::input).contains(Text.pair("a", "b"));
        TextOptions alone = TextOptions.defaults().withPairColumn(TextOptions.NONE);
        assertThat(items(TextData.open(table, alone)))
                .extracting(Example::input)
                .contains(Text.of("a"));
        TextOptions answers = TextOptions.defaults().withTextColumn("answer");
        assertThat(items(TextData.open(table, answers)))
                .extracting(Example::input)
                .contains(Text.of("b"));
    }

    /// A model that is shown the label answers well and has learned nothing.
    @Test
    void aLabelIsNoSecondText() throws IOException {
        Path two = write(root, "q.jsonl", """
                {"question": "a", "answer": "x"}
                {"question": "b", "answer": "y"}
                {"question": "c", "answer": "x"}
                {"question": "d", "answer": "y"}
                """);
        assertThat(TextData.open(two).labels()).containsExactly("x", "y");
        assertThat(items(TextData.open(two))).extracting(Example::input).contains(Text.of("a"));

        Path three = write(root, "q.csv", "id,question,answer\n1,a,x\n2,b,y\n3,c,x\n4,d,y\n");
        TextOptions answers = TextOptions.defaults().withLabelColumn("answer");
        assertThat(items(TextData.open(three, answers)))
                .extracting(Example::input)
                .contains(Text.of("a"));
    }

    @Test
    void numbersThatNoTensorHoldsAreLeftOut() throws IOException {
        Path table = write(root, "n.csv", "text,score\na,1\nb,1e39\nc,-1e999\nd,2\n");
        Splits<Text> splits = TextData.open(table, TextOptions.defaults().withTask(Task.REGRESSION));
        assertThat(items(splits)).extracting(Example::target).containsExactlyInAnyOrder(values(1), values(2));
        assertThat(splits.problems())
                .extracting(Problem::reason)
                .containsExactly(
                        "expected a number below 3.4e38, found '1e39'",
                        "expected a number below 3.4e38, found '-1e999'");
    }

    @Test
    void whatElseCouldBeMeantIsNoted() throws IOException {
        Path table = write(root, "x.csv", "title,text,category,label\na,하나,k,0\nb,둘,k,1\nc,셋,k,0\nd,넷,k,1\n");
        Splits<Text> splits = TextData.open(table);
        assertThat(splits.labels()).containsExactly("0", "1");
        assertThat(splits.notes())
                .contains(
                        table + ": used column label as the label, not category",
                        table + ": used column text as the text, not title");
    }

    @Test
    void severalLabelsInAnArray() throws IOException {
        write(root, "train.jsonl", """
                {"text": "a", "label": ["x", "y"]}
                {"text": "b", "label": []}
                {"text": "c", "label": ["y", " y ", ""]}
                {"text": "d", "label": "z"}
                """);
        write(root, "val.jsonl", "{\"text\": \"e\", \"label\": [\"z\", \"x\"]}\n");
        Splits<Text> splits = TextData.open(root);
        assertThat(splits.task()).isEqualTo(Task.MULTI_LABEL_CLASSIFICATION);
        assertThat(splits.labels()).containsExactly("x", "y", "z");
        assertThat(splits.train().examples())
                .extracting(Example::target)
                .containsExactly(several(0, 1), several(), several(1), several(2));
        assertThat(splits.train().counts()).containsExactly(1, 2, 1);
        assertThat(splits.summary().total("train")).isEqualTo(4);
        assertThat(splits.notes()).containsExactly("no text for validation in y");
    }

    @Test
    void severalLabelsInOneColumn() throws IOException {
        Path table = write(root, "m.csv", "text,label\na,x|y\nb,y| z\nc,\nd,|\ne,x\n");
        Splits<Text> splits = TextData.open(table, TextOptions.defaults().withLabelSeparator("|"));
        assertThat(splits.task()).isEqualTo(Task.MULTI_LABEL_CLASSIFICATION);
        assertThat(splits.labels()).containsExactly("x", "y", "z");
        assertThat(splits.train().size() + splits.validation().size()).isEqualTo(5); // nothing is none of them
        assertThat(splits.problems()).isEmpty();
        assertThat(splits.notes()).contains("split off 1 text for validation (20%, seed 0)");
    }

    @Test
    void severalLabelsInColumns() throws IOException {
        write(root, "train.csv", "text,toxic,rude,extra\na,1,0,q\nb,0,0,q\nc,1.0,true,q\nd,2,0,q\ne,,0,q\n");
        write(root, "valid.csv", "rude,toxic,text\n1,0,f\n");
        Splits<Text> splits = TextData.open(root, TextOptions.defaults().withLabelColumns(List.of("toxic", "rude")));
        assertThat(splits.task()).isEqualTo(Task.MULTI_LABEL_CLASSIFICATION);
        assertThat(splits.labels()).containsExactly("toxic", "rude");
        assertThat(splits.train().examples())
                .extracting(Example::target)
                .containsExactly(several(0), several(), several(0, 1));
        assertThat(splits.validation().examples()).extracting(Example::target).containsExactly(several(1));
        assertThat(splits.problems())
                .extracting(Problem::reason)
                .containsExactly("expected 0 or 1 in column toxic, found '2'", "no label in column toxic");
    }

    @Test
    void numbers() throws IOException {
        Path table = write(root, "n.csv", "sentence1,sentence2,score\na,b,0.5\nc,d,-2\ne,f,1e-3\ng,h,high\ni,j,1d\n");
        Splits<Text> splits = TextData.open(table, TextOptions.defaults().withTask(Task.REGRESSION));
        assertThat(splits.task()).isEqualTo(Task.REGRESSION);
        assertThat(splits.labels()).containsExactly("score");
        assertThat(splits.train().size()).isEqualTo(2);
        assertThat(splits.validation().size()).isEqualTo(1);
        assertThat(items(splits))
                .extracting(Example::target)
                .containsExactlyInAnyOrder(values(0.5), values(-2), values(0.001));
        assertThat(items(splits)).extracting(Example::input).contains(Text.pair("a", "b"));
        assertThat(splits.problems())
                .extracting(Problem::reason)
                .containsExactly("expected a number, found 'high'", "expected a number, found '1d'");
        assertThat(splits.notes()).contains(table + ": texts are pairs, of columns sentence1 and sentence2");
        assertThat(splits.summary().counts().get("train")).isEmpty();
        assertThat(splits.summary().total("train")).isEqualTo(2);

        Splits<Text> both = TextData.open(
                write(root, "two.csv", "text,x,y\na,1,2\nb,3,4\n"),
                TextOptions.defaults().withTask(Task.REGRESSION).withLabelColumns(List.of("x", "y")));
        assertThat(both.labels()).containsExactly("x", "y");
        assertThat(items(both)).extracting(Example::target).containsExactlyInAnyOrder(values(1, 2), values(3, 4));
    }

    @Test
    void numbersAreNeverGuessed() throws IOException {
        StringBuilder rows = new StringBuilder("text,label\n");
        for (int i = 0; i < 21; i++) {
            rows.append("text ").append(i).append(',').append(i / 4.0).append('\n');
        }
        Path table = write(root, "n.csv", rows.toString());
        assertThatThrownBy(() -> TextData.open(table))
                .isInstanceOf(DataException.class)
                .hasMessage(
                        table
                                + ": the labels are 21 different numbers, with fractions: --task regression learns them as numbers, --task classes makes each a class");
        assertThat(TextData.open(table, TextOptions.defaults().withTask(Task.REGRESSION))
                        .task())
                .isEqualTo(Task.REGRESSION);
        rows.append("again,0.0\n");
        TextOptions classes = TextOptions.defaults().withTask(Task.SINGLE_LABEL_CLASSIFICATION);
        assertThat(TextData.open(write(root, "n.csv", rows.toString()), classes).labels())
                .hasSize(21);
    }
}
