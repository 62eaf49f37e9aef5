package dev.graft.app;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.graft.train.Finding;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

class NextCommandTest {
    @TempDir
    Path folder;

    private static CommandSpec typed(String... arguments) {
        CommandLine command = Converters.register(GraftCommand.commandLine()).setCaseInsensitiveEnumValuesAllowed(true);
        command.parseArgs(arguments);
        return requireNonNull(command.getSubcommands().get("train")).getCommandSpec();
    }

    private String next(CommandSpec typed, String... options) {
        Finding finding = new Finding(Finding.Kind.STILL_LEARNING, "it is so", "do this", List.of(options));
        return NextCommand.of(typed, finding, folder.resolve("run"));
    }

    @Test
    void isWhatWasTypedWithOneThingMore() {
        assertThat(next(typed("train", "my photos", "--model", "resnet18"), "--epochs", "20"))
                .isEqualTo("graft train 'my photos' --model resnet18 --epochs 20 --out " + folder.resolve("run-2"));
    }

    @Test
    void takesThePlaceOfWhatWasSaidBefore() {
        assertThat(next(typed("train", "photos", "--lr=1e-3", "--out", "x", "--epochs", "5"), "--lr", "0.01"))
                .isEqualTo("graft train photos --epochs 5 --lr 0.01 --out " + folder.resolve("run-2"));
        assertThat(next(typed("train", "photos", "--epochs", "5", "--seed", "1"), "--epochs", "10"))
                .isEqualTo("graft train photos --seed 1 --epochs 10 --out " + folder.resolve("run-2"));
        assertThat(next(typed("train", "photos", "--balanced"), "--balanced", "--best-by", "macro-f1"))
                .isEqualTo("graft train photos --balanced --best-by macro-f1 --out " + folder.resolve("run-2"));
    }

    @Test
    void goesWhereNoRunIs() throws IOException {
        Files.createDirectories(folder.resolve("run-2"));

        assertThat(next(typed("train", "photos"), "--epochs", "20")).endsWith(" --out " + folder.resolve("run-3"));
    }

    @Test
    void isNoneWhereAFileHoldsThePlan() {
        CommandSpec planned = typed("train", "photos", "--plan", "plan.yaml");

        assertThat(next(planned, "--epochs", "20")).isEmpty();
        assertThat(next(planned, "--val-fraction", "0.3")).contains("--plan plan.yaml --val-fraction 0.3");
    }
}
