package dev.graft.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;

/// The machine that is measured on.
final class Machine {
    private static final List<String> FEATURES =
            List.of("avx2", "avx512f", "avx512_vnni", "avx512_bf16", "avx512_fp16", "amx_tile", "amx_int8", "amx_bf16");

    private Machine() {}

    /// One line: processors, their name, system.
    static String describe() {
        return "machine: " + Runtime.getRuntime().availableProcessors() + " processors" + processor() + features()
                + ", " + System.getProperty("os.name") + " " + System.getProperty("os.arch");
    }

    /// Whether its processor multiplies in bfloat16.
    static boolean hasBfloat16() {
        return hasBfloat16(flags(information()));
    }

    static boolean hasBfloat16(Collection<String> flags) {
        return flags.contains("avx512_bf16") || flags.contains("amx_bf16");
    }

    private static String processor() {
        String name = field(information(), "model name");
        return name.isEmpty() ? "" : " (" + name + ")";
    }

    private static String features() {
        List<String> found = flags(information());
        return found.isEmpty() ? "" : " with " + String.join(" ", found);
    }

    /// Of the instructions that the libraries here choose their kernels by, those that this processor has.
    static List<String> flags(String information) {
        List<String> all = List.of(field(information, "flags").split(" "));
        return FEATURES.stream().filter(all::contains).toList();
    }

    private static String field(String information, String name) {
        return information
                .lines()
                .filter(line -> line.startsWith(name))
                .map(line -> line.substring(line.indexOf(':') + 1).strip())
                .findFirst()
                .orElse("");
    }

    private static String information() {
        try {
            return Files.readString(Path.of("/proc/cpuinfo"));
        } catch (IOException e) {
            return ""; // another system
        }
    }
}
