package dev.graft.text;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// A file on its way: written beside its place as `NAME.UUID.tmp`, then moved into it, so that it is either whole or
/// not there. The operating system holds a lock on a draft for as long as its writer lives; whoever writes the same
/// file next removes drafts that nobody holds, which are those of killed processes.
/// ```java
/// try (Draft draft = Draft.of(file)) {
///     draft.channel().write(bytes);
///     draft.moveIntoPlace();
/// }
/// ```
public final class Draft implements AutoCloseable {
    private static final Pattern ENDING = Pattern.compile("\\.[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\\.tmp");

    /// Names of this process's own. A file lock is the process's: to open and close such a file a second time would let
    /// go of it.
    private static final Set<String> OWN = ConcurrentHashMap.newKeySet();

    private final Path target;
    private final Path draft;
    private final FileChannel channel;

    private Draft(Path target, Path draft, FileChannel channel) {
        this.target = target;
        this.draft = draft;
        this.channel = channel;
    }

    /// An empty draft, beside `file`; folders that are missing are made.
    ///
    /// @throws IOException if it cannot be made
    public static Draft of(Path file) throws IOException {
        Path target = file.toAbsolutePath();
        if (target.getParent() != null) {
            Files.createDirectories(target.getParent());
            removeAbandoned(target);
        }
        while (true) {
            Path path = target.resolveSibling(target.getFileName() + "." + UUID.randomUUID() + ".tmp");
            OWN.add(name(path));
            FileChannel channel = null;
            try {
                channel = FileChannel.open(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
                if (isHeld(path, channel)) {
                    Draft made = new Draft(target, path, channel);
                    channel = null;
                    return made;
                }
            } finally {
                if (channel != null) {
                    channel.close();
                }
                if (channel != null || !Files.exists(path)) {
                    OWN.remove(name(path));
                }
            }
        }
    }

    /// To write into.
    public FileChannel channel() {
        return channel;
    }

    /// Ends the draft: what was written is the file, durably, in place of the one before.
    ///
    /// @throws IOException if it cannot be; what was there before stays
    public void moveIntoPlace() throws IOException {
        channel.force(true); // the move must not become durable before the bytes
        move(draft, target); // while it is locked
    }

    /// Frees what is open, and deletes the draft unless it was moved into its place.
    @Override
    public void close() throws IOException {
        try {
            channel.close();
        } finally {
            OWN.remove(name(draft));
            Files.deleteIfExists(draft);
        }
    }

    /// Moves a file at once where the file system can, in place of another.
    public static void move(Path from, Path to) throws IOException {
        try {
            Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (AtomicMoveNotSupportedException e) {
            Files.move(from, to, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    /// Whether a draft just made is locked, and not taken for an abandoned one between its making and its locking.
    private static boolean isHeld(Path draft, FileChannel channel) {
        try {
            return channel.tryLock() != null && Files.exists(draft);
        } catch (IOException e) {
            return true; // some network file systems have no locks; nobody can lock it to remove it either
        }
    }

    private static void removeAbandoned(Path target) {
        String name = name(target);
        try (DirectoryStream<Path> drafts = Files.newDirectoryStream(
                target.getParent(),
                file -> name(file).startsWith(name)
                        && ENDING.matcher(name(file).substring(name.length())).matches())) {
            drafts.forEach(Draft::removeUnlessHeld);
        } catch (IOException e) {
            // a folder that cannot be listed; the draft itself says what is wrong
        }
    }

    private static void removeUnlessHeld(Path draft) {
        if (OWN.contains(name(draft)) || !Files.isRegularFile(draft)) {
            return;
        }
        try (FileChannel channel = FileChannel.open(draft, StandardOpenOption.WRITE);
                FileLock lock = tryLock(channel)) {
            if (lock != null) {
                Files.deleteIfExists(draft);
            }
        } catch (IOException e) {
            // of another user, or removed meanwhile
        }
    }

    private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            return null;
        }
    }

    private static String name(Path file) {
        return String.valueOf(file.getFileName());
    }
}
