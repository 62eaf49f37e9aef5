package dev.graft.app;

import dev.graft.advise.Inspector;
import java.time.Duration;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/// Shows how far an inspection is: a bar with the time left for each step on a terminal, a line now and then elsewhere.
final class InspectProgress implements Inspector.Progress, AutoCloseable {
    private static final Duration BETWEEN_LINES = Duration.ofSeconds(10);

    private final Output output;
    private @Nullable ProgressBar bar;
    private String step = "";
    private long begun;
    private long told;

    InspectProgress(Output output) {
        this.output = output;
    }

    @Override
    public void at(String now, int done, int all) {
        if (!now.equals(step)) {
            close();
            step = now;
            begun = System.nanoTime();
            told = begun;
            if (Output.isTerminal() && !output.quiet()) {
                bar = bar(now, all);
            }
        }
        if (bar != null) {
            bar.stepTo(done);
        } else if (System.nanoTime() - told > BETWEEN_LINES.toNanos()) {
            told = System.nanoTime();
            output.say("%s: %,d of %,d%s", now, done, all, left(done, all));
        }
    }

    private String left(int done, int all) {
        double seconds = (System.nanoTime() - begun) * 1e-9;
        return done == 0 ? "" : ", about %.0f s left".formatted(seconds / done * (all - done));
    }

    private static ProgressBar bar(String step, int all) {
        return new ProgressBarBuilder()
                .setTaskName(step)
                .setInitialMax(all)
                .setStyle(ProgressBarStyle.ASCII)
                .setUpdateIntervalMillis(250)
                .build();
    }

    @Override
    public void close() {
        if (bar != null) {
            bar.close();
            bar = null;
        }
    }
}
