package dev.graft.app;

import dev.graft.data.demo.SurfacePhotos;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/// Does once, on a few images and without a word, what the command line is mostly used for. Java watches, and the
/// launcher keeps what it saw as the ahead-of-time cache that later starts read.
final class Rehearsal {
    private static final long SEED = 1;

    private Rehearsal() {}

    public static void main(String[] args) throws IOException {
        System.setOut(new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8));
        Path folder = Files.createTempDirectory("graft-rehearsal");
        int worst = 0;
        try {
            SurfacePhotos.write(folder.resolve("data"), 1, 1, SEED);
            for (List<String> command : commands(folder)) {
                worst = Math.max(worst, GraftCommand.run(command.toArray(String[]::new)));
            }
        } finally {
            delete(folder);
        }
        System.exit(worst);
    }

    private static List<List<String>> commands(Path folder) {
        String data = folder.resolve("data").toString();
        String run = folder.resolve("run").toString();
        String photo = folder.resolve("data/val/good/000.jpg").toString();
        return List.of(
                List.of("--help"),
                List.of("models", "list"),
                List.of("train", data, "--quiet", "--epochs", "1", "--model", "graft-nano", "--out", run),
                List.of("evaluate", run, data),
                List.of("predict", run, photo),
                List.of("predict", run, photo, "--top", "3", "--json"));
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> content = Files.walk(folder)) {
            for (Path path : content.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
