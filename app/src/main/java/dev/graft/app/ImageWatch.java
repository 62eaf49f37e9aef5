package dev.graft.app;

import dev.graft.data.ImageFiles;
import dev.graft.data.ImageInput;
import dev.graft.data.ImageSource;
import dev.graft.model.Model;
import dev.graft.model.Predictor;
import dev.graft.task.Prediction;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/// Answers the images that arrive in a folder, each whole one once.
final class ImageWatch {
    /// Looking takes a fifth of the time at most, however large the folder and slow the drive.
    private static final int REST = 4;

    private final WatchArguments.Watching watching;
    private final Output output;
    private final WatchedFolder folder;
    private boolean away;

    ImageWatch(WatchArguments.Watching watching, Output output) {
        this.watching = watching;
        this.output = output;
        this.folder = new WatchedFolder(watching.folder(), line -> output.error("%s", line));
    }

    /// Answers until the thread is interrupted, or the process ended.
    ///
    /// @param input how images come to the model
    /// @param top   classes of each
    void run(Predictor<ImageSource> predictor, ImageInput input, int top, Consumer<Prediction> each) {
        if (watching.newOnly()) {
            passOver();
        }
        output.say("watching %s; Ctrl-C or SIGTERM ends it", watching.folder());
        while (!Thread.currentThread().isInterrupted()) {
            long start = System.nanoTime();
            List<WatchedFile> found = look();
            Duration took = Duration.ofNanos(System.nanoTime() - start);
            List<WatchedFile> images = images(found);
            if (!images.isEmpty()) {
                answer(images, predictor, input, top, each);
            }
            if (!folder.hasMore()) {
                rest(took.multipliedBy(REST));
            }
        }
    }

    private void passOver() {
        try {
            folder.passOver();
        } catch (IOException e) {
            throw new IllegalArgumentException(watching.folder() + ": cannot be listed: " + e.getMessage(), e);
        }
    }

    /// Waits where the folder is away, as a network drive may be.
    private List<WatchedFile> look() {
        try {
            List<WatchedFile> found = folder.look();
            if (away) {
                output.say("%s: there again", watching.folder());
            }
            away = false;
            return found;
        } catch (IOException e) {
            if (!away) {
                output.error("%s: %s; waiting for it", watching.folder(), reason(e));
            }
            away = true;
            return List.of();
        }
    }

    private static String reason(IOException fault) {
        return switch (fault) {
            case NoSuchFileException e -> "is not there any more";
            case NotDirectoryException e -> "is no folder any more";
            default -> "cannot be listed: " + fault.getMessage();
        };
    }

    private List<WatchedFile> images(List<WatchedFile> found) {
        List<WatchedFile> images = new ArrayList<>();
        for (WatchedFile file : found) {
            if (ImageFiles.isImage(file.path())) {
                images.add(file);
            } else {
                folder.done(file);
            }
        }
        return images;
    }

    private void answer(
            List<WatchedFile> images,
            Predictor<ImageSource> predictor,
            ImageInput input,
            int top,
            Consumer<Prediction> each) {
        Map<String, WatchedFile> named = new LinkedHashMap<>();
        List<WatchedFile> sameNames = new ArrayList<>(); // bytes that are no text look alike in a name
        for (WatchedFile file : images) {
            if (named.putIfAbsent(file.path().toString(), file) != null) {
                sameNames.add(file);
            }
        }
        List<ImageSource> sources =
                named.values().stream().map(file -> ImageSource.of(file.path())).toList();
        List<Model.Unreadable> unreadable = predictor.predict(sources, input, top, prediction -> {
            WatchedFile file = named.remove(prediction.source());
            if (file != null && file.isAsFound()) {
                each.accept(prediction);
                folder.done(file);
            } else if (file != null) {
                folder.again(file); // written to, or removed, while it was read
            }
        });
        for (Model.Unreadable one : unreadable) {
            WatchedFile file = named.get(one.source());
            if (file != null && !folder.again(file)) {
                output.error("%s", one.reason());
            }
        }
        if (!sameNames.isEmpty()) {
            answer(sameNames, predictor, input, top, each);
        }
    }

    private void rest(Duration least) {
        try {
            Thread.sleep(least.compareTo(watching.every()) > 0 ? least : watching.every());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
