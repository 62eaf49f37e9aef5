package dev.graft.train;

import java.util.ArrayList;
import java.util.List;

/// How long each batch takes, from one to the next.
final class BatchTimes implements TrainingListener {
    private final List<Double> training = new ArrayList<>();
    private final List<Double> validation = new ArrayList<>();
    private long last = System.nanoTime();

    @Override
    public void on(TrainingEvent event) {
        long now = System.nanoTime();
        if (event instanceof TrainingEvent.BatchDone done) {
            (done.training() ? training : validation).add((now - last) * 1e-9);
        }
        last = now;
    }

    double perTrainingBatch() {
        return fastest(training);
    }

    double perValidationBatch() {
        return fastest(validation);
    }

    /// The fastest after the first, which pays for everything that is made once.
    private static double fastest(List<Double> seconds) {
        return seconds.stream()
                .skip(seconds.size() > 1 ? 1 : 0)
                .mapToDouble(Double::doubleValue)
                .min()
                .orElse(0);
    }
}
