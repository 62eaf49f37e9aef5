package dev.graft.advise;

import dev.graft.advise.Evidence.Candidate;
import dev.graft.data.Dataset;
import dev.graft.data.Splits;
import dev.graft.job.TrainingJob;
import dev.graft.job.TrainingRequest;
import dev.graft.weights.Hub;
import java.util.List;

/// Asks models by heads on their features.
///
/// @param request a training of a head, whatever the model
/// @param data    that it is about
/// @param hub     where models come from
record ProbeExaminer<X>(TrainingRequest request, Splits<X> data, Hub hub) implements Examiner<X> {
    @Override
    public Examined examine(Contender contender, Dataset<X> examples, Told told) {
        long start = System.nanoTime();
        try (TrainingJob job = TrainingJob.of(contender.of(request), data, hub)) {
            return new Examined(
                    new Candidate(
                            contender.model(),
                            job.model().outline().parameterCount(),
                            Likeness.UNKNOWN,
                            List.of(),
                            LearningCurve.NONE),
                    (System.nanoTime() - start) * 1e-9,
                    0,
                    0,
                    1);
        }
    }
}
