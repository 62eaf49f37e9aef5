package dev.graft.bench;

import dev.graft.train.TrainingEvent;
import dev.graft.train.TrainingListener;

/// Runs from the end of the warm-up to the end of the last training step.
final class StepClock implements TrainingListener {
    private final int warmUp;
    private long started = System.nanoTime();
    private long ended = started;

    StepClock(int warmUp) {
        this.warmUp = warmUp;
    }

    @Override
    public void on(TrainingEvent event) {
        if (event instanceof TrainingEvent.BatchDone done && done.training()) {
            ended = System.nanoTime();
            if (done.batch() == warmUp) {
                started = ended;
            }
        }
    }

    double seconds() {
        return (ended - started) * 1e-9;
    }
}
