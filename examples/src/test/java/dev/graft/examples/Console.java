package dev.graft.examples;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;

/// What a program prints.
final class Console {
    private Console() {}

    /// The lines a program's main prints, with numbers as in English.
    static List<String> of(Runnable main) {
        PrintStream console = System.out;
        Locale locale = Locale.getDefault();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (PrintStream captured = new PrintStream(bytes, true, StandardCharsets.UTF_8)) {
            System.setOut(captured);
            Locale.setDefault(Locale.ROOT);
            main.run();
        } finally {
            System.setOut(console);
            Locale.setDefault(locale);
        }
        return bytes.toString(StandardCharsets.UTF_8).lines().toList();
    }
}
