package dev.graft.job;

import dev.graft.data.BatchSource;
import dev.graft.data.DataSummary;
import dev.graft.data.IndexedSource;
import dev.graft.data.Input;
import dev.graft.data.PartsTable;
import dev.graft.data.Splits;
import dev.graft.model.Model;
import dev.graft.task.Objective;
import dev.graft.task.OperatingPoint;
import dev.graft.text.Bounds;
import dev.graft.train.CostEstimate;
import dev.graft.train.LearningRateCurve;
import dev.graft.train.LearningRateFinder;
import dev.graft.train.PlainExamples;
import dev.graft.train.Recipe;
import dev.graft.train.RunKind;
import dev.graft.train.StepHook;
import dev.graft.train.StopRequest;
import dev.graft.train.Trainer;
import dev.graft.train.TrainingListener;
import dev.graft.train.reuse.ReuseSettings;
import dev.graft.tune.Plan;
import dev.graft.tune.ResolvedPlan;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A model, data and a plan, ready to be run, whatever the examples are; what is not said has a sensible default.
///
/// @param model   what is tuned; it holds the best weights afterwards
/// @param data    what it learns from and is judged by
/// @param plan    what trains when, and how fast
/// @param recipe  how each step is taken; its objective takes the model's task
/// @param batch   examples in a batch
/// @param input   how examples come to the model
/// @param reuse   whether what frozen stages made of the examples is kept for later epochs, and where
/// @param watch   who is told, asked and called on the way
/// @param thresholds from which probability on classes are said by the model that is kept; none for the most probable
/// @param options what it was made of, which `run.json` keeps; null where a program put it together
/// @param <X>     kind of example
public record FineTuning<X>(
        Model<X> model,
        Splits<X> data,
        Plan plan,
        Recipe recipe,
        int batch,
        Input<X> input,
        ReuseSettings reuse,
        Watch watch,
        List<OperatingPoint> thresholds,
        @Nullable TrainingOptions options) {
    static final int MOST_IN_BATCH = 65_536;

    /// Who is told, asked and called while a training goes on.
    ///
    /// @param listeners told of everything as it happens
    /// @param stop      asked after each epoch whether to go on
    /// @param hooks     called before each optimizer step
    public record Watch(List<TrainingListener> listeners, StopRequest stop, List<StepHook> hooks) {
        public Watch {
            listeners = List.copyOf(listeners);
            hooks = List.copyOf(hooks);
        }

        /// Nobody.
        public static Watch nobody() {
            return new Watch(List.of(), new StopRequest(), List.of());
        }

        Trainer over(Trainer trainer) {
            listeners.forEach(trainer::withListener);
            hooks.forEach(trainer::withStepHook);
            return trainer.withStopRequest(stop);
        }

        private static <T> List<T> more(List<T> all, T one) {
            return Stream.concat(all.stream(), Stream.of(one)).toList();
        }
    }

    /// What `run.json` says where nothing else was given.
    private record Settings(Recipe recipe, int batch, String input) {}

    /// @throws IllegalArgumentException if the plan does not fit the model, the data has other labels, or the
    ///     objective
    ///     takes the targets of another task
    public FineTuning {
        recipe = recipe.withUsualObjective(Objective.of(model.task())).withUsualClip(input.usualClip());
        plan.resolve(model.outline());
        if (!data.labels().equals(model.labels()) || data.task() != model.task()) {
            throw new IllegalArgumentException("fine-tuning: expected a model for the labels of the data, "
                    + data.labels() + " (" + data.task().word() + "), found one for " + model.labels() + " ("
                    + model.task().word() + ")");
        }
        if (recipe.objective().task() != model.task()) {
            throw new IllegalArgumentException("fine-tuning: expected an objective for "
                    + model.task().word() + ", found '" + recipe.objective().name() + "' for "
                    + recipe.objective().task().word());
        }
        input.requireLike(model.input());
        input.requireFits(data);
        Bounds.require("batch", batch, 1, MOST_IN_BATCH);
        thresholds = List.copyOf(thresholds);
        Ending.requireCanBeFound(thresholds, data);
    }

    /// Seed 42; of images batches of 32 and light augmentation; of texts batches of 16 and gradients clipped at
    /// 1, what HuggingFace's Trainer does where nothing is said.
    public static <X> FineTuning<X> of(Model<X> model, Splits<X> data, Plan plan) {
        Input<X> input = model.input();
        return new FineTuning<>(
                model,
                data,
                plan,
                Recipe.DEFAULT,
                input.usualBatch(),
                input,
                ReuseSettings.DEFAULT,
                Watch.nobody(),
                List.of(),
                null);
    }

    /// How each step is taken. Where it says nothing of clipping, that stays as is usual for such examples; an
    /// objective of one's own stays where the recipe has none.
    public FineTuning<X> withRecipe(Recipe value) {
        Recipe steps = value.withUsualObjective(recipe.objective());
        return new FineTuning<>(model, data, plan, steps, batch, input, reuse, watch, thresholds, options);
    }

    /// What the outputs mean, where it is not what is usual for the task: another loss, another score, or an
    /// objective of one's own. The model that is saved answers as its task does.
    ///
    /// @throws IllegalArgumentException if the objective takes the targets of another task than the model's
    public FineTuning<X> withObjective(Objective value) {
        return new FineTuning<>(
                model, data, plan, recipe.withObjective(value), batch, input, reuse, watch, thresholds, options);
    }

    /// From which probability on classes are said, or which share of a class is to be found: the thresholds
    /// that do so are found on the validation part with the model that is kept, and kept with it.
    ///
    /// @throws IllegalArgumentException if there is no such class, none of its examples in the validation
    ///     part, or the model answers with numbers
    public FineTuning<X> withThresholds(List<OperatingPoint> value) {
        return new FineTuning<>(model, data, plan, recipe, batch, input, reuse, watch, value, options);
    }

    public FineTuning<X> withBatch(int value) {
        return new FineTuning<>(model, data, plan, recipe, value, input, reuse, watch, thresholds, options);
    }

    /// How examples come to the model: `model.input()`, with what is to be otherwise.
    public FineTuning<X> withInput(Input<X> value) {
        return new FineTuning<>(model, data, plan, recipe, batch, value, reuse, watch, thresholds, options);
    }

    /// Whether what frozen stages made of the examples is kept for later epochs, and where.
    public FineTuning<X> withReuse(ReuseSettings value) {
        return new FineTuning<>(model, data, plan, recipe, batch, input, value, watch, thresholds, options);
    }

    /// Adds a listener.
    public FineTuning<X> withListener(TrainingListener listener) {
        return withWatch(new Watch(Watch.more(watch.listeners(), listener), watch.stop(), watch.hooks()));
    }

    /// Ends after the epoch in which it is asked to; see [StopRequest].
    public FineTuning<X> withStopRequest(StopRequest request) {
        return withWatch(new Watch(watch.listeners(), request, watch.hooks()));
    }

    /// Adds what is called between each backward pass and the optimizer's step.
    public FineTuning<X> withStepHook(StepHook hook) {
        return withWatch(new Watch(watch.listeners(), watch.stop(), Watch.more(watch.hooks(), hook)));
    }

    private FineTuning<X> withWatch(Watch value) {
        return new FineTuning<>(model, data, plan, recipe, batch, input, reuse, value, thresholds, options);
    }

    FineTuning<X> withOptions(TrainingOptions value) {
        return new FineTuning<>(model, data, plan, recipe, batch, input, reuse, watch, thresholds, value);
    }

    /// What is learned from, in counts.
    public DataSummary summary() {
        DataSummary summary = data.summary();
        for (String note : input.notes(data)) {
            summary = summary.withNote(note);
        }
        return loneNote(resolved(), data.train().size(), batch)
                .map(summary::withNote)
                .orElse(summary);
    }

    /// What is said where a last batch of one example joins the one before it.
    ///
    /// @param examples to learn from
    /// @param batch    examples in a batch
    public static Optional<String> loneNote(ResolvedPlan plan, int examples, int batch) {
        return plan.trainsBatchNorms() && BatchSource.hasLone(examples, batch)
                ? Optional.of("the last batch would have had one image, of which batch norms cannot learn: it joins"
                        + " the one before")
                : Optional.empty();
    }

    private boolean joinsLone() {
        return resolved().trainsBatchNorms();
    }

    private ResolvedPlan resolved() {
        return plan.resolve(model.outline());
    }

    /// Which example is in which part.
    public PartsTable parts() {
        return data.table();
    }

    /// Runs into a new folder.
    ///
    /// @throws IllegalArgumentException if the folder holds a run already, or the loss is not a number from the
    ///     first epoch on; no folder is left then
    public Run run(Path folder) {
        model.seed(recipe.seed());
        Work work = work();
        model.settle();
        return work.run(folder);
    }

    /// Goes on with an interrupted run of the same model, data, plan and recipe: it ends in the same bytes as
    /// one that was not interrupted.
    ///
    /// @throws IllegalArgumentException if there is no run in the folder, or its `parts.csv` has other
    ///     examples in the training or the validation part
    public Run resume(Path folder) {
        PartsTable.in(folder).ifPresent(then -> then.requireSame(parts(), folder));
        model.seed(recipe.seed());
        Work work = work();
        model.settle();
        return work.resume(folder);
    }

    /// Optimizer steps in an epoch.
    public int stepsPerEpoch() {
        return Math.ceilDiv(training(input).batches(), recipe.accumulation());
    }

    /// What the run will take on this machine, from a few batches of each phase. The model is left as it was.
    public CostEstimate estimate() {
        return CostEstimate.measure(
                        model.network(),
                        plan,
                        recipe,
                        reuse,
                        training(input),
                        input.validation(data.validation(), batch))
                .withRandomViews(plan, input.randomViews());
    }

    /// How the loss moves while the learning rates of the plan's first phase rise from tiny to huge. The model
    /// is left as it was.
    public LearningRateCurve findLearningRate(LearningRateFinder.Range range) {
        model.seed(recipe.seed());
        return work().findLearningRate(range);
    }

    /// @throws IllegalArgumentException if something does not go together: the precision and the device, say
    Trainer trainer() {
        return work().trainer();
    }

    private Work work() {
        Input<X> kept = input.keeping();
        return new Work(
                RunKind.FINE_TUNING,
                model,
                summary(),
                parts(),
                plan,
                recipe,
                reuse,
                training(kept),
                kept.validation(data.validation(), batch),
                plan.solves() ? Optional.of(plain(kept)) : Optional.empty(),
                watch,
                Review.of(resolved(), recipe.objective().task(), data.summary(), keptForValidation())::findings,
                thresholds.isEmpty()
                        ? Ending.NONE
                        : Ending.deciding(
                                data,
                                input,
                                thresholds,
                                model.network().params().device()),
                options == null ? new Settings(recipe, batch, input.toString()) : options);
    }

    /// Share of the examples; 0 where the data had a part for it.
    private double keptForValidation() {
        if (!data.splitOff()) {
            return 0;
        }
        return options != null
                ? options.data().validationFraction()
                : (double) data.validation().size()
                        / (data.train().size() + data.validation().size());
    }

    /// The training examples as the model is asked about them.
    private PlainExamples plain(Input<X> from) {
        return new PlainExamples(
                from.validation(data.train(), batch),
                data.train().foldOfEach(PlainExamples.FOLDS, recipe.seed()),
                from.randomViews());
    }

    private IndexedSource training(Input<X> from) {
        return from.training(data.train(), batch, recipe.seed(), joinsLone());
    }
}
