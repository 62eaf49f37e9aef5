package dev.graft.app;

import dev.graft.train.RunFolder;
import dev.graft.train.RunLock;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;

/// Whether a run can be kept in a folder, found out before any work is done for it.
final class RunPlace {
    private RunPlace() {}

    /// Makes the folder and takes it away again.
    ///
    /// @throws IllegalArgumentException if it holds a run already, is no folder, or cannot be made
    static void require(Path folder) {
        RunLock.requireIdle(folder); // before it is said that the run there could be resumed
        RunFolder.requireFree(folder);
        Deque<Path> missing = new ArrayDeque<>();
        for (Path path = folder.toAbsolutePath(); path != null && !Files.exists(path); path = path.getParent()) {
            missing.add(path); // innermost first
        }
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new IllegalArgumentException(
                    folder + ": cannot be used as a run folder: " + reason(e) + "; choose another with --out", e);
        } finally {
            missing.forEach(RunPlace::deleteEmpty);
        }
    }

    /// For a training that makes two runs: none of them is resumed, so nothing is said of that.
    static void requireNew(Path folder) {
        if (Files.exists(folder.resolve("run.json"))) {
            throw new IllegalArgumentException(folder
                    + ": already holds a run, and --compare-scratch makes two new ones; choose another"
                    + " folder with --out");
        }
        require(folder);
    }

    /// Several exceptions of the JDK have a path for a message.
    static String reason(IOException failure) {
        return switch (failure) {
            case FileAlreadyExistsException e -> e.getFile() + " is a file";
            case AccessDeniedException e -> "access is denied";
            case NoSuchFileException e -> "no folder can be created there";
            case FileSystemException e when e.getReason() != null -> e.getReason();
            default -> String.valueOf(failure.getMessage());
        };
    }

    private static void deleteEmpty(Path made) {
        try {
            Files.deleteIfExists(made);
        } catch (IOException e) {
            // somebody else put something there meanwhile: it stays
        }
    }
}
