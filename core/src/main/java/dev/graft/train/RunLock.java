package dev.graft.train;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// That one training at a time writes into a run folder. The operating system takes the lock back when the process
/// ends, however it ends; the empty file `run.lock` stays and means nothing.
public final class RunLock implements AutoCloseable {
    static final String FILE = "run.lock";

    private static final Logger LOG = LoggerFactory.getLogger(RunLock.class);

    /// Folders locked by this process. A file lock is the process's: to open and close the file a second time would
    /// let go of it.
    private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

    private final Path folder;
    private final @Nullable FileChannel channel;

    private RunLock(Path folder, @Nullable FileChannel channel) {
        this.folder = folder;
        this.channel = channel;
    }

    /// Makes the folder where there is none, and holds it until closed.
    ///
    /// @throws IllegalArgumentException if another training writes into it, or it cannot be made
    public static RunLock hold(Path root) {
        Path folder;
        try {
            Files.createDirectories(root);
            folder = root.toRealPath();
        } catch (IOException e) {
            throw new IllegalArgumentException(root + ": cannot be used as a run folder: " + e.getMessage(), e);
        }
        if (!HELD.add(folder)) {
            throw busy(root);
        }
        RunLock lock = null;
        try {
            lock = new RunLock(folder, locked(root, folder));
            return lock;
        } finally {
            if (lock == null) {
                HELD.remove(folder);
            }
        }
    }

    /// Says at once what [#hold(Path)] would say after data have been read. Makes nothing.
    ///
    /// @throws IllegalArgumentException if another training writes into the folder
    public static void requireIdle(Path root) {
        if (Files.isRegularFile(root.resolve(FILE))) {
            hold(root).close();
        }
    }

    private static @Nullable FileChannel locked(Path root, Path folder) {
        FileChannel channel = null;
        try {
            channel = FileChannel.open(folder.resolve(FILE), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (channel.tryLock() == null) {
                channel.close();
                throw busy(root);
            }
            return channel;
        } catch (IOException e) {
            // some network file systems have no locks; what cannot be written is said by whoever writes it
            LOG.warn("{}: cannot be locked against a second training: {}", root, e.getMessage());
            return channel;
        }
    }

    private static IllegalArgumentException busy(Path root) {
        return new IllegalArgumentException(root
                + ": another training is writing into this run folder; wait for it to end, or choose"
                + " another with --out");
    }

    @Override
    public void close() {
        try {
            if (channel != null) {
                channel.close();
            }
        } catch (IOException e) {
            LOG.warn("{}: the lock could not be released: {}", folder, e.getMessage());
        } finally {
            HELD.remove(folder);
        }
    }
}
