package dev.graft.data.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.graft.data.DataException;
import dev.graft.data.Problem;
import dev.graft.data.Understood;
import dev.graft.testing.NeedsShared;
import dev.graft.testing.Shared;
import dev.graft.text.Text;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TextLinesTest {
    @TempDir
    Path root;

    @Test
    void aTextALine() throws IOException {
        Path file = Files.writeString(root.resolve("a.txt"), "\uFEFF하나\r\n\n  \n\"둘\",\t셋\n");
        try (TextLines lines = TextLines.open(file)) {
            assertThat(lines.next()).isEqualTo(Text.of("하나"));
            assertThat(lines.where()).isEqualTo(file + " line 1");
            assertThat(lines.next()).isEqualTo(Text.of("\"둘\",\t셋"));
            assertThat(lines.where()).isEqualTo(file + " line 4");
            assertThat(lines.next()).isNull();
            assertThat(lines.next()).isNull();
            assertThat(lines.notes()).isEmpty();
        }
    }

    @Test
    void columns() throws IOException {
        Path csv = Files.writeString(root.resolve("a.csv"), "id,리뷰\n1,\"하나\n둘\"\n2,\n3,셋\n4\n");
        try (TextLines lines = TextLines.open(csv)) {
            assertThat(texts(lines)).containsExactly("하나\n둘", "셋");
            assertThat(lines.problems())
                    .containsExactly(
                            new Problem(csv + " line 4", "no text"),
                            new Problem(csv + " line 6", "too few columns: 1, expected 2"));
        }
        Path plain = Files.writeString(root.resolve("plain.csv"), "하나\n둘\n");
        assertThat(texts(plain, TextOptions.defaults())).containsExactly("하나", "둘");
        Path tsv = Files.writeString(root.resolve("a.tsv"), "1\t하나\n2\t둘\n");
        assertThat(texts(tsv, TextOptions.defaults().withTextColumn("2"))).containsExactly("하나", "둘");
        Path quoted = Files.writeString(root.resolve("q.tsv"), "\"하나\"\n\"둘\n");
        assertThat(texts(quoted, TextOptions.defaults())).containsExactly("\"하나\"", "\"둘");
        Path json =
                Files.writeString(root.resolve("a.jsonl"), "{\"text\":\"하나\"}\n{\"x\":1}\n{\"text\":\"둘\",\"y\":2}\n");
        assertThat(texts(json, TextOptions.defaults())).containsExactly("하나", "둘");
        Path pairs = Files.writeString(root.resolve("p.csv"), "premise,hypothesis,label\na,b,0\n");
        try (TextLines lines = TextLines.open(pairs)) {
            assertThat(lines.next()).isEqualTo(Text.pair("a", "b"));
            assertThat(lines.notes()).containsExactly(pairs + ": texts are pairs, of columns premise and hypothesis");
        }
    }

    @Test
    void aFolder() throws IOException {
        Files.createDirectories(root.resolve("more"));
        Files.writeString(root.resolve("b.txt"), "셋\n");
        Files.write(root.resolve("a.txt"), "하나\n둘\n".getBytes(Charset.forName("x-windows-949")));
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(root.resolve("more/c.jsonl.gz")))) {
            out.write("{\"text\": \"넷\"}\n".getBytes(StandardCharsets.UTF_8));
        }
        Files.writeString(root.resolve("more/empty.txt"), "");
        Files.writeString(root.resolve("more/image.png"), "x");
        Files.writeString(root.resolve("more/.hidden.txt"), "x");
        try (TextLines lines = TextLines.open(root)) {
            assertThat(texts(lines)).containsExactly("하나", "둘", "셋", "넷");
            assertThat(lines.notes()).containsExactly(root.resolve("a.txt") + " not in UTF-8, read as CP949 (EUC-KR)");
        }
    }

    @Test
    void aStream() {
        byte[] bytes = "하나\n\n둘".getBytes(StandardCharsets.UTF_8);
        TextLines lines = TextLines.of(new ByteArrayInputStream(bytes), "standard input");
        assertThat(lines.next()).isEqualTo(Text.of("하나"));
        assertThat(lines.where()).isEqualTo("standard input line 1");
        assertThat(texts(lines)).containsExactly("둘");
    }

    @Test
    void aDamagedLineIsNotTheEnd() throws IOException {
        byte[] bytes = "하나\n?\n셋\n".getBytes(StandardCharsets.UTF_8);
        bytes[7] = (byte) 0xFF;
        try (TextLines lines = TextLines.of(new ByteArrayInputStream(bytes), "standard input")) {
            assertThat(texts(lines)).containsExactly("하나", "셋");
            assertThat(lines.problems()).singleElement().satisfies(problem -> {
                assertThat(problem.where()).isEqualTo("standard input line 2");
                assertThat(problem.reason()).startsWith("neither UTF-8 nor CP949");
            });
        }
    }

    @Test
    void aDamagedFileAmongOthersIsNotTheEnd() throws IOException {
        Files.writeString(root.resolve("a.txt"), "하나\n");
        Files.writeString(root.resolve("b.txt"), "PAR1 and so on");
        Files.writeString(root.resolve("c.jsonl"), "{\"text\": \"셋\"}\n{\n");
        Files.writeString(root.resolve("d.txt"), "넷\n");
        try (TextLines lines = TextLines.open(root)) {
            assertThat(texts(lines)).containsExactly("하나", "넷");
            assertThat(lines.problems())
                    .extracting(Problem::where)
                    .containsExactly(
                            root.resolve("b.txt").toString(),
                            root.resolve("c.jsonl").toString());
        }
        assertThatThrownBy(() -> texts(root.resolve("b.txt"), TextOptions.defaults()))
                .hasMessageContaining("a Parquet file");
    }

    @Test
    void asTheModelWasTrained() throws IOException {
        Understood column = new Understood(Understood.Unit.ROW, "sentence", "", List.of("label"), List.of());
        TextOptions rows = TextOptions.defaults().withTrained(column);
        Path both = Files.writeString(root.resolve("a.csv"), "text,sentence\nticket,하나\nticket,둘\n");
        assertThat(texts(both, rows)).containsExactly("하나", "둘");
        Path other = Files.writeString(root.resolve("b.csv"), "id,text\n1,하나\n");
        assertThatThrownBy(() -> texts(other, rows))
                .hasMessage(
                        other
                                + ": no column 'sentence', which the model was trained on; there are 'id', 'text'; specify the text: --text COLUMN");
        Path only = Files.writeString(root.resolve("c.csv"), "text\n하나\n");
        assertThat(texts(only, rows)).containsExactly("하나");
        Path tabs = Files.writeString(root.resolve("d.txt"), "id\tsentence\n1\t하나\n2\t둘\n");
        assertThat(texts(tabs, rows)).containsExactly("하나", "둘");

        Understood second = new Understood(Understood.Unit.ROW, "2", "", List.of("1"), List.of());
        Path plain = Files.writeString(root.resolve("e.csv"), "a,하나\nb,둘\n");
        assertThat(texts(plain, TextOptions.defaults().withTrained(second))).containsExactly("하나", "둘");

        Path letter = Files.writeString(root.resolve("f.txt"), "하나\n둘\n");
        assertThat(texts(letter, TextOptions.defaults().withTrained(Understood.FILES)))
                .containsExactly("하나\n둘");
    }

    @Test
    void closingTheStreamClosesTheFile() throws IOException {
        Path file = Files.writeString(root.resolve("a.txt"), "하나\n둘\n");
        TextLines lines = TextLines.open(file);
        try (Stream<Text> stream = lines.stream()) {
            assertThat(stream.limit(1)).containsExactly(Text.of("하나"));
        }
        assertThatThrownBy(lines::next)
                .isInstanceOf(IllegalStateException.class)
                .hasMessage(file + ": is closed");
    }

    @Test
    void whatCannotBeRead() throws IOException {
        assertThatThrownBy(() -> TextLines.open(root.resolve("nowhere")))
                .isInstanceOf(DataException.class)
                .hasMessage(root.resolve("nowhere") + ": no such file or folder");
        assertThatThrownBy(() -> TextLines.open(root))
                .hasMessage(root + ": expected texts in .txt, .csv, .tsv or .jsonl files, found none");
        Path file = Files.writeString(root.resolve("a.csv"), "id,x\n1,a\n");
        assertThatThrownBy(() -> texts(file, TextOptions.defaults()))
                .hasMessage(
                        file
                                + ": found no known column names for the text: the first line has 'id', 'x'; specify the columns by name or number (--text 1)");
        Path empty = Files.writeString(root.resolve("e.csv"), "");
        assertThatThrownBy(() -> texts(empty, TextOptions.defaults())).hasMessage(empty + ": the file is empty");
    }

    @Test
    @NeedsShared("data/text/nsmc")
    void aQuarterOfAMillionReviews() {
        try (TextLines lines = TextLines.open(Shared.path("data/text/nsmc/unlabelled.txt.gz"))) {
            assertThat(lines.next()).isEqualTo(Text.of("몇번이나 소름돋는거 오랜만이네? 잘만들었네"));
            assertThat(lines.stream().count()).isGreaterThan(249_000);
            assertThat(lines.notes()).isEmpty();
        }
        try (TextLines lines = TextLines.open(Shared.path("data/text/nsmc/test.tsv"))) {
            assertThat(lines.stream().count()).isEqualTo(5000);
            assertThat(lines.problems()).isEmpty();
        }
    }

    private static List<String> texts(Path path, TextOptions options) {
        try (TextLines lines = TextLines.open(path, options)) {
            return texts(lines);
        }
    }

    private static List<String> texts(TextLines lines) {
        return lines.stream().map(Text::first).toList();
    }
}
