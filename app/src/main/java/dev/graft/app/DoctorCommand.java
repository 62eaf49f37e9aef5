package dev.graft.app;

import dev.graft.data.ImageDecoder;
import dev.graft.torch.Device;
import dev.graft.torch.Engine;
import dev.graft.torch.Threads;
import dev.graft.weights.HubSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "doctor",
        header = "Check this machine: JDK, native libraries, threads, device, cache, offline state.",
        description = "Says what is fine, what is not, and how to fix it.",
        footer = {"", "Example:", "  graft doctor --json"})
final class DoctorCommand implements Callable<Integer> {
    private static final long FEW_BYTES = 2L << 30;

    /// One white pixel as a GIF.
    private static final byte[] PIXEL =
            Base64.getDecoder().decode("R0lGODlhAQABAIAAAP///wAAACH5BAAAAAAALAAAAAABAAEAAAICRAEAOw==");

    @Mixin
    private CommonOptions common = new CommonOptions();

    /// One thing looked at.
    ///
    /// @param remedy what to do about it; empty when it is fine
    record Check(String name, boolean fine, String found, String remedy) {
        static Check fine(String name, String found) {
            return new Check(name, true, found, "");
        }

        static Check broken(String name, String found, String remedy) {
            return new Check(name, false, found, remedy);
        }
    }

    @Override
    public Integer call() {
        List<Check> checks = new ArrayList<>();
        checks.add(jdk());
        Check engine = engine();
        checks.add(engine);
        if (engine.fine()) {
            checks.add(Check.fine("threads", Threads.count() + " of " + Threads.available() + " cores"));
            checks.add(device());
            checks.add(allocator());
        }
        checks.add(decoder());
        checks.add(names());
        checks.add(memory());
        HubSettings hub = common.hub().settings();
        checks.add(cache(hub.home()));
        checks.add(network(hub));
        Output output = common.output();
        if (common.json()) {
            output.json(checks);
        } else {
            for (Check check : checks) {
                output.result("%-5s %-10s %s", check.fine() ? "ok" : "FIX", check.name(), check.found());
                if (!check.remedy().isEmpty()) {
                    output.result("                 -> %s", check.remedy());
                }
            }
        }
        return checks.stream().allMatch(Check::fine) ? 0 : 1;
    }

    private static Check jdk() {
        String found =
                Runtime.version() + ", " + System.getProperty("java.vendor") + ", " + System.getProperty("java.home");
        return Runtime.version().feature() >= 25
                ? Check.fine("jdk", found)
                : Check.broken("jdk", found, "install a JDK 25 and set JAVA_HOME to it");
    }

    private static Check engine() {
        try {
            Engine.start();
            return Check.fine(
                    "libtorch",
                    Engine.version() + " for " + System.getProperty("os.name") + " " + System.getProperty("os.arch"));
        } catch (RuntimeException | LinkageError e) {
            return Check.broken(
                    "libtorch",
                    String.valueOf(e.getMessage()),
                    "supported are Linux x86-64 (glibc 2.28 or newer), macOS arm64 and Windows x86-64;"
                            + " make sure that ~/.javacpp is writable and not mounted noexec");
        }
    }

    private static Check decoder() {
        try {
            new ImageDecoder(3).decode(PIXEL, "a test image");
            return Check.fine("opencv", "decodes JPEG, PNG, BMP, GIF, WebP");
        } catch (RuntimeException | LinkageError e) {
            return Check.broken(
                    "opencv",
                    String.valueOf(e.getMessage()),
                    "make sure that ~/.javacpp is writable and not mounted noexec");
        }
    }

    /// In the locale `C`, Java on Linux loses all letters outside ASCII in the names of files.
    private static Check names() {
        String encoding = System.getProperty("sun.jnu.encoding", "");
        boolean windows = System.getProperty("os.name").startsWith("Windows");
        return windows || encoding.equals("UTF-8")
                ? Check.fine("file names", "of all languages")
                : Check.broken(
                        "file names", "only in " + encoding, "set LC_ALL=C.UTF-8, or start Graft with its launcher");
    }

    private static Check device() {
        return Check.fine(
                "device", Device.cudaAvailable() ? "cuda, cpu" : "cpu (no GPU found; ./mvnw -Pgpu builds with CUDA)");
    }

    private static Check allocator() {
        return Check.fine(
                "allocator",
                Engine.keepsLargeBlocks() ? "keeps large blocks" : "default (not glibc: training may be slower)");
    }

    private static Check memory() {
        long bytes = Runtime.getRuntime().maxMemory();
        return Check.fine("java heap", (bytes >> 20) + " MiB at most (images and weights live outside it)");
    }

    private static Check cache(Path home) {
        try {
            Files.createDirectories(home);
            Path probe = Files.createTempFile(home, "doctor", ".tmp");
            Files.delete(probe);
            long free = Files.getFileStore(home).getUsableSpace();
            String found = home + ", " + (free >> 30) + " GiB free";
            return free < FEW_BYTES
                    ? Check.broken("cache", found, "free some space, or set GRAFT_HOME to a folder on a larger disk")
                    : Check.fine("cache", found);
        } catch (IOException e) {
            return Check.broken(
                    "cache",
                    home + " cannot be written: " + e.getMessage(),
                    "set GRAFT_HOME to a folder that you can write to");
        }
    }

    private static Check network(HubSettings hub) {
        if (hub.offline()) {
            return Check.fine("network", "offline (GRAFT_OFFLINE): nothing is downloaded");
        }
        return Check.fine(
                "network",
                hub.mirror() == null
                        ? "used only when weights must be downloaded"
                        : "downloads come from " + hub.mirror());
    }
}
