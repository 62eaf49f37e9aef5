package dev.graft.app;

import dev.graft.train.StopReason;
import dev.graft.train.TrainingEvent;
import dev.graft.train.TrainingListener;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/// Shows a training: a bar with examples/s and the time left on a terminal, plain lines elsewhere.
final class TrainingProgress implements TrainingListener, AutoCloseable {
    private final Output output;
    private final boolean bars;
    private @Nullable ProgressBar bar;

    TrainingProgress(Output output) {
        this.output = output;
        this.bars = Output.isTerminal() && !output.quiet();
    }

    @Override
    public void on(TrainingEvent event) {
        switch (event) {
            case TrainingEvent.Started started -> start(started);
            case TrainingEvent.PhaseEntered phase ->
                output.say(
                        "Epoch %d: training %s (%,d parameters)",
                        phase.epoch(), String.join(", ", phase.groups()), phase.trainable());
            case TrainingEvent.ReuseDecided reuse -> output.say("%s", reuse.line());
            case TrainingEvent.BatchDone batch -> step(batch);
            case TrainingEvent.EpochDone done -> epoch(done);
            case TrainingEvent.Stopped stopped -> {
                close();
                if (stopped.reason() == StopReason.NOT_FINITE) {
                    output.error("%s", stopped.detail());
                } else if (!stopped.detail().isEmpty()) {
                    output.say("%s", stopped.detail());
                }
            }
        }
    }

    private void start(TrainingEvent.Started started) {
        if (bars) {
            long epochs = started.epochs() - started.firstEpoch() + 1L;
            bar = new ProgressBarBuilder()
                    .setTaskName("Training")
                    .setInitialMax(epochs * (started.trainExamples() + started.valExamples()))
                    .setUnit(" examples", 1)
                    .showSpeed()
                    .setStyle(ProgressBarStyle.ASCII)
                    .setUpdateIntervalMillis(250)
                    .build();
        }
    }

    private void step(TrainingEvent.BatchDone batch) {
        ProgressBar shown = bar;
        if (shown != null) {
            shown.setExtraMessage(" epoch " + batch.epoch() + (batch.training() ? " train" : " validate"));
            shown.stepBy(batch.examples());
        }
    }

    private void epoch(TrainingEvent.EpochDone done) {
        done.result().solvedLine().ifPresent(line -> output.say("%s", line));
        ProgressBar shown = bar;
        if (shown != null) {
            shown.pause();
            output.say("\r\033[2K%s%s", done.line(), done.best() ? "  * best" : "");
            shown.resume();
        } else {
            output.say("%s%s", done.line(), done.best() ? "  * best" : "");
        }
    }

    @Override
    public void close() {
        ProgressBar shown = bar;
        if (shown != null) {
            shown.close();
            bar = null;
        }
    }
}
