package dev.graft.data.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.graft.data.DataException;
import dev.graft.data.Task;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Every line that is said about labelled texts that cannot be used.
class TextErrorsTest {
    @TempDir
    Path root;

    @Test
    void nothingThere() throws IOException {
        assertThatError(root.resolve("nowhere")).hasMessage(root.resolve("nowhere") + ": no such file or folder");
        assertThatError(root)
                .hasMessage(root + ": expected train.csv, train.tsv or train.jsonl, or one folder per class (" + root
                        + "/good/1.txt, …), found nothing");
        write("notes.md", "x");
        assertThatError(root).hasMessageEndingWith("found only other files, such as notes.md");
        write("reviews.csv", "text,label\na,b\n");
        assertThatError(root)
                .hasMessage(
                        root
                                + ": expected files called train, validation and test, found [reviews.csv]; give the file itself, or rename it");
        write("test.csv", "text,label\na,b\n");
        assertThatError(root).hasMessage(root + ": expected train.csv, train.tsv or train.jsonl beside test.csv");
        Path other = write("lines.txt", "좋은 영화, 그래도\n별로\n그냥 그래\n");
        assertThatError(other)
                .hasMessage(
                        other
                                + ": expected a table, found lines without columns: no tab, comma, semicolon or | splits all of them into equally many");
    }

    @Test
    void aPartTwice() throws IOException {
        write("train.csv", "text,label\na,b\n");
        write("val.csv", "text,label\na,b\n");
        write("dev.tsv", "text\tlabel\na\tb\n");
        assertThatError(root).hasMessage(root + ": both dev.tsv and val.csv name the same part; rename or remove one");
    }

    @ParameterizedTest
    @ValueSource(strings = {"e.csv", "e.tsv", "e.jsonl"})
    void emptyFiles(String name) throws IOException {
        assertThatError(write(name, "")).hasMessage(root.resolve(name) + ": the file is empty");
        assertThatError(write(name, "\n\n")).hasMessage(root.resolve(name) + ": the file is empty");
    }

    @ParameterizedTest
    @ValueSource(strings = {",", "\t"})
    void aHeaderAlone(String separator) throws IOException {
        Path file = write(separator.equals(",") ? "h.csv" : "h.tsv", "id" + separator + "text" + separator + "label\n");
        assertThatError(file).hasMessage(file + ": has a header and no rows");
    }

    @Test
    void oneClass() throws IOException {
        Path file = write("one.csv", "text,label\na,긍정\nb,긍정\nc,\n");
        assertThatError(file)
                .hasMessage(
                        file + ": expected at least two classes, found only 긍정; left out: one.csv line 4: no label");
    }

    @Test
    void noTexts() throws IOException {
        Path file = write("none.csv", "text,label\n,a\n \t,b\n");
        assertThatError(file)
                .hasMessageStartingWith(
                        file + ": no labelled texts; left out: none.csv line 2: no text; none.csv line 3: no text")
                .hasMessageEndingWith("for images, specify an image model");
        Path json = write("none.jsonl", "{\"text\": \"a\", \"label\": []}\n");
        assertThatError(json).hasMessage(json + ": no text to train on has a label");
        write("folders/a/1.txt", "x");
        write("folders/b/1.txt", "");
        assertThatError(root.resolve("folders"))
                .hasMessage(root.resolve("folders") + ": class b has no text to train on; left out: "
                        + Path.of("b/1.txt") + ": no text; add some, or remove the class");
    }

    @Test
    void oneTextAClass() throws IOException {
        Path file = write("single.csv", "text,label\na,x\nb,y\n");
        assertThatError(file)
                .hasMessage(file + ": each class has a single text, so none can be kept for validation; add texts");
    }

    @Test
    void anUnknownLabelInValidation() throws IOException {
        write("train.tsv", "text\tlabel\na\tpositive\nb\tnegative\n");
        write("validation.tsv", "text\tlabel\nc\tpositive\nd\tneutral\n");
        assertThatError(root)
                .hasMessage(
                        root
                                + ": validation.tsv line 3: label neutral is in the validation part but not in the training part, which has negative; positive");
    }

