package dev.graft.data.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.graft.data.DataException;
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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TextInputTest {
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
        try (TextInput input = input("a\nb\n".getBytes(StandardCharsets.UTF_8))) {
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
        try (TextInput input = input(bytes)) {
            assertThat(input.isKorean()).isFalse();
            assertThat(all(input)).containsExactly("id,text", "1,재미있게 봤습니다", "2,똠방각하");
            assertThat(input.isKorean()).isTrue();
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
        try (TextInput input = TextInput.open(file)) {
            assertThat(input.next()).isEqualTo("첫째 줄");
            assertThatThrownBy(input::next)
                    .isInstanceOf(DataException.class)
                    .hasMessage(
                            file + " line 2: neither UTF-8 nor CP949 (EUC-KR): byte 0xFF at place 8 of the line, after"
                                    + " lines in UTF-8; save the file as UTF-8");
        }
    }

    @Test
    void aKoreanFileThatIsDamaged() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.writeBytes("첫째 줄\n".getBytes(KOREAN));
        bytes.write(0xFF);
        TextInput input = input(bytes.toByteArray());
        assertThat(input.next()).isEqualTo("첫째 줄");
        assertThatThrownBy(input::next).hasMessageContaining("line 2: neither").hasMessageContaining("lines in CP949");
    }

    @Test
    void utf16IsNamed() {
        assertThatThrownBy(() -> input("\uFEFF한글".getBytes(StandardCharsets.UTF_16LE)))
                .isInstanceOf(DataException.class)
                .hasMessage("input: is UTF-16; save it as UTF-8");
        assertThatThrownBy(() -> input("한글".getBytes(StandardCharsets.UTF_16))).hasMessageContaining("UTF-16");
    }

    @Test
    void compressed() throws IOException {
        Path file = root.resolve("lines.txt.gz");
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
            out.write("하나\n둘\n".getBytes(StandardCharsets.UTF_8));
        }
        try (TextInput input = TextInput.open(file)) {
            assertThat(all(input)).containsExactly("하나", "둘");
        }
        byte[] whole = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(whole, whole.length - 9));
        assertThatThrownBy(() -> {
                    try (TextInput input = TextInput.open(file)) {
                        all(input);
                    }
                })
                .isInstanceOf(DataException.class)
                .hasMessageStartingWith(file + " line 1: cannot be read: ");
        Files.writeString(file, "not compressed");
        assertThatThrownBy(() -> TextInput.open(file)).hasMessageContaining("cannot be read: Not in GZIP format");
        assertThatThrownBy(() -> TextInput.open(root.resolve("nowhere.txt"))).hasMessageContaining("cannot be read");
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
        assertThat(all(TextInput.of(slow, "terminal"))).containsExactly("하나", "둘");
    }

    private static List<String> lines(String text) {
        return all(input(text.getBytes(StandardCharsets.UTF_8)));
    }

    private static TextInput input(byte[] bytes) {
        return TextInput.of(new ByteArrayInputStream(bytes), "input");
    }

    private static List<String> all(TextInput input) {
        List<String> lines = new ArrayList<>();
        for (String line = input.next(); line != null; line = input.next()) {
            lines.add(line);
        }
        return lines;
    }
}
