package dev.graft.app;

import static dev.graft.app.CommandLineRun.graft;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Results that cannot be written are no results.
class StandardOutputTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"models list", "models list --json", "-h", "train -h", "--version"})
    @EnabledOnOs(OS.LINUX)
    void aFullDiskIsSaid(String arguments) throws Exception {
        Process process = start("exec \"$@\" >/dev/full", arguments);
        String told = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(told).isEqualTo(1);
        assertThat(told.strip())
                .hasLineCount(1)
                .startsWith("graft: standard output cannot be written: No space left on device");
    }

    @Test
    @EnabledOnOs({OS.LINUX, OS.MAC})
    void aReaderThatGoesAwayIsNoMistake() throws Exception {
        // the reader is gone before the first line
        Process process = start("(sleep 0.2; \"$@\"; echo $? >code) | :", "models list");
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8))
                .isEmpty();
        for (int wait = 0; wait < 300 && !Files.exists(folder.resolve("code")); wait++) {
            Thread.sleep(100); // the shell does not wait for what stands before the bar
        }
        assertThat(folder.resolve("code")).hasContent("141");
    }

    private Process start(String script, String arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                "/bin/sh",
                "-c",
                script,
                "sh",
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                GraftCommand.class.getName()));
        command.addAll(List.of(arguments.split(" ")));
        return new ProcessBuilder(command).directory(folder.toFile()).start();
    }

    /// A service hands over what people type.
    @Test
    void anAtSignIsATextLikeAnyOther() throws IOException {
        Path secret = Files.writeString(folder.resolve("secret"), "--help");
        CommandLineRun told = graft("predict", folder.resolve("none"), "@" + secret);
        told.isRefusedWith("@" + secret + ": expected an image or a folder");
        assertThat(told.err()).doesNotContain("Usage");
    }

    @Test
    void namesAreShownAndNotObeyed() throws IOException {
        graft("train", folder.resolve("a\u001b[2Jb")).isRefusedWith("a\\u001b[2Jb: no such file or folder");
        Path table = Files.writeString(
                folder.resolve("esc.csv"), "text,label\na,x\u001b[31mred\nb,ok\nc,x\u001b[31mred\nd,ok\n");
        CommandLineRun plan = graft("plan", table, "--model", "graft-nano-ko");
        plan.succeeds();
        assertThat(plan.out() + plan.err()).contains("\\u001b[31mred").doesNotContain("\u001b");
    }

    @ParameterizedTest
    @ValueSource(strings = {"train", "plan", "evaluate"})
    void anEmptyPathIsRefused(String command) {
        graft(command, "", "").isRefusedWith("empty");
    }
}
