package dev.graft.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What kind of table a file is, is told by its content.
class TableTest {
    private static final List<String> NAMES = List.of("text", "label", "document");
    private static final List<List<String>> EXPECTED =
            List.of(List.of("text", "label"), List.of("good, really", "a"), List.of("bad", "b"), List.of("so so", "a"));

    @TempDir
    Path root;

    @ParameterizedTest
    @CsvSource(
            delimiter = '!',
            value = {
                "t.csv ! text,label/\"good, really\",a/bad,b/so so,a",
                "t.csv ! text;label/good, really;a/bad;b/so so;a",
                "t.csv ! text|label/good, really|a/bad|b/so so|a",
                "t.csv ! text#label/good, really#a/bad#b/so so#a",
                "t.txt ! text#label/good, really#a/bad#b/so so#a",
                "t.txt ! text|label/good, really|a/bad|b/so so|a",
                "t ! text#label/good, really#a/bad#b/so so#a",
                "t.tsv ! text,label/\"good, really\",a/bad,b/so so,a",
                "t.tsv ! \"text\"#\"label\"/\"good, really\"#\"a\"/\"bad\"#\"b\"/\"so so\"#\"a\"",
                "t.csv ! sep=;/text;label/good, really;a/bad;b/so so;a",
                "t.csv ! \"sep=#\"/text#label/good, really#a/bad#b/so so#a",
                "t.csv ! Our reviews of 2024//text,label/\"good, really\",a/bad,b/so so,a",
                "t.csv ! 고객 의견, 4월/만든 이,홍길동/text,label/\"good, really\",a/bad,b/so so,a",
            })
    void separators(String name, String lines) throws IOException {
        assertThat(words(write(name, lines.replace('/', '\n').replace('#', '\t'))))
                .isEqualTo(EXPECTED);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"text\": \"good, really\", \"label\": \"a\"}\n{\"text\": \"bad\", \"label\": \"b\"}\n"
                        + "{\"text\": \"so so\", \"label\": \"a\"}",
                "[{\"text\": \"good, really\", \"label\": \"a\"}, {\"text\": \"bad\", \"label\": \"b\"},"
                        + " {\"text\": \"so so\", \"label\": \"a\"}]",
                "[\n  {\n\"text\": \"good, really\", \"label\": \"a\"},\n {\"text\": \"bad\", \"label\": \"b\"},"
                        + " {\"text\": \"so so\", \"label\": \"a\"}\n]",
                "{\"version\": 1, \"data\": [{\"text\": \"good, really\", \"label\": \"a\"}, {\"text\": \"bad\","
                        + " \"label\": \"b\"}, {\"text\": \"so so\", \"label\": \"a\"}]}",
                "{\n\"rows\": [{\"row_idx\": 0, \"row\": {\"text\": \"good, really\", \"label\": \"a\"}}, {\"row\":"
                        + " {\"text\": \"bad\", \"label\": \"b\"}}, {\"row\": {\"text\": \"so so\", \"label\": \"a\"}}]}",
                "{\"text\": [\"good, really\", \"bad\", \"so so\"], \"label\": [\"a\", \"b\", \"a\"]}",
                "{\"text\": {\"0\": \"good, really\", \"1\": \"bad\", \"2\": \"so so\"}, \"label\": {\"0\": \"a\","
                        + " \"1\": \"b\", \"2\": \"a\"}}",
                "{\"columns\": [\"text\", \"label\"], \"index\": [0, 1, 2], \"data\": [[\"good, really\", \"a\"],"
                        + " [\"bad\", \"b\"], [\"so so\", \"a\"]]}",
            })
    void json(String content) throws IOException {
        for (String name : List.of("t.json", "t.jsonl", "t.txt")) {
            Path file = write(name, content);
            try (Rows rows = Rows.open(file, NAMES)) {
                assertThat(rows.names()).contains(List.of("text", "label"));
                assertThat(words(rows)).isEqualTo(EXPECTED.subList(1, 4));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"t.txt", "t.csv", "t"})
    void fastText(String name) throws IOException {
        Path file =
                write(name, "__label__a good, really\n__label__b bad\nso so __label__a\n__label__a __label__b both\n");
        try (Rows rows = Rows.open(file, NAMES)) {
            List<Row> all = rows(rows);
            assertThat(all.subList(0, 3).stream().map(Row::words)).isEqualTo(EXPECTED.subList(1, 4));
            assertThat(all.get(3).cell(1)).isEqualTo(new Cell.Words(List.of("a", "b")));
        }
    }

    @Test
    void linesOfTextAreNoTable() throws IOException {
        for (String lines : List.of(
                "좋아요\n싫어요\n",
                "하나, 둘\n셋, 넷\n다섯, 여섯\n",
                "[사진] 좋아요\n[속보] 싫어요\n",
                "DESC:manner How did it end ?\nENTY:cremat What films ?\n")) {
            Path file = write("lines.txt", lines);
            try (LineInput input = LineInput.open(file)) {
                assertThat(TableFormat.of(file, input, NAMES).kind()).isEqualTo(TableFormat.Kind.LINES);
            }
        }
    }

    /// pandas and Excel put quotes where they are needed; film reviews have quotes that mean nothing.
    @Test
    void quotesBetweenTabs() throws IOException {
        Path needed = write("t.tsv", "text\tlabel\n\"good\nor \"\"not\"\"\"\ta\nbad\tb\n");
        assertThat(words(needed)).contains(List.of("good\nor \"not\"", "a"), List.of("bad", "b"));
        Path characters = write("u.tsv", "text\tlabel\n\"good\ta\n\"really\" bad\tb\n\"so so\"\ta\n");
        assertThat(words(characters)).contains(List.of("\"good", "a"), List.of("\"so so\"", "a"));
    }

    /// Where the quotes of a file are characters, a row that breaks off in one is none, nor is what goes on below it.
    @Test
    void bothHalvesOfABrokenRowAreNamed() throws IOException {
        Path file = write("t.tsv", "text\tlabel\n\"begun\ta\n\"good\nor not\"\ta\nbad\tb\n");
        try (Rows rows = Rows.open(file, NAMES)) {
            assertThat(rows(rows).stream().map(Row::fault).filter(Objects::nonNull))
                    .containsExactly(
                            "ends inside a quoted field: too few columns, 1 of 2",
                            "continues the row that begins at line 3, whose quoted field contains a line break");
        }
    }

    @Test
    void aQuoteThatIsNeverClosed() throws IOException {
        Path file = write(
                "t.csv",
                "text,label\nfine,a\n\"open, so,a\nx,b\ny,a\nz,b\nend\",b\n\"a real\nfield, of\ntwo\",b\nw,a\n");
        try (Rows rows = Rows.open(file, NAMES)) {
            List<Row> all = rows(rows);
            assertThat(all.stream().map(Row::fault).filter(Objects::nonNull))
                    .containsExactly("the field that begins at line 3 spans 5 lines that look like rows: is a quote"
                            + " (\") never closed?");
            assertThat(all.getLast().line()).isEqualTo(11);
        }
    }

    /// Titles are said; what only looks like one is kept.
    @Test
    void titlesAboveTheTable() throws IOException {
        Path file = write("t.csv", "Reviews,,\n,,\nid,text,label\n1,a,x\n");
        try (Rows rows = Rows.open(file, NAMES)) {
            assertThat(rows.notes()).containsExactly("skipped 1 line above the table: Reviews");
            assertThat(words(rows)).containsExactly(List.of("id", "text", "label"), List.of("1", "a", "x"));
        }
        Path empty = write("e.csv", "1,\n2,\n3,c\n");
        assertThat(words(empty)).hasSize(3);
    }

    private Path write(String name, String content) throws IOException {
        return Files.writeString(root.resolve(name), content);
    }

    private static List<List<String>> words(Path file) {
        try (Rows rows = Rows.open(file, NAMES)) {
            return words(rows);
        }
    }

    private static List<List<String>> words(Rows rows) {
        return rows(rows).stream().map(Row::words).toList();
    }

    private static List<Row> rows(Rows rows) {
        List<Row> all = new ArrayList<>();
        for (Row row = rows.next(); row != null; row = rows.next()) {
            all.add(row);
        }
        return all;
    }
}
