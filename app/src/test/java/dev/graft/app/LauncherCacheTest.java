package dev.graft.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/// The `graft` script with this JDK and a command line of two small classes: the cache it starts from is made, used,
/// and never in the way.
@EnabledOnOs({OS.LINUX, OS.MAC})
class LauncherCacheTest {
    private static final Outcome WITH = new Outcome(0, "with\n", "");
    private static final Outcome WITHOUT = new Outcome(0, "without\n", "");

    @TempDir
    Path folder;

    private Path project = Path.of("");

    private record Outcome(int exit, String out, String err) {}

    /// Fresh: nothing to be built, and no cache yet.
    @BeforeEach
    void layOutABuiltProject() throws Exception {
        project = folder.resolve("a project");
        Path classes = folder.resolve("classes/dev/graft/app");
        Files.createDirectories(classes);
        Files.createDirectories(project.resolve("core/src/main"));
        Files.createDirectories(project.resolve("app/src/main"));
        Files.createDirectories(project.resolve("app/target"));
        Path here = Path.of("").toAbsolutePath();
        while (!Files.exists(here.resolve("graft"))) {
            here = Objects.requireNonNull(here.getParent(), "no graft above the working folder");
        }
        Files.copy(here.resolve("graft"), project.resolve("graft"));
        Files.setPosixFilePermissions(project.resolve("graft"), PosixFilePermissions.fromString("rwxr-xr-x"));
        compileInto(classes);
        jar();
        Files.writeString(project.resolve("app/target/graft.classpath"), app().toString());
        for (String source : List.of("core/src/main", "app/src/main")) {
            Files.setLastModifiedTime(
                    project.resolve(source), FileTime.from(Instant.now().minusSeconds(120)));
        }
        old(app());
        old(project.resolve("app/target/graft.classpath"));
    }

    /// A command that says whether it started from a cache.
    private static void compileInto(Path classes) throws IOException {
        Path command = Files.writeString(classes.resolve("GraftCommand.java"), """
                package dev.graft.app;
                public class GraftCommand {
                    public static void main(String[] args) throws Exception {
                        System.out.println(ProcessHandle.current().info().commandLine().orElse("").contains("-XX:AOTCache=")
                                ? "with" : "without");
                    }
                }
                """);
        Path rehearsal = Files.writeString(classes.resolve("Rehearsal.java"), """
                package dev.graft.app;
                public class Rehearsal {
                    public static void main(String[] args) throws Exception {
                        System.out.println("a word that nobody should see");
                        System.err.println("nor this");
                        GraftCommand.main(args);
                        Thread.sleep(500);
                    }
                }
                """);
        assertThat(ToolProvider.getSystemJavaCompiler()
                        .run(null, null, null, "-proc:none", command.toString(), rehearsal.toString()))
                .isZero();
    }

    @Test
    void theFirstUseMakesACacheInSilenceAndStartsFromIt() throws Exception {
        assertThat(run(Map.of())).isEqualTo(WITH);
        FileTime made = Files.getLastModifiedTime(cache());
        assertThat(Files.size(cache())).isPositive();
        assertThat(run(Map.of())).isEqualTo(WITH);
        assertThat(Files.getLastModifiedTime(cache())).isEqualTo(made);
        assertThat(project.resolve(".graft.lock")).doesNotExist();
    }

    @Test
    void aCacheThatIsCutShortOrSomethingElseIsPassedOver() throws Exception {
        run(Map.of());
        byte[] whole = Files.readAllBytes(cache());
        for (byte[] broken : List.of(
                Arrays.copyOf(whole, whole.length / 2),
                Arrays.copyOf(whole, 100),
                "not a cache".getBytes(StandardCharsets.UTF_8))) {
            Files.write(cache(), broken);
            assertThat(run(Map.of())).as("%d bytes", broken.length).isEqualTo(WITH);
        }
    }

    @Test
    void aCacheOfOtherJarsIsPassedOverAndOneThatIsOlderIsMadeAgain() throws Exception {
        run(Map.of());
        Path cache = cache();
        byte[] first = Files.readAllBytes(cache);
        jar(); // of another time than the cache remembers
        Files.setLastModifiedTime(app(), FileTime.from(Instant.now().minusSeconds(30)));
        assertThat(run(Map.of())).isEqualTo(WITH);
        assertThat(Files.readAllBytes(cache)).isEqualTo(first);

        FileTime built = FileTime.from(Instant.now().minusSeconds(5));
        Files.setLastModifiedTime(project.resolve("app/target/graft.classpath"), built);
        Files.setLastModifiedTime(cache, FileTime.from(Instant.now().minusSeconds(10)));
        assertThat(run(Map.of())).isEqualTo(WITH);
        assertThat(Files.getLastModifiedTime(cache)).isGreaterThan(built);
    }

