package dev.graft.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@EnabledOnOs({OS.LINUX, OS.MAC})
class RunScriptTest {
    private static final String SCRIPT = Path.of("run").toAbsolutePath().toString();

    @Test
    void listsTheExamples() throws Exception {
        assertThat(refusal(SCRIPT))
                .startsWith("usage: examples/run EXAMPLE [ARGUMENTS]")
                .endsWith(
                        "one of\n  Cifar10\n  FeatureExtraction\n  GradualUnfreezing\n  LastStage\n  Methods\n  ParameterGroups\n  SeveralLabels\n  TextClassification\n  WebService\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Cifar100", "../Cifar10", "Arguments", "Start", ""})
    void runsNothingElse(String name) throws Exception {
        assertThat(refusal(SCRIPT, name)).startsWith("usage: ");
    }

    /// The script lists whatever has a main; Start has to know each of them.
    @Test
    void everyExampleCanBeStarted() throws Exception {
        String start = Files.readString(Path.of("src/main/java/dev/graft/examples/Start.java"));
        assertThat(refusal(SCRIPT).lines().skip(1).map(String::strip))
                .isNotEmpty()
                .allSatisfy(example -> assertThat(start).contains("case \"" + example + "\" ->"));
    }

    private static String refusal(String... command) throws Exception {
        Process process = new ProcessBuilder(List.of(command)).start();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).as("ends").isTrue();
        assertThat(process.exitValue()).isEqualTo(2);
        assertThat(process.getInputStream().readAllBytes()).isEmpty();
        return new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
    }
}
