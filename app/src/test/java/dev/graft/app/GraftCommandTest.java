package dev.graft.app;

import static dev.graft.app.CommandLineRun.graft;
import static org.assertj.core.api.Assertions.assertThat;

import dev.graft.Graft;
import dev.graft.method.Method;
import dev.graft.method.Methods;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

class GraftCommandTest {
    /// Words of every command and subcommand.
    static Stream<List<String>> commands() {
        List<List<String>> all = new ArrayList<>();
        collect(GraftCommand.commandLine(), List.of(), all);
        return all.stream();
    }

    private static void collect(CommandLine command, List<String> words, List<List<String>> all) {
        all.add(words);
        command.getSubcommands().forEach((name, subcommand) -> {
            List<String> longer = new ArrayList<>(words);
            longer.add(name);
            collect(subcommand, longer, all);
        });
    }

    @Test
    void allCommandsAreThere() {
        assertThat(commands().map(words -> String.join(" ", words)))
                .contains("train", "evaluate", "predict", "demo", "doctor")
                .contains("models list", "models show", "models import", "models verify");
    }

    @ParameterizedTest
    @MethodSource("commands")
    void everyCommandHelpsWithAnExample(List<String> words) {
        List<String> arguments = new ArrayList<>(words);
        arguments.add("-h");
        CommandLineRun help = graft(arguments.toArray()).succeeds();
        assertThat(help.err()).isEmpty();
        String command = String.join(" ", words);
        assertThat(help.out())
                .contains("Usage: graft " + command)
                .containsPattern("Examples?:\\R+  graft " + command)
                .doesNotContain("${");
    }

    @Test
    void whatEachMethodTrainsIsInTheHelp() {
        String help = graft("train", "-h").succeeds().out();
        for (Method method : Methods.all()) {
            assertThat(help).containsPattern("(?m)^  " + method.word() + " +" + Pattern.quote(method.summary()) + "$");
        }
        assertThat(help.lines()).allMatch(line -> line.length() <= 80);
        assertThat(graft("evaluate", "-h").succeeds().out()).doesNotContain("--strategy");
    }

    @Test
    void version() {
        assertThat(graft("--version").succeeds().out())
                .contains("graft " + Graft.VERSION)
                .contains("libtorch 2.");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--fit | squish | crop, pad, squeeze",
                "--augment | Heavy | none, light, strong",
                "--precision | fp17 | fp32, bf16, fp16",
                "--cache-precision | int8 | fp32, fp16"
            })
    void aWordThatThereIsNotIsRefusedWithThoseThatThereAre(String option, String word, String known) {
        graft("train", "photos", option, word)
                .isRefusedWith("'" + option + "': expected " + known + ", found '" + word + "'");
    }

    @Test
    void nothingAskedForIsRefused() {
        graft().isRefusedWith(
                        "expected a command: demo, inspect, advise, train, adapt, plan, find-lr, evaluate, predict, embed, models, doctor");
        graft("models").isRefusedWith("expected a command: list, show, import, verify");
    }

    @ParameterizedTest
    @CsvSource({
        "trian, did you mean train?",
        "train --epoch 3, did you mean --epochs?",
        "predict run --topp 3, did you mean --top?",
        "models lst, did you mean list?",
        "train photos --epochs many, 'expected a whole number, found ''many'''",
        "train photos.csv --task regresion, 'expected classes, labels, regression or auto, found ''regresion'''",
        "train photos --lr abc, 'expected a finite number, found ''abc'''",
        "train photos --lr 1e999, 'expected a finite number, found ''1e999'''",
        "train photos --warmup x%, 'expected a finite number, found ''x%'''",
        "train photos --seed, --seed",
        "train photos --augment heavy, heavy",
        "train photos more-photos, more-photos",
        "evaluate run, DATA",
        "predict run, FILE|FOLDER",
        "models show, MODEL",
        "models verify best.pth, --model",
    })
    void mistypedIsOneLineWithWhatWasMeant(String line, String hint) {
        graft((Object[]) line.split(" ")).isRefusedWith(hint, " -h");
    }
}
