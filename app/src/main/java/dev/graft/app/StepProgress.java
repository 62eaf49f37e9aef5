package dev.graft.app;

import dev.graft.train.TrainingEvent;
import dev.graft.train.TrainingListener;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/// A known number of training steps: a bar with the time left on a terminal, a line each fifth elsewhere.
final class StepProgress implements TrainingListener, AutoCloseable {
    private final Output output;
    private final String task;
    private final int steps;
    private final @Nullable ProgressBar bar;

    StepProgress(Output output, String task, int steps) {
        this.output = output;
        this.task = task;
        this.steps = steps;
        this.bar = Output.isTerminal() && !output.quiet()
                ? new ProgressBarBuilder()
                        .setTaskName(task)
                        .setInitialMax(steps)
                        .setStyle(ProgressBarStyle.ASCII)
                        .setUpdateIntervalMillis(250)
                        .build()
                : null;
    }

    @Override
    public void on(TrainingEvent event) {
        if (event instanceof TrainingEvent.BatchDone done) {
            if (bar != null) {
                bar.step();
            } else if (done.batch() % Math.max(1, steps / 5) == 0) {
                output.say("%s: step %,d of %,d, loss %.4f", task, done.batch(), steps, done.loss());
            }
        }
    }

    @Override
    public void close() {
        if (bar != null) {
            bar.close();
        }
    }
}
