package dev.graft.data;

import dev.graft.text.RegularFile;
import java.io.BufferedInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/// The bytes of a text file, out of gzip or out of a zip archive with one file in it. What it is is told by its first
/// bytes; what is no text is refused by its name.
final class Unpacked {
    private static final int BUFFER = 1 << 16;

    private Unpacked() {}

    /// @throws DataException if it is something else than text
    static InputStream open(Path file) throws IOException {
        RegularFile.require(file);
        InputStream in = new BufferedInputStream(Files.newInputStream(file), BUFFER);
        try {
            byte[] head = head(in);
            if (begins(head, 'P', 'K', 3, 4)) {
                in.close();
                return only(file);
            }
            if (begins(head, 0x1f, 0x8b)) {
                in = new BufferedInputStream(new GZIPInputStream(in, BUFFER), BUFFER);
                head = head(in);
            } else if (TableFormat.isCompressed(file)) {
                throw new IOException("Not in GZIP format");
            }
            Optional<FileKind> other = FileKind.of(head);
            if (other.isPresent()) {
                throw other.get().refusal(file);
            }
            return in;
        } catch (IOException | RuntimeException e) {
            in.close();
            throw e;
        }
    }

    private static byte[] head(InputStream in) throws IOException {
        in.mark(FileKind.BYTES);
        byte[] head = in.readNBytes(FileKind.BYTES);
        in.reset();
        return head;
    }

    private static boolean begins(byte[] head, int... bytes) {
        for (int i = 0; i < bytes.length; i++) {
            if (i >= head.length || (head[i] & 0xff) != bytes[i]) {
                return false;
            }
        }
        return true;
    }

    /// An archive may hold names that no folder can.
    private static boolean isVisible(String name) {
        try {
            return PartFolders.visible(Path.of(name));
        } catch (InvalidPathException e) {
            return true;
        }
    }

    private static InputStream only(Path file) throws IOException {
        ZipFile zip = new ZipFile(file.toFile());
        try {
            List<? extends ZipEntry> entries =
                    zip.stream().filter(entry -> !entry.isDirectory()).toList();
            Optional<FileKind> document =
                    FileKind.ofArchive(entries.stream().map(ZipEntry::getName).toList());
            if (document.isPresent()) {
                throw document.get().refusal(file);
            }
            List<? extends ZipEntry> files =
                    entries.stream().filter(entry -> isVisible(entry.getName())).toList();
            if (files.size() != 1) {
                throw new DataException(file + ": expected an archive with one file in it, found "
                        + (files.isEmpty()
                                ? "none"
                                : files.size() + ": "
                                        + Wording.shown(files.stream()
                                                .map(ZipEntry::getName)
                                                .toList()) + "; unpack it, and give the folder"));
            }
            InputStream content = new BufferedInputStream(zip.getInputStream(files.getFirst()), BUFFER);
            Optional<FileKind> other = FileKind.of(head(content));
            if (other.isPresent()) {
                throw other.get().refusal(file);
            }
            return new FilterInputStream(content) {
                @Override
                public void close() throws IOException {
                    super.close();
                    zip.close();
                }
            };
        } catch (IOException | RuntimeException e) {
            zip.close();
            throw e;
        }
    }
}
