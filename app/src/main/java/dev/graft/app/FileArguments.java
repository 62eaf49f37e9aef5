package dev.graft.app;

import dev.graft.data.FilePatterns;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// Options about which files of a folder are read.
final class FileArguments {
    @Option(
            names = "--include",
            paramLabel = "PATTERN",
            description = "In a folder: read only the files whose name matches, such as '*.jpg' (in quotes); repeat it"
                    + " for more. With / in it, the pattern is for the path below the folder ('bees/**', '**/top/*');"
                    + " with / at its end, for a folder and all in it (thumbs/). Capital and small letters are the"
                    + " same.")
    private List<String> include = List.of();

    @Option(
            names = "--exclude",
            paramLabel = "PATTERN",
            description = "In a folder: leave out the files whose name or path matches, also of those that --include"
                    + " reads.")
    private List<String> exclude = List.of();

    /// @return null where all are read
    /// @throws IllegalArgumentException if there is no folder to read files from
    @Nullable
    FilePatterns of(Path data) {
        FilePatterns patterns = patterns();
        if (patterns.takesAll()) {
            return null;
        }
        boolean none = data.toString().isEmpty(); // which Java takes for the folder one is in
        if (none || !Files.isDirectory(data)) {
            throw new IllegalArgumentException(option() + ": chooses files of a folder, "
                    + (none ? "and there is no DATA" : "but " + data + " is none"));
        }
        return patterns;
    }

    /// What was given, else what a run was trained with.
    FilePatterns of(Path data, FilePatterns trained) {
        FilePatterns given = of(data);
        return given != null ? given : Files.isDirectory(data) ? trained : FilePatterns.ALL;
    }

    FilePatterns patterns() {
        return new FilePatterns(include, exclude);
    }

    /// @throws IllegalArgumentException if one was given
    void requireAbsent(String reason) {
        if (!patterns().takesAll()) {
            throw new IllegalArgumentException(option() + ": chooses files of a folder, but " + reason);
        }
    }

    private String option() {
        return include.isEmpty() ? "--exclude" : "--include";
    }
}
