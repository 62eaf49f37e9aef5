package dev.graft.app;

import static java.util.Objects.requireNonNull;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// Options about a folder whose images are answered as they arrive.
final class WatchArguments {
    @Spec(Spec.Target.MIXEE)
    private @Nullable CommandSpec spec;

    @Option(
            names = "--watch",
            paramLabel = "FOLDER",
            description = "For an image model: answer each image in a folder, and in the folders in it, once it is"
                    + " whole, until Ctrl-C or SIGTERM; those that are there already first.")
    private @Nullable Path folder;

    @Option(
            names = "--every",
            paramLabel = "TIME",
            defaultValue = "500ms",
            converter = Converters.Time.class,
            description = "For --watch: time between two looks at the folder, such as 200ms or 5s. Default:"
                    + " ${DEFAULT-VALUE}.")
    private Duration every = Duration.ZERO;

    @Option(names = "--new-only", description = "For --watch: pass over the images that are there at the start.")
    private boolean newOnly;

    /// What was asked for; empty where nothing is to be watched.
    ///
    /// @param run whose model answers
    /// @throws IllegalArgumentException if there is no such folder, or something is said of watching without one
    Optional<Watching> watching(Path run) {
        if (folder == null) {
            given().findFirst().ifPresent(option -> {
                throw new IllegalArgumentException(option + ": is for --watch FOLDER");
            });
            return Optional.empty();
        }
        if (!Files.isDirectory(folder)) {
            throw new IllegalArgumentException("--watch: expected a folder, found "
                    + (Files.exists(folder) ? "a file" : "nothing") + " at " + folder + "; to classify it once: graft"
                    + " predict " + run + " " + folder);
        }
        return Optional.of(new Watching(folder, every, newOnly));
    }

    boolean isAsked() {
        return folder != null;
    }

    /// @throws IllegalArgumentException if something is said of watching
    void requireAbsent(String reason) {
        given().findFirst().ifPresent(option -> {
            throw new IllegalArgumentException(option + ": is for images, but " + reason);
        });
    }

    private Stream<String> given() {
        return Given.of(requireNonNull(spec), WatchArguments.class);
    }

    /// What is watched.
    ///
    /// @param every   time between two looks
    /// @param newOnly whether images that are there at the start are passed over
    record Watching(Path folder, Duration every, boolean newOnly) {}
}
