package dev.graft.app;

import dev.graft.weights.HubFile;
import dev.graft.weights.Progress;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/// Shows a download: a bar on a terminal; elsewhere a line when it begins and one for each tenth.
final class DownloadProgress implements Progress {
    private static final long MIB = 1L << 20;

    private final Output output;
    private @Nullable ProgressBar bar;
    private long tenths = -1;

    DownloadProgress(Output output) {
        this.output = output;
    }

    @Override
    public void update(HubFile file, long bytes, long total) {
        if (output.quiet()) {
            return;
        }
        if (Output.isTerminal()) {
            draw(file, bytes, total);
        } else if (total > 0 && bytes * 10 / total > tenths) {
            tenths = bytes * 10 / total;
            output.say("Downloading %s: %d of %d MiB", file.url(), bytes / MIB, total / MIB);
        }
    }

    private void draw(HubFile file, long bytes, long total) {
        ProgressBar shown = bar;
        if (shown == null) {
            output.say("Downloading %s", file.url());
            shown = new ProgressBarBuilder()
                    .setTaskName(file.name())
                    .setUnit(" MiB", MIB)
                    .setInitialMax(total)
                    .showSpeed()
                    .setStyle(ProgressBarStyle.ASCII)
                    .build();
            bar = shown;
        }
        shown.stepTo(bytes);
        if (bytes == total) {
            shown.close();
            bar = null;
        }
    }
}