    @Test
    void aPartThatIsNone() throws IOException {
        Path file = write("p.csv", "text,label,split\na,x,train\nb,y,holdout\n");
        assertThatError(file).hasMessage(file + " line 3: expected train, val or test, found 'holdout'");
    }

    @Test
    void columnsThatAreNotThere() throws IOException {
        Path file = write("c.csv", "id,text,sentiment\n1,a,x\n2,b,y\n");
        assertThatError(file, TextOptions.defaults().withLabelColumn("sentimant"))
                .hasMessage(file + ": no column 'sentimant'; there are 'id', 'text', 'sentiment'; did you mean"
                        + " sentiment?");
        assertThatError(file, TextOptions.defaults().withTextColumn("상품평"))
                .hasMessage(file + ": no column '상품평'; there are 'id', 'text', 'sentiment'");
        assertThatError(file, TextOptions.defaults().withPairColumn("7"))
                .hasMessageStartingWith(file + ": no column '7'; there are 'id'");
        Path json = write("c.jsonl", "{\"text\": \"a\", \"y\": 1, \"z\": 2}\n");
        assertThatError(json, TextOptions.defaults().withLabelColumn("Y1"))
                .hasMessage(json + ": no column 'Y1'; there are 'text', 'y', 'z'; did you mean y?");
        assertThatError(json)
                .hasMessage(json + ": found no column for the label among 'text', 'y', 'z'; specify it: --label"
                        + " COLUMN");
        assertThatError(json, TextOptions.defaults().withLabelColumn("y").withTextColumn(TextOptions.AUTO))
                .hasMessageContaining("expected at least two classes");
        Path blind = write("d.jsonl", "{\"a\": \"a\", \"b\": 1, \"label\": 2}\n");
        assertThatError(blind).hasMessageContaining("found no column for the text among 'a', 'b', 'label'");
    }

    @Test
    void noHeader() throws IOException {
        Path file = write("n.tsv", "1\t좋다\t0\n2\t싫다\t1\n");
        assertThatError(file)
                .hasMessage(file + ": found no known column names for the text and the label: the first line has '1',"
                        + " '좋다', '0'; specify the columns by name or number (--text 1 --label 2)");
        Path likely = write("l.csv", "comments_ko,hate\na,none\nb,hate!\nc,none\nd,hate!\n");
        assertThatError(likely)
                .hasMessage(
                        likely
                                + " line 1: 'hate' is the label of no other row and looks like a header; specify its columns (--text, --label), or remove the row");
        assertThatCode(() -> TextData.open(likely, TextOptions.defaults().withHeader(false)))
                .doesNotThrowAnyException();
        assertThatCode(() -> TextData.open(likely, TextOptions.defaults().withLabelColumn("hate")))
                .doesNotThrowAnyException();
    }

    @Test
    void rowsWithOtherColumns() throws IOException {
        Path file = write("r.tsv", "text\tlabel\na\tx\nb\nc\td\ty\ne\ty\t\t\nf\tx\ng\ty\n");
        assertThatError(file, TextOptions.defaults().withStrict(true))
                .hasMessage(
                        file + ": 2 texts cannot be used: r.tsv line 3: too few columns: 1, expected 2; r.tsv line 4:"
                                + " too many columns: 3, expected 2; repair or remove them, or omit --strict");
        assertThat(TextData.open(file).problems()).hasSize(2);
    }

    @Test
    void quotesThatDoNotClose() throws IOException {
        Path open = write("o.csv", "text,label\nfine,x\n\"never\nclosed,y\n");
        assertThatError(open)
                .hasMessageStartingWith(
                        open + " line 3: the row that begins here spans 2 lines and has a quote that is not closed");
        Path middle = write("m.csv", "text,label\n\"fine\",x\n\"said \"yes\" loudly\",y\n");
        assertThatError(middle).hasMessageStartingWith(middle + " line 3: the row that begins here");
    }

