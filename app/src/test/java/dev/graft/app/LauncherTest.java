package dev.graft.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/// The `graft` script in a project of its own, with JDKs and a Maven that only say what they were asked.
@EnabledOnOs({OS.LINUX, OS.MAC})
class LauncherTest {
    @TempDir
    Path folder;

    private Path project = Path.of("");

    private record Outcome(int exit, String out, String err) {}

    @BeforeEach
    void layOutAProject() throws IOException {
        project = folder.resolve("a project");
        Files.createDirectories(project.resolve("core/src/main"));
        Files.createDirectories(project.resolve("app/src/main"));
        for (String pom : List.of("pom.xml", "core/pom.xml", "app/pom.xml")) {
            old(Files.writeString(project.resolve(pom), "<project/>"));
        }
        old(project.resolve("core/src/main"));
        old(project.resolve("app/src/main"));
        script(project.resolve("graft"), Files.readString(realScript()));
        script(project.resolve("mvnw"), """
                #!/bin/sh
                echo "$JAVA_HOME $*" >>builds
                sleep 1
                mkdir -p app/target
                echo jar >app/target/graft-app.jar
                echo /some.jar >app/target/graft.classpath
                """);
    }

    @Test
    void theFirstUseBuildsAndTheSecondDoesNot() throws Exception {
        Map<String, String> environment =
                Map.of("GRAFT_JAVA_HOME", jdk("25.0.3").toString());
        Outcome first = run(environment, project.resolve("graft"), "train");
        Outcome second = run(environment, project.resolve("graft"), "train");

        assertThat(first.err()).startsWith("Building Graft (first use").hasLineCount(1);
        assertThat(second).isEqualTo(new Outcome(7, first.out(), ""));
        assertThat(builds()).hasSize(1).first().asString().startsWith(folder + "/jdk-25.0.3 -q -B");
        assertThat(project.resolve(".graft.lock")).doesNotExist();
    }

    @Test
    void changedSourcesAreBuiltAgain() throws Exception {
        Map<String, String> environment =
                Map.of("GRAFT_JAVA_HOME", jdk("25.0.3").toString());
        run(environment, project.resolve("graft"));
        Path source = Files.writeString(project.resolve("core/src/main/New.java"), "class New {}");
        Files.setLastModifiedTime(source, FileTime.from(Instant.now().plusSeconds(2)));

        assertThat(run(environment, project.resolve("graft")).err()).startsWith("Building Graft (its sources changed)");
        assertThat(builds()).hasSize(2);
    }

    /// As `cp -r` and archives without times leave it.
    @Test
    void aCopyIsAsGoodAsItsOriginal() throws Exception {
        Map<String, String> environment =
                Map.of("GRAFT_JAVA_HOME", jdk("25.0.3").toString());
        Path source = Files.writeString(project.resolve("core/src/main/Some.java"), "class Some {}");
        run(environment, project.resolve("graft"));
        Files.createDirectories(project.resolve("core/target"));
        Files.writeString(project.resolve("core/target/graft-core-1.jar"), "jar");
        Path library = Files.writeString(folder.resolve("library.jar"), "jar");
        Path other = Path.of("/where/it/was/core/target/graft-core-1.jar");
        Files.writeString(project.resolve("app/target/graft.classpath"), other + ":" + library);
        later(source);

        Outcome copied = run(environment, project.resolve("graft"));
        assertThat(copied.err()).isEmpty();
        assertThat(copied.out().lines())
                .contains(project.toRealPath() + "/app/target/graft-app.jar:" + project.toRealPath()
                        + "/core/target/graft-core-1.jar:" + library);

        Files.delete(library); // as on another machine
        later(source);
        assertThat(run(environment, project.resolve("graft")).err()).startsWith("Building Graft (its sources changed)");

        Files.writeString(source, "class Other {}");
        later(source);
        assertThat(run(environment, project.resolve("graft")).err()).startsWith("Building Graft (its sources changed)");
    }

    private static void later(Path file) throws IOException {
        Files.setLastModifiedTime(file, FileTime.from(Instant.now().plusSeconds(2)));
    }

