package dev.graft.text;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;

/// Whether a path leads to something that has an end. Opening a pipe waits until someone writes into it, which may be
/// never; a device may give bytes without end.
public final class RegularFile {
    /// What a path leads to that is neither a file nor a folder.
    public static final String OTHER = "expected a file, found a pipe, a socket or a device";

    private RegularFile() {}

    /// To be asked before a file is opened that a user named.
    ///
    /// @throws IOException if it is a pipe, a socket or a device, or not there
    public static void require(Path file) throws IOException {
        if (Files.readAttributes(file, BasicFileAttributes.class).isOther()) {
            throw new IOException(OTHER);
        }
    }
}
