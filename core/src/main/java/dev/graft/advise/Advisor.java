package dev.graft.advise;

import dev.graft.data.DataSummary;
import dev.graft.job.FineTuning;
import dev.graft.job.TrainingJob;
import dev.graft.job.TrainingRequest;
import dev.graft.weights.Hub;
import java.time.Duration;

/// Looks at data with the models there are, and advises how to tune which. Close it to free the first model.
/// ```java
/// Contenders models = Contenders.of(List.of("auto"), photos, hub);
/// try (Advisor advisor = Advisor.of(TrainingRequest.images(photos), models, hub)) {
///     Advised advised = advisor.advise(advisor.itinerary(Duration.ofMinutes(10)));
///     System.out.println(advised.advice().reasons());
/// }
/// ```
public final class Advisor implements AutoCloseable {
    private final TrainingJob first;
    private final Looking<?> looking;

    private Advisor(TrainingJob first, Looking<?> looking) {
        this.first = first;
        this.looking = looking;
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
        long start = System.nanoTime();
        TrainingRequest heads = Step.FEATURES.asked(request, 0);
        TrainingJob first = TrainingJob.of(contenders.all().getFirst().of(heads), hub);
        return new Advisor(first, looking(first.tuning(), heads, contenders, hub, start));
    }

    private static <X> Looking<X> looking(
            FineTuning<X> tuning, TrainingRequest request, Contenders contenders, Hub hub, long start) {
        return new Looking<>(tuning, request, contenders, hub, start);
    }

    /// What is learned from, in counts.
    public DataSummary data() {
        return first.tuning().summary();
    }

    /// Looks at a few examples with each model, to know what looking takes; those that are certainly worse than
    /// others are left out, and what does not fit into the budget.
    ///
    /// @throws dev.graft.weights.WeightsException if a model cannot be used
    public Itinerary itinerary(Duration budget) {
        return looking.itinerary(budget);
    }

    /// Measures, decides, and says what the training will take.
    ///
    /// @param progress told how far it is
    public Advised advise(Itinerary itinerary, Inspector.Progress progress) {
        return looking.advise(itinerary, progress);
    }

    /// The same where nobody wants to know how far it is.
    public Advised advise(Itinerary itinerary) {
        return advise(itinerary, (step, done, all) -> {});
    }

    @Override
    public void close() {
        first.close();
    }
}
