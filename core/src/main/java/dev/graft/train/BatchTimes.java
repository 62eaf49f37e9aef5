package dev.graft.train;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// How long each batch takes, from one to the next.
final class BatchTimes implements TrainingListener {
    private final Map<Integer, List<Double>> training = new HashMap<>();
    private final Map<Integer, List<Double>> validation = new HashMap<>();
    private long last = System.nanoTime();

    @Override
    public void on(TrainingEvent event) {
        long now = System.nanoTime();
        if (event instanceof TrainingEvent.BatchDone done) {
            (done.training() ? training : validation)
                    .computeIfAbsent(done.epoch(), epoch -> new ArrayList<>())
                    .add((now - last) * 1e-9);
        }
        last = now;
    }

    /// @param epoch counted from 1
    double perTrainingBatch(int epoch) {
        return fastest(training.getOrDefault(epoch, List.of()));
    }

    /// @param epoch counted from 1
    double perValidationBatch(int epoch) {
        return fastest(validation.getOrDefault(epoch, List.of()));
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
