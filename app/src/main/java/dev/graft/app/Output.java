package dev.graft.app;

import dev.graft.train.RunJson;
import java.io.PrintStream;
import java.util.List;
import java.util.Locale;

/// Where a command's words go: results to standard output, everything else to standard error.
final class Output {
    private static final int MOST_PROBLEMS = 20;

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
        result.println(args.length == 0 ? format : String.format(Locale.ROOT, format, args));
    }

    /// The result for machines: one JSON document.
    void json(Object value) {
        result.println(RunJson.MAPPER.writeValueAsString(value));
    }

    /// One JSON object on a line of its own.
    void jsonLine(Object value) {
        result.println(RunJson.LINES.writeValueAsString(value));
    }

    /// Where a table's cells are written.
    Appendable appendable() {
        return result;
    }

    /// A line about something that went wrong; printed also when quiet.
    void error(String format, Object... args) {
        message.println("graft: " + String.format(Locale.ROOT, format, args));
    }

    /// A line about what is going on; not printed when quiet.
    void say(String format, Object... args) {
        if (!quiet) {
            message.println(args.length == 0 ? format : String.format(Locale.ROOT, format, args));
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
