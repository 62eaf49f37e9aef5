package dev.graft.bench.kill;

import dev.graft.job.AdaptationJob;
import dev.graft.job.TrainingJob;
import dev.graft.weights.Hub;
import java.nio.file.Files;
import java.nio.file.Path;

/// A training as a process: begins, or goes on where there is a run. Arguments: kind, folder of the inputs, folder of
/// the run.
final class KilledTraining {
    private KilledTraining() {}

    public static void main(String[] args) {
        Kind kind = Kind.of(args[0]);
        Inputs inputs = new Inputs(Path.of(args[1]));
        Path run = Path.of(args[2]);
        boolean begun = Files.exists(run.resolve("run.json"));
        Hub hub = Hub.fromEnvironment();
        if (kind.adapts()) {
            adapt(kind, inputs, run, begun, hub);
        } else {
            train(kind, inputs, run, begun, hub);
        }
    }

    private static void train(Kind kind, Inputs inputs, Path run, boolean begun, Hub hub) {
        try (TrainingJob job = begun ? TrainingJob.resumed(run, hub) : TrainingJob.of(kind.training(inputs), hub)) {
            if (begun) {
                job.tuning().resume(run);
            } else {
                job.tuning().run(run);
            }
        }
    }

    private static void adapt(Kind kind, Inputs inputs, Path run, boolean begun, Hub hub) {
        try (AdaptationJob job =
                begun ? AdaptationJob.resumed(run, hub) : AdaptationJob.of(kind.adaptation(inputs), hub)) {
            if (begun) {
                job.adaptation().resume(run);
            } else {
                job.adaptation().run(run);
            }
        }
    }
}
