package dev.graft.train.reuse;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/// How much memory features may take, all stores together.
final class Budget {
    private static final Path MEMINFO = Path.of("/proc/meminfo");
    private static final int SHARE = 4;

    private long left;

    Budget(ReuseSettings settings) {
        this.left = settings.memory().orElseGet(() -> free() / SHARE);
    }

    /// Takes bytes out of it, if there are enough.
    boolean take(long bytes) {
        if (bytes > left) {
            return false;
        }
        left -= bytes;
        return true;
    }

    void giveBack(long bytes) {
        left += bytes;
    }

    long left() {
        return left;
    }

    /// Memory that can be had without anything being swapped out: of the container where there is one.
    private static long free() {
        long unused =
                ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getFreeMemorySize();
        long total =
                ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getTotalMemorySize();
        try {
            // files that the system holds in memory can go; the bean counts them as used
            boolean container = kibibytes("MemTotal:") * 1024 > total;
            return container ? unused : Math.max(unused, kibibytes("MemAvailable:") * 1024);
        } catch (IOException | NumberFormatException e) {
            return unused;
        }
    }

    private static long kibibytes(String name) throws IOException {
        return Files.readAllLines(MEMINFO).stream()
                .filter(line -> line.startsWith(name))
                .map(line -> Long.parseLong(line.replaceAll("\\D", "")))
                .findFirst()
                .orElse(0L);
    }

    /// `79 MiB`, `1.3 GiB`.
    static String text(long bytes) {
        double mebibytes = bytes / 1048576.0;
        return mebibytes < 1024
                ? String.format(Locale.ROOT, "%.0f MiB", Math.max(1, mebibytes))
                : String.format(Locale.ROOT, "%.1f GiB", mebibytes / 1024);
    }
}
