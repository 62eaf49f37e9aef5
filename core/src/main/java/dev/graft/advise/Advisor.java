package dev.graft.advise;

import dev.graft.advise.Evidence.Candidate;
import dev.graft.advise.Evidence.Examples;
import dev.graft.data.DataSummary;
import dev.graft.job.FineTuning;
import dev.graft.job.TrainingJob;
import dev.graft.job.TrainingRequest;
import dev.graft.train.CostEstimate;
import dev.graft.weights.Hub;
import java.util.ArrayList;
import java.util.List;

/// Looks at data with the models there are, and advises how to tune which. Close it to free the first model.
/// ```java
/// Contenders models = Contenders.of(List.of("auto"), photos, hub);
/// try (Advisor advisor = Advisor.of(TrainingRequest.images(photos), models, hub)) {
///     Advised advised = advisor.advise();
///     System.out.println(advised.advice().reasons());
/// }
/// ```
public final class Advisor implements AutoCloseable {
    private final TrainingRequest request;
    private final Contenders contenders;
    private final Hub hub;
    private final TrainingJob first;

    private Advisor(TrainingRequest request, Contenders contenders, Hub hub, TrainingJob first) {
        this.request = request;
        this.contenders = contenders;
        this.hub = hub;
        this.first = first;
    }

    /// Reads the data, and the model that is tried first.
    ///
    /// @param request    how the data are read; its model is not asked
    /// @param contenders models to choose from
    /// @param hub        where they come from
    /// @throws IllegalArgumentException if an option is out of range
    /// @throws dev.graft.data.DataException if the data cannot be used
    /// @throws dev.graft.weights.WeightsException if the weights cannot be used
    public static Advisor of(TrainingRequest request, Contenders contenders, Hub hub) {
        TrainingRequest heads = Step.FEATURES.asked(request, 0);
        return new Advisor(
                heads,
                contenders,
                hub,
                TrainingJob.of(with(heads, contenders.all().getFirst()), hub));
    }

    private static TrainingRequest with(TrainingRequest request, Contender contender) {
        return request.withNetwork(contender.network(request.network()));
    }

    /// What is learned from, in counts.
    public DataSummary data() {
        return first.tuning().summary();
    }

    /// Measures, decides, and says what the training will take.
    public Advised advise() {
        return advise(first.tuning());
    }

    private <X> Advised advise(FineTuning<X> tuning) {
        long start = System.nanoTime();
        Evidence evidence = Evidence.of(Examples.of(tuning.data()));
        for (Contender contender : contenders.all()) {
            evidence =
                    evidence.with(new Candidate(contender.model(), 1, Likeness.UNKNOWN, List.of(), LearningCurve.NONE));
        }
        Advice advice = Advice.of(evidence);
        Contender chosen = contenders.all().stream()
                .filter(each -> advice.model().filter(each.model()::equals).isPresent())
                .findFirst()
                .orElse(contenders.all().getFirst());
        CostEstimate training = training(tuning, chosen, advice);
        List<String> options = new ArrayList<>(chosen.options());
        options.addAll(advice.options());
        return new Advised(data(), evidence, advice, options, training, 0, (System.nanoTime() - start) * 1e-9);
    }

    private <X> CostEstimate training(FineTuning<X> tuning, Contender chosen, Advice advice) {
        TrainingRequest asked = advice.step().asked(with(request, chosen), advice.stages());
        try (TrainingJob job = TrainingJob.of(asked, tuning.data(), hub)) {
            return job.tuning().estimate();
        }
    }

    @Override
    public void close() {
        first.close();
    }
}
