package dev.graft.data;

import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.io.SequenceInputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The lines of a file, one after the other, in UTF-8 or, where the bytes are not that, in the code that older Korean
/// programs write: CP949, of which EUC-KR is a part. Which it is shows at the first line that is not ASCII and what
/// follows it in the buffer. No byte of a character of either code is a line feed or a carriage return, so lines can be
/// cut before they are decoded. UTF-16 is turned into UTF-8 on the way. Lines end in a line feed, a carriage return and
/// one, or, in files of old Macs, a carriage return alone.
public final class LineInput implements AutoCloseable {
    private static final Charset KOREAN = Charset.forName("x-windows-949");
    private static final int BUFFER = 1 << 16;
    private static final int LONGEST_LINE = 1 << 28;
    private static final byte[] MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};

    private final String name;
    private InputStream in;
    private byte[] buffer = new byte[BUFFER];
    private int from;
    private int to;
    private boolean ended;
    private int line;
    private @Nullable Charset charset;
    private boolean wide;
    private byte feed = '\n';

    /// Lines that were looked at and not yet given.
    private final Deque<Peeked> peeked = new ArrayDeque<>();

    /// A line, or why there is none.
    private record Peeked(@Nullable String line, @Nullable DataException fault) {}

    /// @param whole whether all is there, and none of it is waited for
    private LineInput(InputStream in, String name, boolean whole) {
        this.in = whole ? in : new BufferedInputStream(in, BUFFER);
        this.name = name;
        start(whole);
    }

    /// Opens a file, unpacked where it is packed with gzip or zip.
    ///
    /// @throws DataException if the file cannot be read, or is no text
    public static LineInput open(Path file) {
        try {
            InputStream in = Unpacked.open(file);
            try {
                return new LineInput(in, file.toString(), true);
            } catch (RuntimeException e) {
                in.close();
                throw e;
            }
        } catch (IOException e) {
            throw new DataException(file + ": cannot be read: " + e.getMessage(), e);
        }
    }

    /// @param name for messages
    public static LineInput of(InputStream in, String name) {
        return new LineInput(in, name, false);
    }

    /// What it is called in messages.
    public String name() {
        return name;
    }

    /// Number of the line given last, counted from 1.
    public int line() {
        return line;
    }

    /// The code it was read in, as far as it was read, where that is not UTF-8.
    public Optional<String> encoding() {
        return wide ? Optional.of("UTF-16") : KOREAN.equals(charset) ? Optional.of("CP949 (EUC-KR)") : Optional.empty();
    }

    /// The next line, without its end; null after the last. After a line that cannot be decoded comes the one behind
    /// it.
    ///
    /// @throws DataException if it cannot be read or decoded
    public @Nullable String next() {
        Peeked next = peeked.isEmpty() ? read() : peeked.remove();
        line += next.line() == null && next.fault() == null ? 0 : 1;
        return given(next);
    }

    /// The next line that can be decoded, without its end; null after the last.
    ///
    /// @param damaged told of each line that cannot
    /// @throws DataException if it cannot be read
    public @Nullable String next(Consumer<Problem> damaged) {
        while (true) {
            Peeked next = peeked.isEmpty() ? read() : peeked.remove();
            line += next.line() == null && next.fault() == null ? 0 : 1;
            if (next.fault() == null) {
                return next.line();
            }
            String where = name + " line " + line;
            damaged.accept(
                    new Problem(where, String.valueOf(next.fault().getMessage()).replace(where + ": ", "")));
        }
    }

    /// What [#next()] will be.
    ///
    /// @throws DataException if it cannot be read or decoded
    @Nullable
    String peek() {
        if (peeked.isEmpty()) {
            peeked.add(read());
        }
        return given(peeked.element());
    }

    /// The lines that come next, up to one that cannot be decoded.
    ///
    /// @param lines at most
    /// @param chars about so many together at most
    List<String> ahead(int lines, int chars) {
        List<String> ahead = new ArrayList<>();
        peeked.stream().map(Peeked::line).filter(Objects::nonNull).forEach(ahead::add);
        int seen = ahead.stream().mapToInt(String::length).sum();
        while (ahead.size() < lines && seen < chars) {
            Peeked next = read();
            peeked.add(next);
            if (next.line() == null) {
                break;
            }
            ahead.add(next.line());
            seen += next.line().length();
        }
        return ahead;
    }

    private static @Nullable String given(Peeked line) {
        if (line.fault() != null) {
            throw line.fault();
        }
        return line.line();
    }

    /// Number of the line that is read next.
    private int nextLine() {
        return line + 1 + peeked.size();
    }

    private Peeked read() {
        int until = findEnd();
        if (until < 0) {
            return new Peeked(null, null);
        }
        int start = from;
        from = Math.min(to, until + 1);
        boolean returned = feed == '\n' && until > start && buffer[until - 1] == '\r';
        try {
            return new Peeked(decode(start, returned ? until - 1 : until), null);
        } catch (DataException e) {
            return new Peeked(null, e);
        }
    }

    private void start(boolean whole) {
        while (!ended && (whole ? to < buffer.length : to < MARK.length && !hasWideMark())) {
            fill();
        }
        Optional<Charset> utf16 = whole ? Utf16.of(buffer, to) : hasWideMark() ? Utf16.of(buffer, 2) : Optional.empty();
        if (utf16.isPresent() && !wide) {
            wide = true;
            in = new Utf16(new SequenceInputStream(new ByteArrayInputStream(buffer, 0, to), in), utf16.get());
            buffer = new byte[BUFFER];
            to = 0;
            ended = false;
            start(whole);
            return;
        }
        if (to >= MARK.length && Arrays.equals(buffer, 0, MARK.length, MARK, 0, MARK.length)) {
            from = MARK.length;
            charset = StandardCharsets.UTF_8;
        }
        if (whole) {
            feed = usualEnd();
        }
    }

    private boolean hasWideMark() {
        return to >= 2 && (buffer[0] & 0xff) + (buffer[1] & 0xff) == 0xFE + 0xFF && (buffer[0] & 0xff) >= 0xFE;
    }

    /// A carriage return, if one alone ends the first line and there are more of them than line feeds: these stand in
    /// quotes then.
    private byte usualEnd() {
        int feeds = 0;
        int returns = 0;
        boolean first = false;
        for (int at = from; at < to; at++) {
            if (buffer[at] == '\n') {
                feeds++;
            } else if (buffer[at] == '\r' && (at + 1 == to || buffer[at + 1] != '\n')) {
                first |= feeds == 0;
                returns++;
            }
        }
        return first && returns > feeds ? (byte) '\r' : (byte) '\n';
    }

    /// Where the line that begins at `from` ends; -1 if there is none.
    private int findEnd() {
        int at = from;
        while (true) {
            for (; at < to; at++) {
                if (buffer[at] == feed) {
                    return at;
                }
            }
            if (line == 0 && peeked.isEmpty() && feed == '\n' && (ended || at == buffer.length)) {
                feed = usualEnd();
                if (feed == '\r') {
                    at = from;
                    continue;
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
                    throw new DataException(name + " line " + nextLine() + ": is longer than " + (LONGEST_LINE >> 20)
                            + " MiB; expected one text per line");
                }
                buffer = Arrays.copyOf(buffer, 2 * to);
            }
        }
        try {
            int read = in.read(buffer, to, buffer.length - to);
            ended = read < 0;
            to += Math.max(0, read);
        } catch (IOException e) {
            throw new DataException(name + " line " + nextLine() + ": cannot be read: " + e.getMessage(), e);
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
                    "%s line %d: neither UTF-8 nor CP949 (EUC-KR): byte 0x%02X at position %d of the line,"
                            + " after lines in"
                            + " %s; save the file as UTF-8",
                    name,
                    nextLine(),
                    buffer[valid] & 0xff,
                    valid - start + 1,
                    used.equals(KOREAN) ? "CP949" : "UTF-8"));
        }
        return new String(buffer, start, end - start, used);
    }

    /// The code in which more of what is in the buffer makes sense.
    private Charset guess(int start, int end) {
        int last = to;
        while (last > end && !ended && buffer[last - 1] != feed) {
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
    public String rest() {
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
                    String next = LineInput.this.next();
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
                LineInput.this.close();
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
