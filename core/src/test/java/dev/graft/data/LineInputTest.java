package dev.graft.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LineInputTest {
    private static final Charset KOREAN = Charset.forName("x-windows-949");

    @TempDir
    Path root;

    @Test
    void linesOfAllKinds() {
        assertThat(lines("one\r\n둘\n\nfour\rstill four\nlast"))
                .containsExactly("one", "둘", "", "four\rstill four", "last");
        assertThat(lines("one\n")).containsExactly("one");
        assertThat(lines("\n")).containsExactly("");
        assertThat(lines("")).isEmpty();
        assertThat(lines("\uFEFF한글\n끝")).containsExactly("한글", "끝");
        assertThat(lines("\uFEFF")).isEmpty();
    }

    @Test
    void numbersOfLines() {
        try (LineInput input = input("a\nb\n".getBytes(StandardCharsets.UTF_8))) {
            assertThat(input.line()).isZero();
            assertThat(input.peek()).isEqualTo("a");
            assertThat(input.line()).isZero();
            input.next();
            assertThat(input.line()).isEqualTo(1);
            input.next();
            input.next();
            assertThat(input.line()).isEqualTo(2);
        }
    }

    /// Longer than the buffer, with characters of three bytes over its ends.
    @Test
    void longLines() {
        String line = "가나다라마바사 ".repeat(60_000);
        assertThat(lines("x\n" + line + "\n" + line + "y")).containsExactly("x", line, line + "y");
    }

    @Test
    void korean() {
        byte[] bytes = "id,text\n1,재미있게 봤습니다\n2,똠방각하\n".getBytes(KOREAN);
        try (LineInput input = input(bytes)) {
            assertThat(input.encoding()).isEmpty();
            assertThat(all(input)).containsExactly("id,text", "1,재미있게 봤습니다", "2,똠방각하");
            assertThat(input.encoding()).contains("CP949 (EUC-KR)");
        }
    }

    /// Two bytes of CP949 that would also be one character of UTF-8: what follows them decides.
    @Test
    void whatIsAmbiguousIsDecidedByWhatFollows() {
        byte[] bytes = "징\n좋은 영화\n".getBytes(KOREAN);
        assertThat(new String(bytes, 0, 2, StandardCharsets.UTF_8)).isEqualTo("¡");
        assertThat(all(input(bytes))).containsExactly("징", "좋은 영화");
    }

    /// A file that is ASCII for longer than the buffer.
    @Test
    void koreanThatBeginsLate() {
        String text = "plain ascii\n".repeat(20_000) + "한글은 여기서\n".repeat(20_000);
        assertThat(all(input(text.getBytes(KOREAN)))).hasSize(40_000).endsWith("한글은 여기서");
    }

    @Test
    void whatIsNeitherIsNamed() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.writeBytes("첫째 줄\n둘째 ".getBytes(StandardCharsets.UTF_8));
        bytes.write(0xFF);
        bytes.writeBytes(" 줄\n".getBytes(StandardCharsets.UTF_8));
        Path file = Files.write(root.resolve("broken.txt"), bytes.toByteArray());
        try (LineInput input = LineInput.open(file)) {
            assertThat(input.next()).isEqualTo("첫째 줄");
            assertThatThrownBy(input::next)
                    .isInstanceOf(DataException.class)
                    .hasMessage(file
                            + " line 2: neither UTF-8 nor CP949 (EUC-KR): byte 0xFF at position 8 of the line, after"
                            + " lines in UTF-8; save the file as UTF-8");
        }
    }

    @Test
    void aKoreanFileThatIsDamaged() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.writeBytes("첫째 줄\n".getBytes(KOREAN));
        bytes.write(0xFF);
        LineInput input = input(bytes.toByteArray());
        assertThat(input.next()).isEqualTo("첫째 줄");
        assertThatThrownBy(input::next).hasMessageContaining("line 2: neither").hasMessageContaining("lines in CP949");
    }

    @Test
    void utf16() {
        for (Charset code : List.of(StandardCharsets.UTF_16LE, StandardCharsets.UTF_16BE)) {
            LineInput marked = input("\uFEFF한글\r\n둘\n".getBytes(code));
            assertThat(all(marked)).containsExactly("한글", "둘");
            assertThat(marked.encoding()).contains("UTF-16");
        }
        String long16 = "가나\uD83D\uDE00다 라\t".repeat(20_000);
        assertThat(all(input(("\uFEFF" + long16).getBytes(StandardCharsets.UTF_16LE))))
                .containsExactly(long16);
    }

    /// Without a mark, as some programs write it, the zeros tell.
    @Test
    void utf16WithoutAMark() throws IOException {
        Path file = Files.write(root.resolve("u.tsv"), "id\ttext\n1\t한글".getBytes(StandardCharsets.UTF_16LE));
        try (LineInput input = LineInput.open(file)) {
            assertThat(all(input)).containsExactly("id\ttext", "1\t한글");
        }
    }

    /// Old Macs end lines so; a line feed in quotes is one in a cell then.
    @Test
    void carriageReturnsAlone() throws IOException {
        assertThat(lines("text\tlabel\r하나\ta\r둘\tb\r")).containsExactly("text\tlabel", "하나\ta", "둘\tb");
        Path file = Files.writeString(root.resolve("mac.csv"), "text,label\r\"a\nb\",x\rc,y");
        try (LineInput input = LineInput.open(file)) {
            assertThat(all(input)).containsExactly("text,label", "\"a\nb\",x", "c,y");
        }
    }

    /// The lines behind one that is damaged are still there.
    @Test
    void goesOnBehindADamagedLine() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.writeBytes("하나\n".getBytes(StandardCharsets.UTF_8));
        bytes.write(0xFF);
        bytes.writeBytes("\n셋\n".getBytes(StandardCharsets.UTF_8));
        LineInput input = input(bytes.toByteArray());
        assertThat(input.next()).isEqualTo("하나");
        assertThatThrownBy(input::next).hasMessageContaining("line 2");
        assertThat(input.next()).isEqualTo("셋");
        assertThat(input.line()).isEqualTo(3);
    }

    @Test
    void whatIsNoTextIsNamed() throws IOException {
        Path file = root.resolve("train.csv");
        for (String[] kind : new String[][] {
            {"PAR1xxxx", "Parquet"},
            {"ARROW1xx", "Arrow"},
            {"\u00ff\u00ff\u00ff\u00ffxx", "Arrow"},
            {"\u00d0\u00cf\u0011\u00e0", "old Excel"},
            {"SQLite format 3", "SQLite"},
            {"%PDF-1.7", "PDF"},
            {"\n <html><table>", "web page"},
            {"version https://git-lfs.github.com/spec/v1", "Git LFS"}
        }) {
            Files.write(file, kind[0].getBytes(StandardCharsets.ISO_8859_1));
            assertThatThrownBy(() -> LineInput.open(file))
                    .isInstanceOf(DataException.class)
                    .hasMessageStartingWith(file + ": expected a table or lines of text, found ")
                    .hasMessageContaining(kind[1]);
        }
    }

    @Test
    void archives() throws IOException {
        Path zip = root.resolve("train.csv.zip");
        zip(zip, "__MACOSX/._train.csv", "train.csv");
        try (LineInput input = LineInput.open(zip)) {
            assertThat(all(input)).containsExactly("train.csv");
        }
        zip(zip, "train.csv", "test.csv");
        assertThatThrownBy(() -> LineInput.open(zip))
                .hasMessage(
                        zip
                                + ": expected an archive with one file in it, found 2: train.csv; test.csv; unpack it, and give the folder");
        zip(zip, "[Content_Types].xml", "xl/workbook.xml");
        assertThatThrownBy(() -> LineInput.open(zip)).hasMessageContaining("an Excel workbook; in Excel, File");
        zip(zip, "[Content_Types].xml", "word/document.xml");
        assertThatThrownBy(() -> LineInput.open(zip)).hasMessageContaining("an Office document");
        Files.write(zip, Arrays.copyOf(Files.readAllBytes(zip), 50));
        assertThatThrownBy(() -> LineInput.open(zip)).hasMessageContaining("cannot be read");
    }

    @Test
    void anArchiveMayHoldANameThatNoFolderCan() throws IOException {
        Path zip = root.resolve("odd.zip");
        zip(zip, "a\u0000b.csv");
        try (LineInput input = LineInput.open(zip)) {
            assertThat(input.rest()).isEqualTo("a\u0000b.csv\n");
        }
    }

    private static void zip(Path file, String... names) throws IOException {
        try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(file))) {
            for (String name : names) {
                out.putNextEntry(new ZipEntry(name));
                out.write(name.getBytes(StandardCharsets.UTF_8));
            }
        }
    }

    @Test
    void compressed() throws IOException {
        Path file = root.resolve("lines.txt.gz");
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
            out.write("하나\n둘\n".getBytes(StandardCharsets.UTF_8));
        }
        try (LineInput input = LineInput.open(file)) {
            assertThat(all(input)).containsExactly("하나", "둘");
        }
        byte[] whole = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(whole, whole.length - 9));
        assertThatThrownBy(() -> {
                    try (LineInput input = LineInput.open(file)) {
                        all(input);
                    }
                })
                .isInstanceOf(DataException.class)
                .hasMessageStartingWith(file + ": cannot be read: ");
        Files.writeString(file, "not compressed");
        assertThatThrownBy(() -> LineInput.open(file)).hasMessageContaining("cannot be read: Not in GZIP format");
        assertThatThrownBy(() -> LineInput.open(root.resolve("nowhere.txt"))).hasMessageContaining("cannot be read");
    }

    /// What arrives piece by piece, as from a terminal, is given out when a line is complete.
    @Test
    void linesAreGivenOutAsTheyArrive() {
        InputStream slow = new InputStream() {
            private final byte[] bytes = "하나\n둘\n".getBytes(StandardCharsets.UTF_8);
            private int at;

            @Override
            public int read() {
                return at < bytes.length ? bytes[at++] & 0xff : -1;
            }

            @Override
            public int read(byte[] into, int offset, int length) {
                int next = read();
                if (next < 0) {
                    return -1;
                }
                into[offset] = (byte) next;
                return 1;
            }
        };
        assertThat(all(LineInput.of(slow, "terminal"))).containsExactly("하나", "둘");
    }

    private static List<String> lines(String text) {
        return all(input(text.getBytes(StandardCharsets.UTF_8)));
    }

    private static LineInput input(byte[] bytes) {
        return LineInput.of(new ByteArrayInputStream(bytes), "input");
    }

    private static List<String> all(LineInput input) {
        List<String> lines = new ArrayList<>();
        for (String line = input.next(); line != null; line = input.next()) {
            lines.add(line);
        }
        return lines;
    }
}
