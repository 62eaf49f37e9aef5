package dev.graft.app;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The names in one folder, which is listed again when some may have come or gone. A folder's own time says that; some
/// file systems keep none or a coarse one, so it is believed only after it has stayed the same for a while, and doubted
/// again and again.
final class ListedFolder {
    private static final int BELIEVED_AFTER = 10;
    private static final int DOUBTED_EVERY = 20;

    /// Of files that other programs have not finished.
    private static final List<String> UNFINISHED =
            List.of(".part", ".partial", ".filepart", ".tmp", ".temp", ".crdownload", ".download", ".swp", "~");

    private static final Set<String> OF_SYSTEMS = Set.of("__macosx", "thumbs.db", "desktop.ini");

    private final Path folder;
    private final Set<Path> names = new HashSet<>();
    private @Nullable FileTime changed;
    private int looksUnchanged;

    ListedFolder(Path folder) {
        this.folder = folder;
    }

    /// What a look found.
    record Changes(List<Path> come, List<Path> gone) {
        private static final Changes NONE = new Changes(List.of(), List.of());
    }

    /// Looks once. What is hidden, and what another program is still writing by its name, is passed over.
    ///
    /// @throws IOException if it cannot be listed; all is as before then
    Changes look() throws IOException {
        FileTime now = Files.getLastModifiedTime(folder);
        looksUnchanged = now.equals(changed) ? looksUnchanged + 1 : 0;
        changed = now;
        if (looksUnchanged > BELIEVED_AFTER && looksUnchanged % DOUBTED_EVERY != 0) {
            return Changes.NONE;
        }
        Set<Path> gone = new HashSet<>(names);
        List<Path> come = new ArrayList<>();
        try (DirectoryStream<Path> listed = Files.newDirectoryStream(folder)) {
            for (Path path : listed) {
                if (!gone.remove(path) && isFinished(path)) {
                    come.add(path);
                }
            }
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
        names.removeAll(gone);
        names.addAll(come);
        return new Changes(come, List.copyOf(gone));
    }

    /// Those of the last look.
    List<Path> names() {
        return List.copyOf(names);
    }

    /// It turned out to be nothing, or something else: it has come anew when it is listed next.
    void forget(Path path) {
        names.remove(path);
    }

    private static boolean isFinished(Path path) {
        String name = String.valueOf(path.getFileName()).toLowerCase(Locale.ROOT);
        return !name.startsWith(".")
                && !name.startsWith("~$")
                && !OF_SYSTEMS.contains(name)
                && UNFINISHED.stream().noneMatch(name::endsWith);
    }
}