    @Test
    void twoFirstUsesAtOnceMakeOneAndNeitherWaitsNorSpeaks() throws Exception {
        Process one = start(Map.of());
        Process two = start(Map.of());
        assertThat(List.of(outcome(one), outcome(two)))
                .isSubsetOf(WITH, WITHOUT)
                .contains(WITH);
        try (Stream<Path> files = Files.list(project.resolve("app/target"))) {
            assertThat(files.map(file -> file.getFileName().toString()).filter(name -> name.contains(".aot")))
                    .hasSize(1);
        }
        assertThat(project.resolve(".graft.lock")).doesNotExist();
    }

    /// As in a folder that cannot be written, or while somebody builds.
    @Test
    void whereTheLockCannotBeHadItStartsWithout() throws Exception {
        Files.createDirectory(project.resolve(".graft.lock"));
        Files.writeString(
                project.resolve(".graft.lock/pid"),
                Long.toString(ProcessHandle.current().pid()));
        assertThat(run(Map.of())).isEqualTo(WITHOUT);
        Files.writeString(project.resolve(".graft.lock/pid"), "999999999");
        assertThat(run(Map.of())).as("its owner is gone").isEqualTo(WITH);
    }

    @Test
    void aRehearsalThatFailsIsNotTriedAgain() throws Exception {
        Files.writeString(folder.resolve("classes/dev/graft/app/Rehearsal.class"), "not a class");
        jar();
        old(app());
        assertThat(run(Map.of())).isEqualTo(WITHOUT);
        assertThat(Files.size(cache())).isZero();
        FileTime tried = Files.getLastModifiedTime(cache());
        assertThat(run(Map.of())).isEqualTo(WITHOUT);
        assertThat(Files.getLastModifiedTime(cache())).isEqualTo(tried);
    }

    @Test
    void itIsLeftAloneWhenAskedTo() throws Exception {
        assertThat(run(Map.of("GRAFT_AOT", "0"))).isEqualTo(WITHOUT);
        try (Stream<Path> files = Files.list(project.resolve("app/target"))) {
            assertThat(files).hasSize(2);
        }
        run(Map.of());
        assertThat(run(Map.of("GRAFT_JAVA_OPTS", "-Xshare:auto"))).isEqualTo(WITHOUT);
    }

    private Path app() {
        return project.resolve("app/target/graft-app.jar");
    }

    private Path cache() throws IOException {
        try (Stream<Path> files = Files.list(project.resolve("app/target"))) {
            return files.filter(file -> file.toString().endsWith(".aot"))
                    .findFirst()
                    .orElseThrow();
        }
    }

    private void jar() throws IOException {
        Path made = folder.resolve("made.jar");
        try (OutputStream file = Files.newOutputStream(made);
                JarOutputStream jar = new JarOutputStream(file)) {
            for (String name : List.of("GraftCommand", "Rehearsal")) {
                String entry = "dev/graft/app/" + name + ".class";
                jar.putNextEntry(new JarEntry(entry));
                Files.copy(folder.resolve("classes").resolve(entry), jar);
            }
        }
        Files.move(made, app(), StandardCopyOption.REPLACE_EXISTING);
    }

    private Outcome run(Map<String, String> environment) throws Exception {
        return outcome(start(environment));
    }

    private Process start(Map<String, String> environment) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(project.resolve("graft").toString()).directory(folder.toFile());
        builder.environment().keySet().removeAll(List.of("GRAFT_AOT", "GRAFT_JAVA_OPTS", "JAVA_TOOL_OPTIONS"));
        builder.environment().put("GRAFT_JAVA_HOME", System.getProperty("java.home"));
        builder.environment().putAll(environment);
        return builder.start();
    }

    private static Outcome outcome(Process process) throws Exception {
        assertThat(process.waitFor(120, TimeUnit.SECONDS)).as("ends").isTrue();
        return new Outcome(
                process.exitValue(),
                new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8),
                new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8));
    }

    private static void old(Path file) throws IOException {
        Files.setLastModifiedTime(file, FileTime.from(Instant.now().minusSeconds(60)));
    }
}
