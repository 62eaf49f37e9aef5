package dev.graft.train;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

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

    /// Seconds of each training batch.
    ///
    /// @param epoch counted from 1
    List<Double> training(int epoch) {
        return List.copyOf(training.getOrDefault(epoch, List.of()));
    }

    /// Seconds of each validation batch.
    ///
    /// @param epoch counted from 1
    List<Double> validation(int epoch) {
        return List.copyOf(validation.getOrDefault(epoch, List.of()));
    }

    /// Seconds of all batches.
    double seconds() {
        return Stream.of(training, validation)
                .flatMap(part -> part.values().stream())
                .flatMap(List::stream)
                .mapToDouble(Double::doubleValue)
                .sum();
    }
}
