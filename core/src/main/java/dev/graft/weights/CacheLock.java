package dev.graft.weights;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;

/// Lets one at a time write a place of a cache.
final class CacheLock {
    /// A lock file keeps processes apart; these keep the threads of one process apart.
    private static final Map<Path, ReentrantLock> THREADS = new ConcurrentHashMap<>();

    private CacheLock() {}

    /// What is done meanwhile.
    interface Work<T> {
        T run() throws IOException;
    }

    /// Runs `work` when nobody else holds the lock file, which is made if need be, and stays.
    static <T> T holding(Path file, Work<T> work) throws IOException {
        Path lock = file.toAbsolutePath();
        ReentrantLock threads = THREADS.computeIfAbsent(lock, path -> new ReentrantLock());
        threads.lock();
        try {
            Files.createDirectories(lock.getParent());
            try (FileChannel channel = FileChannel.open(lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                    FileLock processes = channel.lock()) {
                return work.run();
            }
        } finally {
            threads.unlock();
        }
    }
}
