package dev.graft.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A command line, run in this process, and what came of it.
///
/// @param out what it wrote to standard output
/// @param err what it wrote to standard error
record CommandLineRun(int exit, String out, String err) {
    private static final JsonMapper JSON = new JsonMapper();

    /// @param arguments their texts
    static CommandLineRun graft(Object... arguments) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        PrintStream systemOut = System.out;
        PrintStream systemErr = System.err;
        System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
        System.setErr(new PrintStream(err, true, StandardCharsets.UTF_8));
        try {
            int exit = GraftCommand.run(
                    Arrays.stream(arguments).map(String::valueOf).toArray(String[]::new));
            return new CommandLineRun(exit, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
        } finally {
            System.setOut(systemOut);
            System.setErr(systemErr);
        }
    }

    /// The same with these bytes on standard input.
    static CommandLineRun graftReading(byte[] bytes, Object... arguments) {
        InputStream systemIn = System.in;
        System.setIn(new ByteArrayInputStream(bytes));
        try {
            return graft(arguments);
        } finally {
            System.setIn(systemIn);
        }
    }

    /// It went well.
    CommandLineRun succeeds() {
        assertThat(exit).as(err).isZero();
        return this;
    }

    /// Bad input: exit code 2, nothing on standard output, and one line that holds all of these.
    void isRefusedWith(String... parts) {
        assertThat(exit).as(err).isEqualTo(2);
        assertThat(out).isEmpty();
        assertThat(err).startsWith("graft: ").hasLineCount(1).contains(parts);
    }

    JsonNode json() {
        return JSON.readTree(out);
    }
}
