package dev.graft.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/// The Python that PyTorch's programs run in: a virtual environment below `bench/target` with the official builds that
/// `bench/peers/pytorch/requirements.txt` names, made on first use and when that file changes; or `GRAFT_PYTHON`, as it
/// is.
record PythonEnvironment(Path python) {
    private static final String OWN = "GRAFT_PYTHON";
    private static final String SAME_ELSEWHERE =
            "; without a network, install bench/peers/pytorch/requirements.txt elsewhere and set " + OWN;

    /// @param say is told before something is downloaded
    /// @throws Failed if there is no Python, or its packages cannot be installed
    static PythonEnvironment prepare(Setting setting, Launch launch, Consumer<String> say) {
        PythonEnvironment environment = of(setting);
        if (System.getenv(OWN) != null) {
            return environment;
        }
        Path folder = folder(setting);
        Path requirements = setting.root().resolve("bench/peers/pytorch/requirements.txt");
        Path installed = folder.resolve("requirements.txt");
        try {
            if (!Files.exists(installed) || Files.mismatch(installed, requirements) >= 0) {
                say.accept("installing PyTorch into " + folder + " from PyPI (3 GB to fetch, 7 GB on disk) ...");
                run(launch, setting, List.of(base(), "-m", "venv", folder.toString()));
                run(
                        launch,
                        setting,
                        List.of(
                                environment.python().toString(),
                                "-m",
                                "pip",
                                "install",
                                "-q",
                                "-r",
                                requirements.toString()));
                Files.copy(requirements, installed, StandardCopyOption.REPLACE_EXISTING);
            }
            return environment;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Where it is, or will be.
    static PythonEnvironment of(Setting setting) {
        String own = System.getenv(OWN);
        return new PythonEnvironment(
                own != null ? Path.of(own) : folder(setting).resolve("bin/python"));
    }

    private static Path folder(Setting setting) {
        return setting.root().resolve("bench/target/pytorch");
    }

    private static void run(Launch launch, Setting setting, List<String> command) {
        try {
            launch.run(new Call(command, Map.of(), setting.root()), false, Told::of);
        } catch (Failed e) {
            throw new Failed("PyTorch could not be installed: " + e.getMessage() + SAME_ELSEWHERE);
        }
    }

    /// The python3 on the path that the environment is made with.
    private static String base() {
        String path = Optional.ofNullable(System.getenv("PATH")).orElse("");
        return Stream.of(path.split(":"))
                .map(folder -> Path.of(folder, "python3"))
                .filter(Files::isExecutable)
                .map(Path::toString)
                .findFirst()
                .orElseThrow(() -> new Failed("expected python3 (3.10 or newer) on the path, found none"));
    }
}
