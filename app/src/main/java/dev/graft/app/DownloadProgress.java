package dev.graft.app;

import dev.graft.weights.Progress;
import java.net.URI;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/// Shows downloads: a bar on a terminal; elsewhere a line when one begins and one for each tenth. Files of less than
/// a mebibyte come without a word: a model folder has several.
final class DownloadProgress implements Progress {
    private static final long MIB = 1L << 20;

    private final Output output;
    private @Nullable ProgressBar bar;
    private @Nullable URI shown;
    private long tenths = -1;

    DownloadProgress(Output output) {
        this.output = output;
    }

    @Override
    public void update(URI address, long bytes, long total) {
        if (output.quiet() || (total >= 0 ? total : bytes) < MIB) {
            return;
        }
        if (!address.equals(shown)) {
            end();
            shown = address;
        }
        if (Output.isTerminal()) {
            draw(address, bytes, total);
        } else if (total > 0 && bytes * 10 / total > tenths) {
            tenths = bytes * 10 / total;
            output.say("Downloading %s: %,d of %,d MiB", address, bytes / MIB, total / MIB);
        }
    }

    private void draw(URI address, long bytes, long total) {
        ProgressBar drawn = bar;
        if (drawn == null) {
            output.say("Downloading %s", address);
            drawn = new ProgressBarBuilder()
                    .setTaskName(address.getPath().replaceFirst(".*/", ""))
                    .setUnit(" MiB", MIB)
                    .setInitialMax(total)
                    .showSpeed()
                    .setStyle(ProgressBarStyle.ASCII)
                    .build();
            bar = drawn;
        }
        drawn.stepTo(bytes);
        if (bytes == total) {
            end();
        }
    }

    private void end() {
        if (bar != null) {
            bar.close();
            bar = null;
        }
        shown = null;
        tenths = -1;
    }
}
