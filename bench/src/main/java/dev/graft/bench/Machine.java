package dev.graft.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// The machine that is measured on.
final class Machine {
    private Machine() {}

    /// One line: processors, their name, system.
    static String describe() {
        return "machine: " + Runtime.getRuntime().availableProcessors() + " processors" + processor() + ", "
                + System.getProperty("os.name") + " " + System.getProperty("os.arch");
    }

    private static String processor() {
        Path file = Path.of("/proc/cpuinfo");
        if (!Files.isReadable(file)) {
            return "";
        }
        try {
            return Files.readString(file)
                    .lines()
                    .filter(line -> line.startsWith("model name"))
                    .map(line -> " (" + line.substring(line.indexOf(':') + 1).strip() + ")")
                    .findFirst()
                    .orElse("");
        } catch (IOException e) {
            return "";
        }
    }
}
