package dev.graft.weights;

import dev.graft.text.Draft;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

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
        try (Draft draft = Draft.of(file)) {
            content.writeTo(draft.channel());
            draft.moveIntoPlace();
        } catch (IOException e) {
            throw new WeightsException(file + ": could not be written: " + Failures.reason(e), e);
        }
    }

    /// @throws WeightsException naming the copy, if it cannot be written; what was there before stays
    public static void copy(Path from, Path to) {
        write(to, channel -> {
            try (FileChannel source = FileChannel.open(from)) {
                for (long at = 0; at < source.size(); ) {
                    at += source.transferTo(at, source.size() - at, channel);
                }
            }
        });
    }

    static void writeFully(WritableByteChannel channel, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }
}
