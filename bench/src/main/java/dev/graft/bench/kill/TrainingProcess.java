package dev.graft.bench.kill;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// A [KilledTraining] whose run folder is watched.
///
/// @param kind   what is trained
/// @param inputs what it learns from
/// @param run    its folder
/// @param log    where it writes what goes wrong
record TrainingProcess(Kind kind, Inputs inputs, Path run, Path log) {
    private static final String HEAP = "-Xmx512m";
    private static final double MOST_SECONDS = 300;

    /// How it went.
    ///
    /// @param killed  whether it was killed, and had not ended before
    /// @param code    of its exit
    /// @param names   that appeared in the run folder, or changed the file they stand for
    /// @param seconds from the first of them
    record Course(boolean killed, int code, int names, double seconds) {}

    /// Leaves it alone.
    Course whole() throws IOException, InterruptedException {
        return until(new Moment.AtTime(MOST_SECONDS));
    }

    /// Kills it at a moment, if it lives so long.
    Course until(Moment moment) throws IOException, InterruptedException {
        Process process = start();
        try {
            Map<Path, String> seen = files();
            int names = 0;
            long began = System.nanoTime();
            boolean appeared = false;
            while (process.isAlive()) {
                names += fresh(seen);
                if (names == 0 && !appeared) {
                    began = System.nanoTime();
                }
                appeared |= names > 0;
                if (isNow(moment, names, (System.nanoTime() - began) * 1e-9)) {
                    process.destroyForcibly();
                    break;
                }
                Thread.sleep(1);
            }
            double seconds = (System.nanoTime() - began) * 1e-9;
            int code = process.waitFor();
            return new Course(code == 137, code, names + fresh(seen), seconds);
        } finally {
            process.destroyForcibly();
        }
    }

    private static boolean isNow(Moment moment, int names, double seconds) {
        return switch (moment) {
            case Moment.AtName(int number) -> names >= number;
            case Moment.AtTime(double most) -> names > 0 && seconds >= most;
        };
    }

    /// Counts files that were not seen, and remembers them.
    private int fresh(Map<Path, String> seen) throws IOException {
        int fresh = 0;
        for (Map.Entry<Path, String> file : files().entrySet()) {
            if (!file.getValue().equals(seen.put(file.getKey(), file.getValue()))) {
                fresh++;
            }
        }
        return fresh;
    }

    /// Every file of the run folder, with what tells it from another one of the same name.
    private Map<Path, String> files() throws IOException {
        Map<Path, String> files = new HashMap<>();
        if (!Files.isDirectory(run)) {
            return files;
        }
        try (Stream<Path> all = Files.walk(run)) {
            for (Path file : (Iterable<Path>) all::iterator) {
                BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
                if (attributes.isRegularFile()) {
                    files.put(file, String.valueOf(attributes.fileKey()));
                }
            }
        } catch (NoSuchFileException | UncheckedIOException e) {
            return files; // a draft that has become its file meanwhile: seen at the next look
        }
        return files;
    }

    private Process start() throws IOException {
        List<String> command = List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-Dorg.bytedeco.javacpp.maxPhysicalBytes=0",
                "-Dorg.bytedeco.javacpp.platform.extension=",
                "-Dorg.slf4j.simpleLogger.defaultLogLevel=off",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                HEAP,
                "-cp",
                System.getProperty("java.class.path"),
                KilledTraining.class.getName(),
                kind.word(),
                inputs.folder().toString(),
                run.toString());
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        builder.environment().put("GRAFT_OFFLINE", "1");
        builder.environment().put("LC_ALL", "C.UTF-8");
        builder.environment().put("OMP_NUM_THREADS", "1");
        builder.environment().put("MALLOC_ARENA_MAX", "1");
        return builder.start();
    }
}
