package dev.graft.advise;

import dev.graft.advise.Evidence.Candidate;
import dev.graft.data.Dataset;
import dev.graft.data.Splits;
import dev.graft.job.FineTuning;
import dev.graft.job.TrainingJob;
import dev.graft.job.TrainingRequest;
import dev.graft.model.Probe;
import dev.graft.model.Similarity;
import dev.graft.weights.Hub;
import java.util.List;

/// Asks models by heads on their features, each judged on examples that it did not learn from.
///
/// @param request a training of a head, whatever the model
/// @param data    that it is about
/// @param hub     where models come from
/// @param seed    decides which examples are held back together
record ProbeExaminer<X>(TrainingRequest request, Splits<X> data, Hub hub, long seed) implements Examiner<X> {
    @Override
    public Examined examine(Contender contender, Dataset<X> examples, Told told) {
        long start = System.nanoTime();
        try (TrainingJob job = TrainingJob.of(contender.of(request), data, hub)) {
            return examine(of(job), contender, examples, told, start);
        }
    }

    /// The job was made of these examples.
    @SuppressWarnings("unchecked")
    private FineTuning<X> of(TrainingJob job) {
        return (FineTuning<X>) job.tuning();
    }

    private Examined examine(FineTuning<X> tuning, Contender contender, Dataset<X> examples, Told told, long start) {
        List<String> stages = Probe.usualStages(tuning.model());
        long opened = System.nanoTime();
        Likeness likeness = Similarity.of(tuning.model(), tuning.input(), examples, seed)
                .map(Likeness::of)
                .orElse(Likeness.UNKNOWN);
        try (Probe<X> probe = Probe.of(tuning.model(), tuning.input(), examples, stages, told::at)) {
            long looked = System.nanoTime();
            Candidate candidate = new Judging<>(probe, examples, seed)
                    .candidate(contender.model(), likeness, tuning.model().outline());
            return new Examined(
                    candidate,
                    (opened - start) * 1e-9,
                    (looked - opened) * 1e-9,
                    (System.nanoTime() - looked) * 1e-9,
                    stages.stream().mapToInt(probe::width).max().orElse(1));
        }
    }
}
