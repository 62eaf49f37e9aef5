package dev.graft.app;

import dev.graft.data.FilePatterns;
import dev.graft.data.ImageFiles;
import dev.graft.data.ImageOptions;
import dev.graft.data.ImageSource;
import dev.graft.data.Problem;
import dev.graft.data.TableFiles;
import dev.graft.data.Wording;
import dev.graft.job.TrainingOptions;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Images that a model is asked about: files, folders and tables of them by their names on a command line, or one on
/// standard input.
///
/// @param images  in the order given, those of a folder in the order of their names
/// @param missing rows of tables whose files are not there
/// @param notes   how tables were understood
record GivenImages(List<ImageSource> images, List<Problem> missing, List<String> notes) {
    /// The one whose bytes are on standard input, up to its end.
    static GivenImages ofStandardInput() {
        return new GivenImages(List.of(ImageSource.of("standard input", System.in)), List.of(), List.of());
    }

    /// Those of these names.
    ///
    /// @param run    whose training says which column of a table is the file's
    /// @param column which column it is; null for that of the training
    /// @param files  of the folders
    /// @throws IllegalArgumentException if there is no image
    static GivenImages of(List<String> names, Path run, @Nullable String column, FileArguments files) {
        FilePatterns patterns = files.patterns();
        if (names.stream().noneMatch(name -> new File(name).isDirectory())) {
            files.requireAbsent("there is none among " + names);
        }
        GivenImages found = new GivenImages(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        for (String name : names) {
            if (name.isBlank()) {
                throw new IllegalArgumentException("expected an image or a folder, found an empty name");
            }
            found.add(Path.of(name), column != null ? column : columnOfTraining(run), patterns);
        }
        if (found.images.isEmpty()) {
            throw new IllegalArgumentException(names + ": expected images, found none"
                    + (patterns.takesAll() ? "" : " but what --include and --exclude leave out")
                    + (found.missing.isEmpty() ? "" : ": " + Wording.shown(found.missing)));
        }
        return found;
    }

    private void add(Path file, String column, FilePatterns patterns) {
        if (Files.isDirectory(file)) {
            ImageFiles.below(file, patterns).forEach(this::add);
        } else if (Files.exists(file) && TableFiles.isTable(file)) {
            TableFiles table = TableFiles.of(file, column);
            notes.addAll(table.notes());
            missing.addAll(table.problems());
            table.files().forEach(this::add);
        } else if (Files.exists(file)) {
            add(file);
        } else {
            throw new IllegalArgumentException(file + ": expected an image or a folder, found nothing");
        }
    }

    private void add(Path file) {
        images.add(ImageSource.of(file));
    }

    private static String columnOfTraining(Path run) {
        return TrainingOptions.ofRun(run)
                .map(training -> training.imageOptions().table().path())
                .orElse(ImageOptions.AUTO);
    }
}
