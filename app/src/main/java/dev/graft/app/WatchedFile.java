package dev.graft.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.Comparator;
import java.util.Objects;

/// A file in a watched folder, as it was when it was looked at last.
final class WatchedFile {
    /// Whatever changed first, so that answers come in the order of arrival.
    static final Comparator<WatchedFile> BY_TIME =
            Comparator.<WatchedFile, FileTime>comparing(file -> file.changed).thenComparing(file -> file.path);

    /// Looks for which a file that cannot be read has to be at rest before it is given up.
    private static final int PATIENCE = 16;

    private final Path path;
    private long size;
    private FileTime changed;
    private int looksAtRest;
    private int triedAfter = 1;

    WatchedFile(Path path, BasicFileAttributes found) {
        this.path = path;
        this.size = found.size();
        this.changed = found.lastModifiedTime();
    }

    Path path() {
        return path;
    }

    /// Whether it is still what was found.
    boolean isAsFound() {
        try {
            return isAs(Files.readAttributes(path, BasicFileAttributes.class));
        } catch (IOException e) {
            return false;
        }
    }

    /// Takes note of what it is now.
    ///
    /// @return whether it has changed
    boolean note(BasicFileAttributes now) {
        if (isAs(now)) {
            looksAtRest++;
            return false;
        }
        size = now.size();
        changed = now.lastModifiedTime();
        looksAtRest = 0;
        triedAfter = 1;
        return true;
    }

    /// Whether it is the same by size and time.
    boolean isAs(BasicFileAttributes now) {
        return now.isRegularFile() && now.size() == size && Objects.equals(now.lastModifiedTime(), changed);
    }

    /// Whether it has been at rest for so long that it may be whole.
    boolean isDue() {
        return looksAtRest >= triedAfter;
    }

    /// It was not whole, or is damaged: whoever writes it may have paused.
    ///
    /// @return whether to try once more, after it has been at rest for twice as long
    boolean isWorthAnotherTry() {
        triedAfter *= 2;
        return triedAfter <= PATIENCE;
    }
}
