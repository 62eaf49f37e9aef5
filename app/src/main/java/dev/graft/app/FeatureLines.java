package dev.graft.app;

import dev.graft.data.Kind;
import dev.graft.text.Draft;
import dev.graft.train.RunJson;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.commons.csv.CSVFormat;

/// Features as text, a line for each example. Each number has the digits that make it the same float again.
final class FeatureLines implements FeatureFile {
    private static final CSVFormat TABLE =
            CSVFormat.DEFAULT.builder().setRecordSeparator("\n").get();

    private final Path file;
    private final Draft draft;
    private final Writer out;
    private final Form form;
    private boolean begun;

    /// How a row is written.
    private interface Form {
        /// What stands before the first row.
        void begin(Writer out, int numbers) throws IOException;

        void row(Writer out, String source, String label, float[] numbers) throws IOException;
    }

    private FeatureLines(Path file, Form form) throws IOException {
        this.file = file;
        this.form = form;
        this.draft = Draft.of(file);
        this.out = new BufferedWriter(
                new OutputStreamWriter(Channels.newOutputStream(draft.channel()), StandardCharsets.UTF_8));
    }

    /// A table with a header: what is told of an example, then `f0`, `f1`, ….
    static FeatureLines csv(Path file, Told told) throws IOException {
        return new FeatureLines(file, new Table(told, true));
    }

    /// The same without numbers.
    static FeatureLines ofNames(Path file, Told told) throws IOException {
        return new FeatureLines(file, new Table(told, false));
    }

    /// An object a line.
    static FeatureLines json(Path file, Told told) throws IOException {
        return new FeatureLines(file, new Objects(told));
    }

    private record Table(Told told, boolean numbered) implements Form {
        @Override
        public void begin(Writer out, int numbers) throws IOException {
            List<String> cells = new ArrayList<>(told.columns());
            for (int i = 0; numbered && i < numbers; i++) {
                cells.add("f" + i);
            }
            TABLE.printRecord(out, cells.toArray());
        }

        @Override
        public void row(Writer out, String source, String label, float[] numbers) throws IOException {
            List<String> cells = new ArrayList<>(told.cells(source, label));
            for (int i = 0; numbered && i < numbers.length; i++) {
                cells.add(Float.toString(numbers[i]));
            }
            TABLE.printRecord(out, cells.toArray());
        }
    }

    private record Objects(Told told) implements Form {
        @Override
        public void begin(Writer out, int numbers) {}

        @Override
        public void row(Writer out, String source, String label, float[] numbers) throws IOException {
            Map<String, Object> line = new LinkedHashMap<>();
            line.put(told.kind() == Kind.IMAGE ? "source" : "text", source);
            if (told.labelled()) {
                line.put("label", label);
            }
            line.put("features", numbers);
            out.write(RunJson.LINES.writeValueAsString(line));
            out.write('\n');
        }
    }

    @Override
    public void write(String source, String label, float[] numbers) throws IOException {
        if (!begun) {
            form.begin(out, numbers.length);
            begun = true;
        }
        form.row(out, source, label, numbers);
    }

    @Override
    public List<Path> finish() throws IOException {
        out.flush();
        draft.moveIntoPlace();
        return List.of(file);
    }

    @Override
    public void close() throws IOException {
        draft.close();
    }

    /// What messages call it.
    @Override
    public String toString() {
        return file.toString();
    }
}
