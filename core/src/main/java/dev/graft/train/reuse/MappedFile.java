package dev.graft.train.reuse;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/// A file that is read and written as memory.
final class MappedFile implements Storage {
    private final Path file;
    private final boolean stays;
    private final Arena arena = Arena.ofShared();
    private final MemorySegment segment;

    /// Makes the file as large as needed; what it held stays if it has that size already.
    ///
    /// @param stays whether the file is left when this closes
    /// @throws UncheckedIOException if it cannot be made or mapped
    MappedFile(Path file, long bytes, boolean stays) {
        this.file = file;
        this.stays = stays;
        try {
            Files.createDirectories(file.getParent());
            try (FileChannel channel = FileChannel.open(
                    file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
                this.segment = channel.map(FileChannel.MapMode.READ_WRITE, 0, bytes, arena);
            }
        } catch (IOException e) {
            arena.close();
            throw new UncheckedIOException(file + ": " + e.getMessage(), e);
        }
    }

    @Override
    public MemorySegment segment() {
        return segment;
    }

    @Override
    public String where() {
        return "in " + file;
    }

    @Override
    public void force() {
        segment.force();
    }

    @Override
    public void close() {
        arena.close();
        if (!stays) {
            try {
                Files.deleteIfExists(file);
            } catch (IOException e) {
                throw new UncheckedIOException(file + ": cannot be deleted: " + e.getMessage(), e);
            }
        }
    }
}
