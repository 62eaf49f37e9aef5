package dev.graft.advise;

import dev.graft.data.Input;
import dev.graft.data.Splits;
import dev.graft.job.FineTuning;
import dev.graft.model.Model;
import java.util.List;

/// Looks at data before a model learns from them.
///
/// @param data     what there is
/// @param model    whose features labels and outliers are judged by; it is left as it was
/// @param input    how examples come to the model
/// @param seed     decides what is drawn
/// @param progress told how far it is
/// @param <X>      kind of example
public record Inspector<X>(Splits<X> data, Model<X> model, Input<X> input, long seed, Progress progress) {
    /// Told how far an inspection is, on the thread that inspects.
    @FunctionalInterface
    public interface Progress {
        /// What it throws ends the inspection, and comes out of it.
        ///
        /// @param step what is being done, in a word or two
        /// @param done of it
        /// @param all  there is
        void at(String step, int done, int all);
    }

    /// What a training would learn from, as it would read it.
    public static <X> Inspector<X> of(FineTuning<X> tuning) {
        return new Inspector<>(
                tuning.data(), tuning.model(), tuning.input(), tuning.recipe().seed(), (step, done, all) -> {});
    }

    /// Told how far it is.
    public Inspector<X> withProgress(Progress value) {
        return new Inspector<>(data, model, input, seed, value);
    }

    /// Looks.
    ///
    /// @throws dev.graft.data.DataException if an example cannot be read any more
    public Inspection inspect() {
        return new Inspection(
                data.summary(),
                data.task(),
                null,
                null,
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                null,
                List.of());
    }
}