    @Test
    void twoFirstUsesAtOnceBuildOnce() throws Exception {
        Map<String, String> environment =
                Map.of("GRAFT_JAVA_HOME", jdk("25.0.3").toString());
        Process one = start(environment, project.resolve("graft"), "one");
        Process two = start(environment, project.resolve("graft"), "two");

        assertThat(outcome(one).exit()).isEqualTo(7);
        assertThat(outcome(two).exit()).isEqualTo(7);
        assertThat(builds()).hasSize(1);
    }

    @Test
    void aLockWhoseOwnerIsGoneIsTakenOver() throws Exception {
        Files.createDirectory(project.resolve(".graft.lock"));
        Files.writeString(project.resolve(".graft.lock/pid"), "999999999");

        assertThat(run(Map.of("GRAFT_JAVA_HOME", jdk("25").toString()), project.resolve("graft"))
                        .exit())
                .isEqualTo(7);
    }

    @Test
    void aFailedBuildIsShownAndEndsWithOne() throws Exception {
        script(project.resolve("mvnw"), "#!/bin/sh\necho 'error: no network'\nexit 1\n");
        Outcome outcome = run(Map.of("GRAFT_JAVA_HOME", jdk("25").toString()), project.resolve("graft"));

        assertThat(outcome.exit()).isEqualTo(1);
        assertThat(outcome.out()).isEmpty();
        assertThat(outcome.err()).contains("error: no network").endsWith("graft: the build failed, see above\n");
        assertThat(project.resolve(".graft.lock")).doesNotExist();
    }

    @Test
    void argumentsExitCodeAndFlagsPassThroughASymbolicLink() throws Exception {
        Path link = Files.createSymbolicLink(folder.resolve("link"), Path.of("a project/graft"));
        Outcome outcome = run(
                Map.of("GRAFT_JAVA_HOME", jdk("25").toString(), "GRAFT_JAVA_OPTS", "-Xmx1g -Da=b"),
                link,
                "train",
                "my photos",
                "it's \"$HOME\" *",
                "");

        assertThat(outcome.exit()).isEqualTo(7);
        assertThat(outcome.out().lines())
                .contains("arenas 1", "-Xmx1g", "-Da=b", "-Dorg.bytedeco.javacpp.maxPhysicalBytes=0")
                .contains(project.toRealPath() + "/app/target/graft-app.jar:/some.jar")
                .endsWith("dev.graft.app.GraftCommand", "train", "my photos", "it's \"$HOME\" *", "");
    }

    /// In the locale of bare containers Java would lose all letters outside ASCII in the names of files.
    @Test
    void aLocaleWithoutUtf8GivesWay() throws Exception {
        String jdk = jdk("25").toString();
        Path graft = project.resolve("graft");
        assertThat(run(Map.of("GRAFT_JAVA_HOME", jdk), graft).out().lines()).contains("locale C.UTF-8  ");
        assertThat(run(Map.of("GRAFT_JAVA_HOME", jdk, "LANG", "POSIX"), graft)
                        .out()
                        .lines())
                .contains("locale C.UTF-8  POSIX");
        for (String charmap : List.of("ANSI_X3.4-1968", "EUC-KR", "UTF-8")) { // not installed, another, installed
            Path tools = Files.createDirectories(folder.resolve("tools " + charmap));
            script(tools.resolve("locale"), "#!/bin/sh\necho " + charmap + "\n");
            String path = tools + ":" + System.getenv("PATH");
            assertThat(run(Map.of("GRAFT_JAVA_HOME", jdk, "PATH", path, "LANG", "ko_KR"), graft)
                            .out()
                            .lines())
                    .contains(charmap.equals("UTF-8") ? "locale   ko_KR" : "locale C.UTF-8  ko_KR");
        }
    }

    @Test
    void anOldJavaHomeGivesWayToTheJavaOnThePath() throws Exception {
        Path old = jdk("17.0.15");
        Path good = jdk("26.0.1");
        Outcome outcome = run(
                Map.of("JAVA_HOME", old.toString(), "PATH", good + "/bin:" + System.getenv("PATH")),
                project.resolve("graft"));

        assertThat(outcome.out().lines()).first().isEqualTo("jdk-26.0.1");
    }

