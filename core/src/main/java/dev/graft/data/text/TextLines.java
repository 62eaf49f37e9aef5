package dev.graft.data.text;

import dev.graft.data.DataException;
import dev.graft.data.LabelCells;
import dev.graft.data.LineInput;
import dev.graft.data.PartFolders;
import dev.graft.data.Problem;
import dev.graft.data.Row;
import dev.graft.data.Rows;
import dev.graft.data.TableFormat;
import dev.graft.data.Understood;
import dev.graft.text.RegularFile;
import dev.graft.text.Text;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/// Texts without labels, one after the other, to predict or to train a language model on. They come from
///
/// - a `.txt` file with a text in each line, empty ones passed over
/// - a `.csv`, `.tsv` or `.jsonl` file with a column of texts, whatever it is called
/// - a folder of such files, in the order of their names, and of folders of them
/// - any stream, standard input say, with a text in each line
///
/// What kind of table a file is shows in its content, see [TableFormat]. Where [TextOptions#trained] says that a model
/// learned from files of their own, each `.txt` file is one text. Files are UTF-8, CP949 or UTF-16, and may be packed
/// with gzip or zip. They are read as far as they are asked for.
public final class TextLines implements AutoCloseable {
    /// One source of texts.
    private sealed interface Source extends AutoCloseable {
        /// Null after the last.
        @Nullable
        Text next(Consumer<Problem> problems);

        /// Number of the line given last.
        int line();

        Optional<String> encoding();

        @Override
        void close();
    }

    /// Rows that are looked at to know the columns.
    private static final int AHEAD = 100;

    private final Deque<Path> files;
    private final TextOptions options;
    private final List<String> notes = new ArrayList<>();
    private final List<Problem> problems = new CopyOnWriteArrayList<>();
    private @Nullable Source source;
    private String name;
    private boolean closed;

    /// Whether there is more than one file.
    private final boolean several;

    private TextLines(Deque<Path> files, TextOptions options, @Nullable Source source, String name) {
        this.files = files;
        this.options = options;
        this.source = source;
        this.name = name;
        this.several = files.size() > 1;
    }

    /// Texts of a file or folder, with columns found by their names.
    ///
    /// @throws DataException if there is none that can be read
    public static TextLines open(Path path) {
        return open(path, TextOptions.defaults());
    }

    /// Texts of a file or folder.
    ///
    /// @param options of which the columns of the texts count
    /// @throws DataException if there is none that can be read
    public static TextLines open(Path path, TextOptions options) {
        if (!Files.exists(path)) {
            throw new DataException(path + ": no such file or folder");
        }
        if (!Files.isDirectory(path) && !Files.isRegularFile(path)) {
            throw new DataException(path + ": " + RegularFile.OTHER);
        }
        List<Path> files = (Files.isDirectory(path) ? PartFolders.below(path) : List.of(path))
                .stream()
                        .filter(file ->
                                Files.isRegularFile(path) || TextFormat.isTable(file) || TextFormat.isPlain(file))
                        .sorted()
                        .toList();
        if (files.isEmpty()) {
            throw new DataException(path + ": expected texts in .txt, " + TableFormat.ENDINGS + " files, found none");
        }
        return new TextLines(new ArrayDeque<>(files), options, null, path.toString());
    }

    /// Texts of a stream, one in each line.
    ///
    /// @param name for messages
    public static TextLines of(InputStream in, String name) {
        return new TextLines(new ArrayDeque<>(), TextOptions.defaults(), new Plain(LineInput.of(in, name)), name);
    }

    /// The next text; null after the last.
    ///
    /// @throws DataException if a file cannot be read
    public @Nullable Text next() {
        if (closed) {
            throw new IllegalStateException(name + ": is closed");
        }
        while (source != null || !files.isEmpty()) {
            Source current = source;
            if (current == null) {
                Path file = files.remove();
                name = file.toString();
                current = opened(file);
                source = current;
            }
            Text text = current == null ? null : read(current);
            if (text != null) {
                return text;
            }
            if (current != null) {
                finish(current);
            }
        }
        return null;
    }

    /// Null where it is one of several files, and is damaged.
    private @Nullable Source opened(Path file) {
        try {
            return source(file);
        } catch (DataException e) {
            leaveOut(e);
            return null;
        }
    }

    private @Nullable Text read(Source from) {
        try {
            return from.next(problems::add);
        } catch (DataException e) {
            leaveOut(e);
            return null;
        }
    }

    /// @throws DataException the same, where there is one file only
    private void leaveOut(DataException fault) {
        if (!several) {
            throw fault;
        }
        String message = String.valueOf(fault.getMessage());
        problems.add(new Problem(
                name,
                message.startsWith(name) ? message.substring(name.length()).replaceFirst("^[: ]+", "") : message));
    }

