package dev.graft.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// How much memory this process holds, natives and all, for tests that it stays flat.
public final class Memory {
    private Memory() {}

    /// What is held after a garbage collection, in MiB: the resident memory and what of the heap is in use. The heap
    /// is resident as a whole from the start (the tests' JVM options in the parent pom), so it adds nothing else.
    public static long heldMiB() {
        System.gc();
        Runtime runtime = Runtime.getRuntime();
        long usedOfHeap = (runtime.totalMemory() - runtime.freeMemory()) >> 20;
        return residentMiB() + usedOfHeap;
    }

    private static long residentMiB() {
        try {
            return Files.readAllLines(Path.of("/proc/self/status")).stream()
                    .filter(line -> line.startsWith("VmRSS:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024)
                    .findFirst()
                    .orElseThrow();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
