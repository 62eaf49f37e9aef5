package dev.graft.app;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Java programs with the class path of the tests, each in a process of its own.
final class GraftProcess {
    private GraftProcess() {}

    /// @param folder in which it runs
    static ProcessBuilder of(Path folder, Class<?> main, Object... arguments) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-Dorg.bytedeco.javacpp.maxPhysicalBytes=0",
                "-cp",
                System.getProperty("java.class.path"),
                main.getName()));
        for (Object argument : arguments) {
            command.add(String.valueOf(argument));
        }
        return new ProcessBuilder(command).directory(folder.toFile());
    }
}