    /// File and line of the text given last.
    public String where() {
        return name + (source == null ? "" : " line " + source.line());
    }

    /// All texts that are left. Closing the stream closes these.
    ///
    /// @throws DataException while it is consumed, if a file cannot be read
    public Stream<Text> stream() {
        Spliterator<Text> texts = new Spliterators.AbstractSpliterator<>(Long.MAX_VALUE, Spliterator.ORDERED) {
            @Override
            public boolean tryAdvance(Consumer<? super Text> action) {
                Text text = next();
                if (text != null) {
                    action.accept(text);
                }
                return text != null;
            }
        };
        return StreamSupport.stream(texts, false).onClose(this::close);
    }

    /// What was unusual about the files that were read so far.
    public List<String> notes() {
        return List.copyOf(notes);
    }

    /// Rows without a text, lines that cannot be decoded and damaged files that were passed over so far. It may be
    /// asked for while another thread reads.
    public List<Problem> problems() {
        return List.copyOf(problems);
    }

    @Override
    public void close() {
        closed = true;
        files.clear();
        if (source != null) {
            source.close();
        }
    }

    private void finish(Source ended) {
        ended.encoding().ifPresent(code -> notes.add(encodingNote(name, code)));
        ended.close();
        source = null;
    }

    static String encodingNote(String what, String code) {
        return what + " not in UTF-8, read as " + code;
    }

    private Source source(Path file) {
        LineInput input = LineInput.open(file);
        try {
            if (options.trained() != null
                    && options.trained().unit() == Understood.Unit.FILE
                    && TextFormat.isPlain(file)) {
                return new Whole(input);
            }
            TableFormat format = TableFormat.of(file, input, ColumnNames.expected(options));
            return format.kind() == TableFormat.Kind.LINES ? new Plain(input) : column(file, input, format);
        } catch (RuntimeException e) {
            input.close();
            throw e;
        }
    }

    private Column column(Path file, LineInput input, TableFormat format) {
        Rows rows = Rows.of(input, format, ColumnNames.expected(options));
        rows.notes().forEach(note -> notes.add(file + ": " + note));
        Deque<Row> first = new ArrayDeque<>();
        for (Row row = rows.next(); row != null; row = first.size() < AHEAD ? rows.next() : null) {
            first.add(row);
        }
        if (first.isEmpty()) {
            throw new DataException(file + ": the file is empty");
        }
        boolean table = rows.names().isEmpty();
        List<String> names = rows.names().orElseGet(() -> first.element().words());
        TableColumns columns = new ColumnSearch(file.toString(), names, table, List.copyOf(first), options).find(false);
        notes.addAll(columns.notes());
        if (columns.header()) {
            first.remove();
        }
        return new Column(file.toString(), rows, new TextCells(columns, table), first);
    }

    /// A text in each line.
    private record Plain(LineInput input) implements Source {
        @Override
        public @Nullable Text next(Consumer<Problem> problems) {
            String line = input.next(problems);
            while (line != null && line.isBlank()) {
                line = input.next(problems);
            }
            return line == null ? null : Text.of(line);
        }

        @Override
        public int line() {
            return input.line();
        }

        @Override
        public Optional<String> encoding() {
            return input.encoding();
        }

        @Override
        public void close() {
            input.close();
        }
    }

    /// One text, of all lines.
    private static final class Whole implements Source {
        private final LineInput input;
        private boolean given;

        Whole(LineInput input) {
            this.input = input;
        }

        @Override
        public @Nullable Text next(Consumer<Problem> problems) {
            if (given) {
                return null;
            }
            given = true;
            String text = input.rest().strip();
            if (text.isEmpty()) {
                problems.accept(new Problem(input.name(), "no text"));
                return null;
            }
            return Text.of(text);
        }

        @Override
        public int line() {
            return 1;
        }

        @Override
        public Optional<String> encoding() {
            return input.encoding();
        }

        @Override
        public void close() {
            input.close();
        }
    }

    /// A text in each row.
    private static final class Column implements Source {
        private final String file;
        private final Rows rows;
        private final TextCells cells;
        private final Deque<Row> first;
        private int line;

        Column(String file, Rows rows, TextCells cells, Deque<Row> first) {
            this.file = file;
            this.rows = rows;
            this.cells = cells;
            this.first = first;
        }

        @Override
        public @Nullable Text next(Consumer<Problem> problems) {
            while (true) {
                Row row = first.isEmpty() ? rows.next() : first.remove();
                if (row == null) {
                    return null;
                }
                line = row.line();
                try {
                    return cells.read(row);
                } catch (LabelCells.Unusable e) {
                    problems.accept(new Problem(file + " line " + line, e.reason()));
                }
            }
        }

        @Override
        public int line() {
            return line;
        }

        @Override
        public Optional<String> encoding() {
            return rows.encoding();
        }

        @Override
        public void close() {
            rows.close();
        }
    }
}
