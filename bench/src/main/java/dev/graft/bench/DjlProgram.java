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
import java.util.function.Consumer;

/// Deep Java Library with the official libtorch, a module of its own below `bench/peers` with its own dependencies, run
/// in its own JVM. Its main class takes the row and `KEY=VALUE` arguments. Its networks are torchvision's, as
/// TorchScript: those of its own zoo have other shapes.
///
/// @param say is told before something is downloaded
record DjlProgram(Consumer<String> say) implements Program {
    private static final String NAME = "djl";
    private static final Set<Row> ROWS = Set.of(
            Row.FEATURE_EXTRACTION, Row.FULL, Row.MOBILENET_STEP, Row.PREDICT_FOLDER, Row.PREDICT_ONE, Row.MEMORY);

    private static final String MAIN = "dev.graft.bench.djl.Djl";

    @Override
    public String name() {
        return NAME;
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
                "bench/peers/" + NAME,
                "package");
        Map<String, String> variables = Map.of(
                "JAVA_HOME",
                System.getProperty("java.home", ""),
                "MAVEN_OPTS",
                "--enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow");
        launch.run(new Call(build, variables, setting.root()), false, Told::of);
        PythonEnvironment.prepare(setting, launch, say);
        for (SameNetwork network : SameNetwork.values()) {
            if (!network.isOfTexts() && Files.exists(setting.beginning(network))) {
                launch.run(PyTorchProgram.beginning(network, setting, true), false, Told::of);
            }
        }
        // unpacks its natives
        Told told = launch.run(java(setting, "prepare", setting.scratch().resolve("unused")), false, Told::of)
                .told();
        return told.values().getOrDefault("version", "version unknown") + ", " + setting.processors() + " threads";
    }

    @Override
    public Optional<Call> call(Row row, Setting setting, Path out) {
        return ROWS.contains(row) ? Optional.of(java(setting, row.id(), out)) : Optional.empty();
    }

    @Override
    public Optional<Call> beginning(SameNetwork network, Setting setting) {
        return network.isOfTexts()
                ? Optional.empty()
                : Optional.of(java(setting, "beginning", setting.scratch().resolve("unused"))
                        .withArgument("network=" + network.id()));
    }

    @Override
    public Told read(Row row, String output) {
        return Told.of(output);
    }

    private Call java(Setting setting, String work, Path out) {
        Path target = setting.root().resolve("bench/peers").resolve(NAME).resolve("target");
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home", ""), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED"));
        command.addAll(
                List.of("-cp", target.resolve("graft-bench-" + NAME + ".jar") + ":" + classpath(target), MAIN, work));
        command.addAll(List.of(
                "data=" + setting.data(),
                "photos=" + setting.photos(),
                "photo=" + setting.photo(),
                "beginnings=" + setting.scratch().resolve("beginning"),
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