    @Test
    void jsonThatCannotBeRead() throws IOException {
        Path file = write("j.jsonl", "{\"text\": \"a\", \"label\": 1}\n{\"text\": \"b\", label: 1}\n");
        assertThatError(file)
                .hasMessageStartingWith(file + " line 2, place 15: not a JSON object: Unexpected character");
        assertThatError(write("k.jsonl", "\n[\"a\", 1]\n"))
                .hasMessage(root.resolve("k.jsonl") + " line 2: expected an array of JSON objects, found a string in"
                        + " it");
        assertThatError(write("l.jsonl", "17\n"))
                .hasMessageEndingWith("expected one JSON object per line, found a number");
        assertThatError(write("m.json", "[\n  {\"text\": \"a\", \"label\": 1},\n  {\"text\" \"b\"}\n]\n"))
                .hasMessageContaining("m.json line 3, place")
                .hasMessageContaining("not JSON: ");
        assertThatError(write("o.json", "{\n  \"text\": \"a\", \"label\": 1\n}\n"))
                .hasMessageEndingWith(
                        "expected an array of JSON objects, or one object per line, found an object with [text, label]");
        assertThatError(write("n.jsonl", "{\"text\": \"a\", \"label\": 1} {}\n"))
                .hasMessageContaining("line 1, place");
        assertThatError(write("deep.jsonl", "{\"text\": " + "[".repeat(100_000) + "\n"))
                .hasMessageContaining("deep.jsonl: not JSON: ");
    }

    @Test
    void bytesThatAreNoText() throws IOException {
        Path file = root.resolve("b.tsv");
        Files.write(
                file,
                new byte[] {'t', 'e', 'x', 't', '\t', 'l', 'a', 'b', 'e', 'l', '\n', 'a', (byte) 0xFF, '\t', 'x'});
        assertThatError(file).hasMessageContaining(file + " line 2: neither UTF-8 nor CP949 (EUC-KR): byte 0xFF");
    }

    @Test
    void severalLabelsWhereOneIsExpected() throws IOException {
        Path file = write(
                "s.jsonl", "{\"text\": \"a\", \"label\": [\"x\"]}\n{\"text\": \"b\", \"label\": [\"x\", \"y\"]}\n");
        assertThatError(file, TextOptions.defaults().withTask(Task.SINGLE_LABEL_CLASSIFICATION))
                .hasMessage(
                        file + ": s.jsonl line 2: expected one label, found [x, y]; for several labels: --task labels");
        assertThatError(file, TextOptions.defaults().withPerClass(2))
                .hasMessage(file + ": few texts per class need one class each, found the task"
                        + " multi_label_classification");
    }

    @Test
    void partsWithOtherLabelColumns() throws IOException {
        write("train.csv", "text,score\na,1\n");
        write("validation.csv", "text,rating\na,1\n");
        assertThatError(root, TextOptions.defaults().withTask(Task.REGRESSION))
                .hasMessage(root.resolve("validation.csv")
                        + ": expected the label columns of the training part, [score]," + " found [rating]");
    }

    @Test
    void optionsThatContradict() {
        TextOptions options = TextOptions.defaults();
        assertThatThrownBy(() -> options.withValidationFraction(1)).hasMessageContaining("between 0 and 1, found 1.0");
        assertThatThrownBy(() -> options.withPerClass(-1)).hasMessageContaining("0 or more examples");
        assertThatThrownBy(() -> options.withTask(Task.REGRESSION).withPerClass(1))
                .hasMessageContaining("need one class per example");
        assertThatThrownBy(() -> options.withLabelSeparator("|").withTask(Task.SINGLE_LABEL_CLASSIFICATION))
                .hasMessageContaining("is for the task multi_label_classification");
        assertThatThrownBy(() -> options.withLabelColumns(List.of("a", "b")).withTask(Task.SINGLE_LABEL_CLASSIFICATION))
                .hasMessageContaining("one class per example needs one label column, found [a, b]");
        assertThatThrownBy(() -> options.withTask(Task.MASKED_LANGUAGE_MODELING))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("texts without labels");
    }

    private static AbstractThrowableAssert<?, ?> assertThatError(Path path) {
        return assertThatError(path, TextOptions.defaults());
    }

    private static AbstractThrowableAssert<?, ?> assertThatError(Path path, TextOptions options) {
        return assertThatThrownBy(() -> TextData.open(path, options)).isInstanceOf(DataException.class);
    }

    private Path write(String name, String text) throws IOException {
        Path file = root.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, text);
    }
}
