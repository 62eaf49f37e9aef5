package dev.graft.app;

import dev.graft.data.ImageSource;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Labels of images by the folders that they are in, below the one that was given.
///
/// @param root null where there are none
record FolderLabels(@Nullable Path root) {
    static final FolderLabels NONE = new FolderLabels(null);

    /// Those of images in a folder; none where all are in the folder itself.
    static FolderLabels of(Path data, List<ImageSource> images) {
        FolderLabels labels = new FolderLabels(data);
        boolean some = Files.isDirectory(data)
                && images.stream().anyMatch(image -> !labels.of(image.name()).isEmpty());
        return some ? labels : NONE;
    }

    boolean areKnown() {
        return root != null;
    }

    /// @return empty for none
    String of(String image) {
        if (root == null) {
            return "";
        }
        Path folder = root.relativize(Path.of(image)).getParent();
        return folder == null ? "" : String.valueOf(folder.getFileName());
    }
}
