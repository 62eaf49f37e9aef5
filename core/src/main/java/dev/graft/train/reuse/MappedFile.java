package dev.graft.train.reuse;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/// A file that is read as memory. It is written as a file: a disk that is full is then an exception, where memory that
/// has no room on the disk ends the process.
final class MappedFile implements Storage {
    private final Path file;
    private final Arena arena = Arena.ofShared();
    private final FileChannel channel;
    private final MemorySegment segment;
    private boolean stays;

    /// Makes the file as large as needed, without taking room for it yet; what it held stays if it has that size
    /// already. It is deleted when this closes, unless it is to [#stay()].
    ///
    /// @throws IOException if it cannot be made or mapped
    MappedFile(Path file, long bytes) throws IOException {
        this.file = file;
        Files.createDirectories(file.getParent());
        this.channel =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        try {
            this.segment = channel.map(FileChannel.MapMode.READ_ONLY, 0, bytes, arena);
        } catch (IOException e) {
            channel.close();
            arena.close();
            throw e;
        }
    }

    @Override
    public MemorySegment segment() {
        return segment;
    }

    @Override
    public void write(MemorySegment bytes, long at) throws IOException {
        ByteBuffer left = bytes.asByteBuffer();
        while (left.hasRemaining()) {
            channel.write(left, at + left.position());
        }
    }

    @Override
    public String where() {
        return "in " + file;
    }

    @Override
    public void force() throws IOException {
        channel.force(false);
    }

    @Override
    public void stay() {
        stays = true;
    }

    @Override
    public void close() {
        arena.close();
        try {
            channel.close();
            if (!stays) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(file + ": cannot be closed and deleted: " + e.getMessage(), e);
        }
    }
}
