package dev.graft.weights;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.UUID;

/// Files that are either whole or not there: written beside their place, then moved into it.
public final class AtomicFile {
    private AtomicFile() {}

    /// What writes the file.
    interface Content {
        void writeTo(FileChannel channel) throws IOException;
    }

    /// Writes text in UTF-8.
    ///
    /// @throws WeightsException naming the file, if it cannot be written; what was there before stays
    public static void write(Path file, String text) {
        write(file, text.getBytes(StandardCharsets.UTF_8));
    }

    /// @throws WeightsException naming the file, if it cannot be written; what was there before stays
    public static void write(Path file, byte[] bytes) {
        write(file, channel -> writeFully(channel, ByteBuffer.wrap(bytes)));
    }

    /// @throws WeightsException naming the file, if it cannot be written; what was there before stays
    static void write(Path file, Content content) {
        Path target = file.toAbsolutePath();
        Path draft = target.resolveSibling(target.getFileName() + "." + UUID.randomUUID() + ".tmp");
        try {
            if (target.getParent() != null) {
                Files.createDirectories(target.getParent());
            }
            try (FileChannel channel =
                    FileChannel.open(draft, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
                content.writeTo(channel);
                channel.force(true); // the move must not become durable before the bytes
            }
            move(draft, target);
        } catch (IOException e) {
            throw new WeightsException(file + ": could not be written: " + Failures.reason(e), e);
        } finally {
            deleteQuietly(draft);
        }
    }

    /// @throws WeightsException naming the copy, if it cannot be written; what was there before stays
    static void copy(Path from, Path to) {
        write(to, channel -> {
            try (FileChannel source = FileChannel.open(from)) {
                for (long at = 0; at < source.size(); ) {
                    at += source.transferTo(at, source.size() - at, channel);
                }
            }
        });
    }

    static void move(Path from, Path to) throws IOException {
        try {
            Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (AtomicMoveNotSupportedException e) {
            Files.move(from, to, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    static void writeFully(WritableByteChannel channel, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }

    private static void deleteQuietly(Path draft) {
        try {
            Files.deleteIfExists(draft);
        } catch (IOException e) {
            draft.toFile().deleteOnExit(); // the failure that matters is already on its way
        }
    }
}
