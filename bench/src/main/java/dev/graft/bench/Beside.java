package dev.graft.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/// Processes that want a core each all the time, as on a machine that others use, too.
final class Beside implements AutoCloseable {
    private final List<Process> processes = new ArrayList<>();

    Beside(int count) {
        for (int i = 0; i < count; i++) {
            try {
                processes.add(new ProcessBuilder("/bin/sh", "-c", "while :; do :; done").start());
            } catch (IOException e) {
                close();
                throw new UncheckedIOException(e);
            }
        }
    }

    @Override
    public void close() {
        processes.forEach(Process::destroyForcibly);
    }
}
