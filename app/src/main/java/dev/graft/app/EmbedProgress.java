package dev.graft.app;

import java.time.Duration;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/// Shows how far examples are: a bar with the time left on a terminal, a line now and then elsewhere.
final class EmbedProgress implements AutoCloseable {
    private static final Duration BETWEEN_LINES = Duration.ofSeconds(10);

    private final Output output;
    private final String noun;
    private final long all;
    private final @Nullable ProgressBar bar;
    private long done;
    private long told = System.nanoTime();

    /// @param noun what they are, in the plural
    /// @param all  how many; -1 where that is not known
    EmbedProgress(Output output, String noun, long all) {
        this.output = output;
        this.noun = noun;
        this.all = all;
        this.bar = Output.isTerminal() && !output.quiet()
                ? new ProgressBarBuilder()
                        .setTaskName("Embedding")
                        .setInitialMax(all)
                        .setUnit(" " + noun, 1)
                        .showSpeed()
                        .setStyle(ProgressBarStyle.ASCII)
                        .setUpdateIntervalMillis(250)
                        .build()
                : null;
    }

    void step() {
        done++;
        if (bar != null) {
            bar.step();
        } else if (System.nanoTime() - told > BETWEEN_LINES.toNanos()) {
            told = System.nanoTime();
            output.say(all < 0 ? "%,d %s" : "%,d of %3$,d %2$s", done, noun, all);
        }
    }

    @Override
    public void close() {
        if (bar != null) {
            bar.close();
        }
    }
}