    @Test
    void managersFoldersAreSearchedAndALongTermReleaseWins() throws Exception {
        Path managers = folder.resolve("home/.sdkman/candidates/java");
        Files.createDirectories(managers);
        for (String version : List.of("17.0.15", "29.0.1", "30")) {
            Files.move(jdk(version), managers.resolve("jdk-" + version));
        }
        Path old = jdk("17");
        Outcome outcome = run(
                Map.of("HOME", folder.resolve("home").toString(), "PATH", old + "/bin:" + System.getenv("PATH")),
                project.resolve("graft"));

        assertThat(outcome.out().lines()).first().isEqualTo("jdk-29.0.1");
    }

    @Test
    void aJdkAskedForThatIsTooOldIsOneLine() throws Exception {
        Path old = jdk("17.0.15");
        assertThat(run(Map.of("GRAFT_JAVA_HOME", old.toString()), project.resolve("graft")))
                .isEqualTo(new Outcome(
                        1, "", "graft: GRAFT_JAVA_HOME=" + old + ": expected a JDK 25 or newer, found 17\n"));
    }

    @Test
    void theJdkCanBeAskedForWithoutBuilding() throws Exception {
        Path jdk = jdk("25.0.3");
        assertThat(run(Map.of("GRAFT_JAVA_HOME", jdk.toString(), "GRAFT_SHOW_JDK", "1"), project.resolve("graft")))
                .isEqualTo(new Outcome(0, jdk + "\n", ""));
        assertThat(project.resolve("builds")).doesNotExist();
    }

    /// A JDK whose java prints its own name and what it was given, one a line, and exits with 7.
    private Path jdk(String version) throws IOException {
        Path home = folder.resolve("jdk-" + version);
        Files.createDirectories(home.resolve("bin"));
        Files.writeString(home.resolve("release"), "IMPLEMENTOR=\"Test\"\nJAVA_VERSION=\"" + version + "\"\n");
        script(home.resolve("bin/javac"), "#!/bin/sh\n");
        script(home.resolve("bin/java"), """
                #!/bin/sh
                basename "$(dirname "$(dirname "$0")")"
                echo "arenas $MALLOC_ARENA_MAX"
                echo "locale ${LC_ALL:-} ${LC_CTYPE:-} ${LANG:-}"
                printf '%s\\n' "$@"
                exit 7
                """);
        return home;
    }

    private List<String> builds() throws IOException {
        return Files.readAllLines(project.resolve("builds"));
    }

    private Outcome run(Map<String, String> environment, Path script, String... arguments) throws Exception {
        return outcome(start(environment, script, arguments));
    }

    private Process start(Map<String, String> environment, Path script, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(script.toString()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
        builder.environment()
                .keySet()
                .removeAll(List.of(
                        "JAVA_HOME",
                        "GRAFT_JAVA_HOME",
                        "GRAFT_JAVA_OPTS",
                        "GRAFT_MAVEN_OPTS",
                        "MALLOC_ARENA_MAX",
                        "LC_ALL",
                        "LC_CTYPE",
                        "LANG"));
        builder.environment().putAll(environment);
        return builder.start();
    }

    private static Outcome outcome(Process process) throws Exception {
        // what these print fits in a pipe's buffer
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).as("ends").isTrue();
        return new Outcome(
                process.exitValue(),
                new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8),
                new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8));
    }

    private static void script(Path file, String text) throws IOException {
        Files.writeString(file, text);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private static void old(Path file) throws IOException {
        Files.setLastModifiedTime(file, FileTime.from(Instant.now().minusSeconds(60)));
    }

    private static Path realScript() {
        Path here = Path.of("").toAbsolutePath();
        while (!Files.exists(here.resolve("graft"))) {
            here = Objects.requireNonNull(here.getParent(), "no graft above the working folder");
        }
        return here.resolve("graft");
    }
}
