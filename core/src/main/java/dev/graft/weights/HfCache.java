package dev.graft.weights;

import dev.graft.text.Draft;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// HuggingFace's cache, which Python's tools read and write, too:
/// ```text
/// models--klue--bert-base/
///   refs/main                       the commit that main was
///   snapshots/<commit>/config.json  -> ../../blobs/<etag>
///   blobs/<etag>
/// ```
/// That is how huggingface_hub has it (compared with 1.33, in both directions).
///
/// @param root  the folder of all models
/// @param links whether a snapshot's files are links; where they cannot be, they are the files themselves
record HfCache(Path root, boolean links) {
    private static final Logger LOG = LoggerFactory.getLogger(HfCache.class);
    private static final Pattern COMMIT = Pattern.compile("[A-Za-z0-9_-]{1,128}");

    /// The folder of a model that was fetched before, whole or not.
    Optional<Path> snapshot(HfName name) {
        Path ref = ref(name);
        String commit = name.revision();
        try {
            if (Files.isRegularFile(ref)) {
                commit = Files.readString(ref).strip();
            }
        } catch (IOException e) {
            throw new WeightsException(ref + ": cannot be read: " + Failures.reason(e), e);
        }
        return isCommit(commit) ? Optional.of(snapshot(name, commit)).filter(Files::isDirectory) : Optional.empty();
    }

    /// All models of which something is there, by name.
    List<HfName> names() {
        if (!Files.isDirectory(root)) {
            return List.of();
        }
        try (Stream<Path> folders = Files.list(root)) {
            return folders.map(folder -> HfName.ofFolder(folder.getFileName().toString()))
                    .flatMap(Optional::stream)
                    .sorted(Comparator.comparing(HfName::repository))
                    .toList();
        } catch (IOException e) {
            throw new WeightsException(root + ": cannot be read: " + Failures.reason(e), e);
        }
    }

    /// The folder of a model at a commit.
    Path snapshot(HfName name, String commit) {
        return folder(name).resolve("snapshots").resolve(commit);
    }

    Path folder(HfName name) {
        return root.resolve(name.folder());
    }

    Path blob(HfName name, String etag) {
        return folder(name).resolve("blobs").resolve(etag);
    }

    /// What is locked while a model is fetched.
    Path lock(HfName name) {
        return root.resolve(".locks").resolve(name.folder()).resolve("graft.lock");
    }

    static boolean isCommit(String text) {
        return COMMIT.matcher(text).matches();
    }

    /// Makes a blob a file of a snapshot.
    ///
    /// @param name  of the file, perhaps in a folder: `1_Pooling/config.json`
    /// @param isNew whether no other snapshot can have the blob
    void place(Path blob, Path snapshot, String name, boolean isNew) throws IOException {
        Path file = snapshot.resolve(name);
        Path folder = file.resolveSibling("");
        Files.createDirectories(folder);
        Files.deleteIfExists(file); // a link to a blob that is gone
        if (links) {
            try {
                Files.createSymbolicLink(file, folder.relativize(blob));
                return;
            } catch (UnsupportedOperationException | IOException e) { // Windows lets few users make links
                LOG.debug("{}: no link to {} can be made", file, blob, e);
            }
        }
        if (isNew) {
            Draft.move(blob, file);
        } else {
            AtomicFile.copy(blob, file);
        }
    }

    /// Notes which commit a revision is.
    void remember(HfName name, String commit) {
        if (!commit.equals(name.revision())) {
            AtomicFile.write(ref(name), commit); // without a line's end: Python takes all of it for the commit
        }
    }

    private Path ref(HfName name) {
        return folder(name).resolve("refs").resolve(name.revision());
    }
}
