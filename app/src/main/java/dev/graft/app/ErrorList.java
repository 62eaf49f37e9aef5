package dev.graft.app;

import dev.graft.data.JoinedLabels;
import dev.graft.data.Task;
import dev.graft.task.Mistake;
import dev.graft.text.Draft;
import dev.graft.train.RunJson;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.Writer;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;
import org.jspecify.annotations.Nullable;

/// A file that names the examples that were answered wrong: a table, or an object of JSON a line.
record ErrorList(Path file) {
    private static final CSVFormat FORMAT =
            CSVFormat.RFC4180.builder().setRecordSeparator("\n").get();
    private static final int LONGEST_HEADER = 65_536;

    /// @throws IllegalArgumentException if the name is of another kind of file, or something else is there
    ErrorList {
        String name = file.toString().toLowerCase(Locale.ROOT);
        if (!name.endsWith(".csv") && !isJson(file)) {
            throw new IllegalArgumentException(
                    "--errors: expected a file whose name ends in .csv, .jsonl or .json, found " + file);
        }
        if (Files.isDirectory(file)) {
            throw new IllegalArgumentException("--errors: expected a file, found the folder " + file);
        }
        if (Files.exists(file) && !isOurs(file)) {
            throw new IllegalArgumentException(
                    "--errors: " + file + " is there, and is no list of errors; choose another name");
        }
        try (Draft draft = Draft.of(file)) {
            draft.channel().size(); // it can be written: known before the model is asked
        } catch (IOException e) {
            throw Unwritable.of("--errors", file, e);
        }
    }

    private static boolean isJson(Path file) {
        String name = file.toString().toLowerCase(Locale.ROOT);
        return name.endsWith(".jsonl") || name.endsWith(".json");
    }

    /// Nothing that somebody else wrote is replaced.
    private static boolean isOurs(Path file) {
        try (BufferedReader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            char[] start = new char[LONGEST_HEADER];
            int read = reader.read(start);
            String first = read < 0
                    ? ""
                    : new String(start, 0, read).lines().findFirst().orElse("");
            return isJson(file)
                    ? read < 0 || first.matches("\\{\"(part|path|file)\":.*\"truth.*\"answer.*")
                    : first.startsWith("part,") && first.contains(",truth") && first.contains(",answer");
        } catch (IOException e) {
            return false;
        }
    }

    /// @throws IllegalArgumentException if it cannot be written; what was there before stays
    void write(WrongExamples wrong) {
        try (Draft draft = Draft.of(file);
                Writer writer = new BufferedWriter(Channels.newWriter(draft.channel(), StandardCharsets.UTF_8))) {
            if (isJson(file)) {
                writeJson(wrong, writer);
            } else {
                writeTable(wrong, writer);
            }
            writer.flush();
            draft.moveIntoPlace();
        } catch (IOException e) {
            throw Unwritable.of("--errors", file, e);
        }
    }

    private static void writeTable(WrongExamples wrong, Writer writer) throws IOException {
        CSVPrinter printer = new CSVPrinter(writer, FORMAT);
        List<String> columns = wrong.columns();
        printer.printRecord(columns);
        boolean numbers = wrong.data().task() == Task.REGRESSION;
        for (Mistake mistake : wrong.mistakes()) {
            Map<String, Object> row = wrong.row(mistake);
            List<String> cells = new ArrayList<>();
            columns.forEach(column -> cells.add(cell(row.get(column), numbers)));
            printer.printRecord(cells);
        }
        printer.flush();
    }

    /// As `predict --csv` writes it.
    private static String cell(@Nullable Object value, boolean numbers) {
        return switch (value) {
            case null -> "";
            case List<?> labels ->
                JoinedLabels.join(labels.stream().map(String::valueOf).toList());
            case Double number ->
                numbers ? PredictionPrinter.number(number) : String.format(Locale.ROOT, "%.6f", number);
            default -> value.toString();
        };
    }

    private static void writeJson(WrongExamples wrong, Writer writer) throws IOException {
        for (Mistake mistake : wrong.mistakes()) {
            Map<String, Object> row = wrong.row(mistake);
            writer.write(RunJson.LINES.writeValueAsString(row));
            writer.write('\n');
        }
    }
}
