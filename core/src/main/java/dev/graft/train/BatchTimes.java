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
        return usual(training.getOrDefault(epoch, List.of()));
    }

    /// @param epoch counted from 1
    double perValidationBatch(int epoch) {
        return usual(validation.getOrDefault(epoch, List.of()));
    }

    /// The median after the first, which pays for everything that is made once: texts are of many lengths, and a
    /// machine may be busy for a moment.
    private static double usual(List<Double> seconds) {
        double[] later = seconds.stream()
                .skip(seconds.size() > 1 ? 1 : 0)
                .mapToDouble(Double::doubleValue)
                .sorted()
                .toArray();
        return later.length == 0 ? 0 : later[later.length / 2];
    }
}
