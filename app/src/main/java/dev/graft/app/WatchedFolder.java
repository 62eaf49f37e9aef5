package dev.graft.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.SequencedSet;
import java.util.Set;
import java.util.function.Consumer;

/// Files in a folder and in the folders in it, each given once when it seems to be whole: when its size and its time
/// were the same in two looks. One that changes afterwards is given again. Links to files are followed, links to
/// folders are not.
///
/// It looks at names and times, which every file system tells; notifications do not come from network drives. However
/// many files there are, a look asks the times of those that are arriving, and of as many others in turn as take a
/// moment.
final class WatchedFolder {
    private static final int AT_ONCE = 256;
    private static final int LEAST_OTHERS = 50;
    private static final Duration FOR_OTHERS = Duration.ofMillis(20);

    /// Files that are gone are remembered: a network drive that is away for a while may look like an empty folder.
    private static final int MOST_GONE = 200_000;

    private final Path root;
    private final Consumer<String> told;
    private final Map<Path, ListedFolder> folders = new HashMap<>();
    private final Map<Path, WatchedFile> files = new HashMap<>();
    private final Set<WatchedFile> arriving = new LinkedHashSet<>();
    private final PriorityQueue<WatchedFile> due = new PriorityQueue<>(WatchedFile.BY_TIME);
    private final SequencedSet<WatchedFile> done = new LinkedHashSet<>();
    private final Map<Path, WatchedFile> gone = new LinkedHashMap<>();
    private final Set<Path> unlisted = new HashSet<>();

    /// @param told of each folder in it that cannot be listed, once
    WatchedFolder(Path root, Consumer<String> told) {
        this.root = root;
        this.told = told;
        folders.put(root, new ListedFolder(root));
    }

    /// Takes all files that are there for done.
    ///
    /// @throws IOException if the folder cannot be listed
    void passOver() throws IOException {
        list();
        List.copyOf(arriving).forEach(this::done);
    }

    /// Looks once.
    ///
    /// @return files that seem to be whole, the oldest first; the rest of many come with the next look
    /// @throws IOException if the folder cannot be listed; it can be looked at again later
    List<WatchedFile> look() throws IOException {
        lookAtArriving();
        lookAtOthers();
        list();
        List<WatchedFile> taken = new ArrayList<>();
        while (taken.size() < AT_ONCE && !due.isEmpty()) {
            take(due.remove()).ifPresent(taken::add);
        }
        return taken;
    }

    /// One that is gone is none; one that has changed while it waited goes back to those that arrive.
    private Optional<WatchedFile> take(WatchedFile file) {
        if (isThere(file) && !file.isAsFound()) {
            arriving.add(file);
            return Optional.empty();
        }
        return isThere(file) ? Optional.of(file) : Optional.empty();
    }

    private boolean isThere(WatchedFile file) {
        return files.get(file.path()) == file;
    }

    /// Whether more wait for the next look.
    boolean hasMore() {
        return !due.isEmpty();
    }

    /// Not to be given again unless it changes.
    void done(WatchedFile file) {
        arriving.remove(file);
        if (isThere(file)) {
            done.add(file);
        }
    }

    /// It could not be read, and may not be whole yet.
    ///
    /// @return whether it is given again later; else it has been at rest for long, and is done
    boolean again(WatchedFile file) {
        if (!file.isAsFound() || file.isWorthAnotherTry()) {
            if (isThere(file)) {
                arriving.add(file);
            }
            return true;
        }
        done(file);
        return false;
    }

    private void lookAtArriving() {
        for (WatchedFile file : List.copyOf(arriving)) {
            Optional<BasicFileAttributes> now = attributes(file);
            now.ifPresent(file::note);
            if (now.isPresent() && file.isDue()) {
                arriving.remove(file);
                due.add(file);
            }
        }
    }

    /// Files that are done may be written anew under their names.
    private void lookAtOthers() {
        long end = System.nanoTime() + FOR_OTHERS.toNanos();
        int most = done.size();
        for (int i = 0; i < most && (i < LEAST_OTHERS || System.nanoTime() < end); i++) {
            WatchedFile file = done.removeFirst();
            Optional<BasicFileAttributes> now = attributes(file);
            if (isThere(file)) {
                boolean changed = now.isPresent() && file.note(now.get());
                (changed ? arriving : done).add(file);
            }
        }
    }

    /// What it is now; empty where it is gone or no file any more, which shows when its folder is listed next.
    private Optional<BasicFileAttributes> attributes(WatchedFile file) {
        Optional<BasicFileAttributes> now = attributes(file.path());
        if (now.isPresent() && !now.get().isRegularFile()) {
            leave(file.path());
            folders.values().forEach(folder -> folder.forget(file.path()));
            return Optional.empty();
        }
        return now;
    }

    private static Optional<BasicFileAttributes> attributes(Path path) {
        try {
            return Optional.of(Files.readAttributes(path, BasicFileAttributes.class));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /// Lists the folder and those in it.
    private void list() throws IOException {
        Deque<Path> waiting = new ArrayDeque<>(folders.keySet());
        waiting.remove(root);
        waiting.addFirst(root);
        while (!waiting.isEmpty()) {
            Path folder = waiting.remove();
            ListedFolder listed = folders.get(folder); // one that is gone is there no more
            if (listed != null) {
                try {
                    waiting.addAll(list(listed));
                    unlisted.remove(folder);
                } catch (IOException e) {
                    tell(folder, e);
                }
            }
        }
    }

    /// @throws IOException the same, of the folder that is watched
    private void tell(Path folder, IOException fault) throws IOException {
        if (folder.equals(root)) {
            throw fault;
        }
        if (!(fault instanceof NoSuchFileException) && unlisted.add(folder)) {
            told.accept(folder + ": cannot be listed: " + fault.getMessage());
        }
    }

    /// @return folders that have come
    private List<Path> list(ListedFolder listed) throws IOException {
        ListedFolder.Changes changes = listed.look();
        changes.gone().forEach(this::leave);
        List<Path> come = new ArrayList<>();
        for (Path path : changes.come()) {
            Optional<BasicFileAttributes> found = attributes(path);
            if (found.isEmpty()) {
                listed.forget(path); // removed already, or a link to nothing
            } else if (found.get().isRegularFile()) {
                enter(path, found.get());
            } else if (Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
                folders.put(path, new ListedFolder(path));
                come.add(path);
            }
        }
        return come;
    }

    private void enter(Path path, BasicFileAttributes found) {
        WatchedFile before = gone.remove(path);
        WatchedFile file = before != null && before.isAs(found) ? before : new WatchedFile(path, found);
        files.put(path, file);
        (file.equals(before) ? done : arriving).add(file);
    }

    private void leave(Path path) {
        WatchedFile file = files.remove(path);
        if (file != null) {
            arriving.remove(file);
            if (done.remove(file)) {
                gone.put(path, file);
                if (gone.size() > MOST_GONE) {
                    gone.remove(gone.keySet().iterator().next());
                }
            }
        }
        ListedFolder folder = folders.remove(path);
        if (folder != null) {
            folder.names().forEach(this::leave);
        }
    }
}
