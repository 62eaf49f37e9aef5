package dev.graft.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// The most memory that a process and its children hold at one time, by the kernel's accounting: the sum of their
/// proportional set sizes (`Pss` in `/proc/PID/smaps_rollup`), looked at ten times a second. A page that several
/// processes share, as workers forked from one parent do, counts once.
///
/// A process that never has a child cannot peak unseen between two looks: its own high-water mark (`VmHWM` in
/// `/proc/PID/status`) counts when it is higher.
public final class MemoryWatch implements AutoCloseable {
    private static final long EVERY_MILLIS = 100;
    private static final long KIB = 1024;

    private final Process process;
    private volatile long peakBytes;
    private volatile boolean closed;

    private MemoryWatch(Process process) {
        this.process = process;
    }

    /// Whether this system tells.
    static boolean available() {
        return Files.isReadable(Path.of("/proc/self/smaps_rollup"));
    }

    /// Not yet watching.
    static MemoryWatch of(Process process) {
        return new MemoryWatch(process);
    }

    void start() {
        Thread.ofPlatform().daemon().name("memory-watch").start(this::look);
    }

    /// The peak so far; 0 where it was never started.
    long peakBytes() {
        return peakBytes;
    }

    @Override
    public void close() {
        closed = true;
    }

    private void look() {
        boolean alone = true;
        while (!closed && process.isAlive()) {
            List<Long> children = process.descendants().map(ProcessHandle::pid).toList();
            alone &= children.isEmpty();
            long now = Stream.concat(Stream.of(process.pid()), children.stream())
                    .mapToLong(pid -> bytes(Path.of("/proc/" + pid + "/smaps_rollup"), "Pss:"))
                    .sum();
            long own = alone ? bytes(Path.of("/proc/" + process.pid() + "/status"), "VmHWM:") : 0;
            peakBytes = Math.max(peakBytes, Math.max(now, own));
            try {
                Thread.sleep(EVERY_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    /// A line such as `Pss:   1234 kB`; 0 once the process is gone.
    private static long bytes(Path file, String label) {
        try {
            return bytes(Files.readString(file), label);
        } catch (IOException e) {
            return 0;
        }
    }

    /// A figure of a file below `/proc`, in bytes; 0 where it has none.
    ///
    /// @param label how its line begins: `VmHWM:`
    public static long bytes(String content, String label) {
        return content.lines()
                .filter(line -> line.startsWith(label))
                .mapToLong(line -> Long.parseLong(
                                line.substring(label.length()).replace("kB", "").strip())
                        * KIB)
                .findFirst()
                .orElse(0);
    }
}
