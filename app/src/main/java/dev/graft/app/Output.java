package dev.graft.app;

import dev.graft.text.Printable;
import dev.graft.train.RunJson;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.apache.commons.csv.CSVFormat;

/// Where a command's words go: results to standard output, everything else to standard error.
final class Output {
    private static final int MOST_PROBLEMS = 20;
    private static final CSVFormat TABLE =
            CSVFormat.DEFAULT.builder().setRecordSeparator("\n").get();

    private final PrintStream result;
    private final PrintStream message;
    private final boolean quiet;

    Output(PrintStream result, PrintStream message, boolean quiet) {
        this.result = result;
        this.message = message;
        this.quiet = quiet;
    }

    /// A line of the result.
    void result(String format, Object... args) {
        line(written(format, args));
    }

    /// The result for machines: one JSON document.
    void json(Object value) {
        line(RunJson.MAPPER.writeValueAsString(value));
    }

    /// One JSON object on a line of its own.
    void jsonLine(Object value) {
        line(RunJson.LINES.writeValueAsString(value));
    }

    /// A row of a table.
    void row(List<String> cells) {
        StringBuilder row = new StringBuilder();
        try {
            TABLE.printRecord(row, cells.toArray());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Signals.whole(() -> result.print(row));
        requireWritten();
    }

    private void line(String text) {
        Signals.whole(() -> result.println(text));
        requireWritten();
    }

    /// @throws StandardOutput.Lost if something was to be written and could not be
    private void requireWritten() {
        if (result.checkError()) {
            throw new StandardOutput.Lost();
        }
    }

    /// What comes from files and users only shows; a format of ours may move the cursor.
    private static String written(String format, Object... args) {
        if (args.length == 0) {
            return Printable.text(format);
        }
        Object[] shown = Arrays.stream(args)
                .map(arg -> arg instanceof Number || arg instanceof Character || arg instanceof Boolean
                        ? arg
                        : Printable.text(String.valueOf(arg)))
                .toArray();
        return String.format(Locale.ROOT, format, shown);
    }

    /// A line about something that went wrong; printed also when quiet.
    void error(String format, Object... args) {
        message.println("graft: " + Printable.line(String.format(Locale.ROOT, format, args)));
    }

    /// A line about what is going on; not printed when quiet.
    void say(String format, Object... args) {
        if (!quiet) {
            message.println(written(format, args));
        }
    }

    /// Examples that cannot be used, a line each, as far as a person reads on.
    void leftOut(List<?> problems) {
        problems.stream().limit(MOST_PROBLEMS).forEach(problem -> say("left out: %s", problem));
        if (problems.size() > MOST_PROBLEMS) {
            say("left out: %,d more", problems.size() - MOST_PROBLEMS);
        }
    }

    boolean quiet() {
        return quiet;
    }

    /// Whether a person is likely to watch standard error: only then are bars drawn.
    static boolean isTerminal() {
        String told = System.getProperty("graft.terminal"); // the launcher can ask the shell
        return told != null
                ? Boolean.parseBoolean(told)
                : System.console() != null && System.console().isTerminal();
    }
}
