package dev.graft.app;

import dev.graft.data.ImageSource;
import dev.graft.data.Kind;
import dev.graft.data.Task;
import dev.graft.data.ValueRange;
import dev.graft.task.Mistake;
import dev.graft.weights.AtomicFile;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A folder that shows the examples that were answered wrong: a page to open in a browser, and beside it sheets of
/// small images. One sheet at a time is in memory.
///
/// @param folder empty, not there, or one that was written so before
record ErrorSheets(Path folder) {
    private static final int MOST_OF_CLASSES = 100 * ErrorSheet.IMAGES;
    private static final int MOST_OF_NUMBERS = 10 * ErrorSheet.IMAGES;
    private static final int MOST_TEXTS = 5_000;
    private static final int LETTERS = 13;

    /// @throws IllegalArgumentException if it is no folder, cannot be written, or has something of the user's in it
    ErrorSheets {
        if (Files.exists(folder) && !Files.isDirectory(folder)) {
            throw new IllegalArgumentException("--error-sheets: expected a folder, found the file " + folder);
        }
        try {
            if (Files.isDirectory(folder) && !isEmpty(folder) && !ErrorPage.isIn(folder)) {
                throw new IllegalArgumentException("--error-sheets: " + folder
                        + " has other files in it; choose a folder that is empty or not there yet");
            }
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw Unwritable.of("--error-sheets", folder, e);
        }
        if (!Files.isWritable(folder)) {
            throw new IllegalArgumentException("--error-sheets: " + folder + " cannot be written: access is denied");
        }
    }

    private static boolean isEmpty(Path folder) throws IOException {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
            return !files.iterator().hasNext();
        }
    }

    /// @throws IllegalArgumentException if there would be nothing to see but what a list says
    static void requireShown(Kind kind, Task task) {
        if (kind == Kind.TEXT && task == Task.REGRESSION) {
            throw new IllegalArgumentException("--error-sheets: shows images, and texts with classes or labels; for"
                    + " texts with numbers, --errors FILE lists them, those farthest off first");
        }
    }

    /// @param range which values of deep grey images are black and white; null where none is known
    void write(WrongExamples wrong, @Nullable ValueRange range, Output output) {
        int most = wrong.kind() == Kind.TEXT
                ? MOST_TEXTS
                : wrong.data().task() == Task.REGRESSION ? MOST_OF_NUMBERS : MOST_OF_CLASSES;
        List<Mistake> shown =
                wrong.mistakes().subList(0, Math.min(most, wrong.mistakes().size()));
        List<String> sheets = new ArrayList<>();
        for (int from = 0; wrong.kind() == Kind.IMAGE && from < shown.size(); from += ErrorSheet.IMAGES) {
            sheets.add("sheet-%03d.png".formatted(sheets.size() + 1));
        }
        try {
            new ErrorPage(folder).write(wrong, shown, sheets); // the first: the folder is known by it
            removeOthers(sheets);
        } catch (IOException e) {
            throw Unwritable.of("--error-sheets", folder, e);
        }
        Optional<String> missing = draw(wrong, shown, sheets, range);
        output.say("errors: %s: %s", wrong.line(), folder.resolve(ErrorPage.FILE));
        if (shown.size() < wrong.mistakes().size()) {
            output.say("note: the first %,d are shown; --errors FILE lists all", shown.size());
        }
        missing.ifPresent(words -> output.say(
                "note: no font on this machine has all letters of '%s': boxes stand in their place on the sheets, and"
                        + " %s has the words (on Debian: apt install fonts-nanum)",
                words, ErrorPage.FILE));
    }

    private Optional<String> draw(
            WrongExamples wrong, List<Mistake> shown, List<String> sheets, @Nullable ValueRange range) {
        if (sheets.isEmpty()) {
            return Optional.empty();
        }
        System.setProperty("java.awt.headless", "true");
        try {
            Lettering lettering = new Lettering(LETTERS);
            for (int i = 0; i < sheets.size(); i++) {
                ErrorSheet sheet = new ErrorSheet(lettering, range);
                int from = i * ErrorSheet.IMAGES;
                for (Mistake mistake : shown.subList(from, Math.min(shown.size(), from + ErrorSheet.IMAGES))) {
                    if (wrong.example(mistake).input() instanceof ImageSource image) {
                        sheet.add(
                                image,
                                wrong.example(mistake).id().toString(),
                                Caption.of(mistake, wrong.data().labels()));
                    }
                }
                AtomicFile.write(folder.resolve(sheets.get(i)), sheet.png());
            }
            return lettering.missing();
        } catch (LinkageError | InternalError e) {
            throw new IllegalStateException(
                    "the sheets cannot be drawn: Java finds no fonts on this machine (on Debian: apt install fontconfig"
                            + " fonts-dejavu-core); " + folder.resolve(ErrorPage.FILE) + " has the words",
                    e);
        }
    }

    /// Sheets of an earlier time, when more was wrong.
    private void removeOthers(List<String> sheets) throws IOException {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "sheet-[0-9][0-9][0-9]*.png")) {
            for (Path file : files) {
                String name = String.valueOf(file.getFileName());
                if (name.matches("sheet-\\d{3,}\\.png") && !sheets.contains(name)) {
                    Files.delete(file);
                }
            }
        }
    }
}
