package dev.graft.train.reuse;

import dev.graft.data.IndexedSource;
import dev.graft.weights.AtomicFile;
import dev.graft.weights.WeightsException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/// Where features that do not fit into memory lie, and those that are kept for a later start: for each store a file of
/// its rows, and beside it, written last, an index that says what they are. A file without its index was not finished,
/// and nothing in it is used.
final class FeatureFolder implements AutoCloseable {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String ROWS = ".features";
    private static final String INDEX = ".json";

    private final Path folder;
    private final boolean keep;
    private final Room room;

    /// Opens the place for a file's rows.
    interface Room {
        Storage open(Path file, long bytes) throws IOException;
    }

    /// What the index says.
    ///
    /// @param key what the rows were made of: weights, images and preprocessing
    record Index(String key, int rows, List<Column> columns) {}

    FeatureFolder(Path folder, boolean keep) {
        this(folder, keep, MappedFile::new);
    }

    FeatureFolder(Path folder, boolean keep, Room room) {
        this.folder = folder;
        this.keep = keep;
        this.room = room;
        if (!keep) {
            clear(); // what a start left that was killed
        }
    }

    boolean keeps() {
        return keep;
    }

    /// Bytes that may be written here.
    long free() {
        try {
            Files.createDirectories(folder);
            return Files.getFileStore(folder).getUsableSpace();
        } catch (IOException e) {
            return 0;
        }
    }

    /// A new file; an older one of that name is not to be trusted from now on.
    ///
    /// @throws IOException if it cannot be made
    Storage create(String name, long bytes) throws IOException {
        delete(folder.resolve(name + INDEX));
        delete(folder.resolve(name + ROWS));
        return room.open(folder.resolve(name + ROWS), bytes);
    }

    /// Says that all rows are written, where they are kept.
    ///
    /// @throws IOException if they are not, or it cannot be said
    void finished(String name, FeatureStore store, Index index) throws IOException {
        if (keep) {
            store.storage().force();
            try {
                AtomicFile.write(folder.resolve(name + INDEX), JSON.writeValueAsString(index));
            } catch (WeightsException e) {
                throw new IOException(e.getMessage(), e);
            }
            store.storage().stay();
        }
    }

    /// What an earlier start finished, if it was made of the same.
    Optional<FeatureStore> open(String name, String key, IndexedSource data) {
        Path rows = folder.resolve(name + ROWS);
        Path index = folder.resolve(name + INDEX);
        if (!keep || !Files.isRegularFile(index) || !Files.isRegularFile(rows)) {
            return Optional.empty();
        }
        try {
            Index found = JSON.readValue(index.toFile(), Index.class);
            Layout layout = Layout.of(data, found.columns());
            if (!found.key().equals(key) || found.rows() != layout.rows() || Files.size(rows) != layout.bytes()) {
                return Optional.empty();
            }
            Storage storage = room.open(rows, layout.bytes());
            storage.stay();
            return Optional.of(new FeatureStore(layout, storage, true));
        } catch (IOException | JacksonException e) {
            return Optional.empty(); // they are made again
        }
    }

    private void clear() {
        if (!Files.isDirectory(folder)) {
            return;
        }
        try (Stream<Path> files = Files.list(folder)) {
            files.filter(file ->
                            file.toString().endsWith(ROWS) || file.toString().endsWith(INDEX))
                    .forEach(FeatureFolder::delete);
        } catch (IOException e) {
            throw new UncheckedIOException(folder + ": cannot be read: " + e.getMessage(), e);
        }
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UncheckedIOException(file + ": cannot be deleted: " + e.getMessage(), e);
        }
    }

    /// Deletes the folder if there is nothing in it.
    @Override
    public void close() {
        try (Stream<Path> files = Files.isDirectory(folder) ? Files.list(folder) : Stream.empty()) {
            if (Files.isDirectory(folder) && files.findAny().isEmpty()) {
                Files.delete(folder);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(folder + ": cannot be deleted: " + e.getMessage(), e);
        }
    }
}
