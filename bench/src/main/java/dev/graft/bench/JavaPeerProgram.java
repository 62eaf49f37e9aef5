package dev.graft.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Another library for the JVM, a module of its own below `bench/peers` with its own dependencies, run in its own JVM.
/// Its main class takes the row and `KEY=VALUE` arguments.
///
/// @param name of the module's folder
/// @param main its main class
/// @param flags for its JVM
/// @param rows what it has work for
record JavaPeerProgram(String name, String main, List<String> flags, Set<Row> rows) implements Program {
    JavaPeerProgram {
        flags = List.copyOf(flags);
        rows = Set.copyOf(rows);
    }

    /// Deep Java Library with the official libtorch.
    static JavaPeerProgram djl() {
        return new JavaPeerProgram(
                "djl",
                "dev.graft.bench.djl.Djl",
                List.of(),
                Set.of(Row.FEATURE_EXTRACTION, Row.FULL, Row.PREDICT_FOLDER, Row.PREDICT_ONE, Row.MEMORY));
    }

    /// Deeplearning4j with its native backend, in the build with oneDNN and AVX2.
    static JavaPeerProgram dl4j() {
        return new JavaPeerProgram(
                "dl4j",
                "dev.graft.bench.dl4j.Dl4j",
                List.of("-Dorg.bytedeco.javacpp.platform.extension=-onednn-avx2"),
                Set.of(Row.FEATURE_EXTRACTION, Row.MEMORY));
    }

    @Override
    public String prepare(Setting setting, Launch launch) {
        Path mvnw = setting.root().resolve("mvnw");
        List<String> build = List.of(
                "sh",
                mvnw.toString(),
                "-q",
                "-B",
                "-Dmaven.test.skip=true",
                "-Pbench-peers",
                "-pl",
                "bench/peers/" + name,
                "package");
        Map<String, String> variables = Map.of(
                "JAVA_HOME",
                System.getProperty("java.home", ""),
                "MAVEN_OPTS",
                "--enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow");
        launch.run(new Call(build, variables, setting.root()), false, Told::of);
        // unpacks its natives and leaves a model to predict with
        Told told = launch.run(java(setting, "prepare", setting.scratch().resolve("unused")), false, Told::of)
                .told();
        return told.values().getOrDefault("version", "version unknown") + ", " + setting.processors() + " threads";
    }

    @Override
    public Optional<Call> call(Row row, Setting setting, Path out) {
        return rows.contains(row) ? Optional.of(java(setting, row.id(), out)) : Optional.empty();
    }

    @Override
    public Told read(Row row, String output) {
        return Told.of(output);
    }

    private Call java(Setting setting, String work, Path out) {
        Path target = setting.root().resolve("bench/peers").resolve(name).resolve("target");
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home", ""), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED"));
        command.addAll(flags);
        command.addAll(
                List.of("-cp", target.resolve("graft-bench-" + name + ".jar") + ":" + classpath(target), main, work));
        command.addAll(List.of(
                "data=" + setting.data(),
                "photos=" + setting.photos(),
                "photo=" + setting.photo(),
                "model=" + setting.scratch().resolve(name + "-model"),
                "epochs=" + setting.epochs(),
                "batch=" + Setting.BATCH,
                "rate=" + String.format(Locale.ROOT, "%.4f", Setting.RATE),
                "steps=" + setting.steps(),
                "warmup=" + Setting.WARM_UP_STEPS,
                "out=" + out));
        Map<String, String> variables = Map.of(
                "OMP_NUM_THREADS",
                setting.processors(),
                // where it unpacks what is in its jars
                "DJL_CACHE_DIR",
                target.resolve("cache").toString());
        return new Call(command, variables, setting.root());
    }

    private static String classpath(Path target) {
        Path file = target.resolve("graft.classpath");
        try {
            return Files.exists(file) ? Files.readString(file).strip() : "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
