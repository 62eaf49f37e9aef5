package dev.graft.data.text;

import dev.graft.data.DataException;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/// The lines of a file, one after the other, in UTF-8 or, where the bytes are not that, in the code that older Korean
/// programs write: CP949, of which EUC-KR is a part. Which it is shows at the first line that is not ASCII and what
/// follows it in the buffer. No byte of a character of either code is a line feed, so lines can be cut before they are
/// decoded.
final class TextInput implements AutoCloseable {
    private static final Charset KOREAN = Charset.forName("x-windows-949");
    private static final int BUFFER = 1 << 16;
    private static final int LONGEST_LINE = 1 << 28;
    private static final byte[] MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};

    private final InputStream in;
    private final String name;
    private byte[] buffer = new byte[BUFFER];
    private int from;
    private int to;
    private boolean ended;
    private int line;
    private @Nullable Charset charset;
    private @Nullable String peeked;

    private TextInput(InputStream in, String name) {
        this.in = new BufferedInputStream(in, BUFFER);
        this.name = name;
        start();
    }

    /// @throws DataException if the file cannot be read
    static TextInput open(Path file) {
        try {
            InputStream in = Files.newInputStream(file);
            try {
                return new TextInput(
                        TextFormat.isCompressed(file) ? new GZIPInputStream(in, BUFFER) : in, file.toString());
            } catch (IOException | RuntimeException e) {
                in.close();
                throw e;
            }
        } catch (IOException e) {
            throw new DataException(file + ": cannot be read: " + e.getMessage(), e);
        }
    }

    /// @param name for messages
    static TextInput of(InputStream in, String name) {
        return new TextInput(in, name);
    }

    String name() {
        return name;
    }

    /// Number of the line given last, counted from 1.
    int line() {
        return line;
    }

    /// Whether it was read as CP949, as far as it was read.
    boolean isKorean() {
        return KOREAN.equals(charset);
    }

    /// The next line, without its end; null after the last.
    ///
    /// @throws DataException if it cannot be read or decoded
    @Nullable
    String next() {
        String next = peek();
        peeked = null;
        line += next == null ? 0 : 1;
        return next;
    }

    /// What [#next()] will be.
    ///
    /// @throws DataException if it cannot be read or decoded
    @Nullable
    String peek() {
        if (peeked == null) {
            int end = findEnd();
            if (end >= 0) {
                int start = from;
                from = Math.min(to, end + 1);
                peeked = decode(start, end > start && buffer[end - 1] == '\r' ? end - 1 : end);
            }
        }
        return peeked;
    }

    private void start() {
        while (to - from < MARK.length && !ended) {
            fill();
        }
        if (to >= MARK.length && Arrays.equals(buffer, 0, MARK.length, MARK, 0, MARK.length)) {
            from = MARK.length;
            charset = StandardCharsets.UTF_8;
        } else if (to >= 2 && (buffer[0] & 0xff) + (buffer[1] & 0xff) == 0xFE + 0xFF && (buffer[0] & 0xff) >= 0xFE) {
            throw new DataException(name + ": is UTF-16; save it as UTF-8");
        }
    }

    /// Where the line that begins at `from` ends; -1 if there is none.
    private int findEnd() {
        int at = from;
        while (true) {
            for (; at < to; at++) {
                if (buffer[at] == '\n') {
                    return at;
                }
            }
            if (ended) {
                return from < to ? to : -1;
            }
            int seen = at - from;
            fill();
            at = from + seen;
        }
    }

    /// Reads more, behind what is there.
    private void fill() {
        if (to == buffer.length) {
            System.arraycopy(buffer, from, buffer, 0, to - from);
            to -= from;
            from = 0;
            if (to == buffer.length) {
                if (to >= LONGEST_LINE) {
                    throw new DataException(name + " line " + (line + 1) + ": is longer than " + (LONGEST_LINE >> 20)
                            + " MiB; texts stand in lines");
                }
                buffer = Arrays.copyOf(buffer, 2 * to);
            }
        }
        try {
            int read = in.read(buffer, to, buffer.length - to);
            ended = read < 0;
            to += Math.max(0, read);
        } catch (IOException e) {
            throw new DataException(name + " line " + (line + 1) + ": cannot be read: " + e.getMessage(), e);
        }
    }

    private String decode(int start, int end) {
        int plain = start;
        while (plain < end && buffer[plain] >= 0) {
            plain++;
        }
        if (plain == end) {
            return new String(buffer, start, end - start, StandardCharsets.ISO_8859_1);
        }
        Charset used = charset;
        if (used == null) {
            used = guess(start, end);
            charset = used;
        }
        int valid = validUpTo(used, start, end);
        if (valid < end) {
            throw new DataException(String.format(
                    "%s line %d: neither UTF-8 nor CP949 (EUC-KR): byte 0x%02X at place %d of the line, after lines in"
                            + " %s; save the file as UTF-8",
                    name, line + 1, buffer[valid] & 0xff, valid - start + 1, used.equals(KOREAN) ? "CP949" : "UTF-8"));
        }
        return new String(buffer, start, end - start, used);
    }

    /// The code in which more of what is in the buffer makes sense.
    private Charset guess(int start, int end) {
        int last = to;
        while (last > end && !ended && buffer[last - 1] != '\n') {
            last--; // a character may be cut in two
        }
        int utf8 = validUpTo(StandardCharsets.UTF_8, start, last);
        return utf8 < last && validUpTo(KOREAN, start, last) > utf8 ? KOREAN : StandardCharsets.UTF_8;
    }

    private int validUpTo(Charset tried, int start, int end) {
        ByteBuffer bytes = ByteBuffer.wrap(buffer, start, end - start);
        CharBuffer chars = CharBuffer.allocate(Math.min(BUFFER, end - start + 1));
        var decoder = tried.newDecoder();
        while (true) {
            CoderResult result = decoder.decode(bytes, chars, true);
            if (!result.isOverflow()) {
                return result.isError() ? bytes.position() : end;
            }
            chars.clear();
        }
    }

    /// All lines that are left, with line feeds between them.
    String rest() {
        StringBuilder text = new StringBuilder();
        for (String next = next(); next != null; next = next()) {
            text.append(next).append('\n');
        }
        return text.toString();
    }

    /// The same as characters, with a line feed after each line.
    Reader reader() {
        return new Reader() {
            private String current = "";
            private int at;

            @Override
            public int read(char[] chars, int offset, int length) {
                if (at == current.length()) {
                    String next = TextInput.this.next();
                    if (next == null) {
                        return -1;
                    }
                    current = next + "\n";
                    at = 0;
                }
                int count = Math.min(length, current.length() - at);
                current.getChars(at, at + count, chars, offset);
                at += count;
                return count;
            }

            @Override
            public void close() {
                TextInput.this.close();
            }
        };
    }

    @Override
    public void close() {
        try {
            in.close();
        } catch (IOException e) {
            throw new DataException(name + ": cannot be closed: " + e.getMessage(), e);
        }
    }
}
