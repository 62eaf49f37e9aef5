package dev.graft.train;

import dev.graft.data.Batch;
import dev.graft.data.BatchCursor;
import dev.graft.data.BatchSource;
import dev.graft.nn.Network;
import dev.graft.torch.Rng;
import dev.graft.torch.Scope;
import dev.graft.tune.Group;
import dev.graft.tune.Interval;
import dev.graft.tune.OptimizerSettings;
import dev.graft.tune.Phase;
import dev.graft.tune.Plan;
import dev.graft.tune.Schedule;
import java.util.ArrayList;
import java.util.List;

/// Trains a few steps while the learning rate rises from tiny to huge, to see where the loss falls fastest (the range
/// test of Smith 2017, <https://arxiv.org/abs/1506.01186>), as fastai 2.7's `lr_find` does.
public final class LearningRateFinder {
    private static final double DIVERGED = 4; // times the best loss
    private static final double SMOOTHING = 0.98;

    private LearningRateFinder() {}

    /// From where to where, in how many steps; fastai's are the default.
    ///
    /// @param from  first rate of the fastest group, above 0
    /// @param to    last rate, above `from`
    /// @param steps at least 20
    public record Range(double from, double to, int steps) {
        /// 1e-7 to 10 in 100 steps.
        public static final Range DEFAULT = new Range(1e-7, 10, 100);

        public Range {
            if (!(from > 0 && to > from && Double.isFinite(to))) {
                throw new IllegalArgumentException(
                        "learning rates: expected 0 < from < to, found " + from + " and " + to);
            }
            if (steps < 20) {
                throw new IllegalArgumentException("steps: expected at least 20, found " + steps);
            }
        }
    }

    /// Steps the groups of the plan's first phase, the fastest through the whole range and the others in
    /// proportion. Ends early when the smoothed loss is four times its best. Puts the network back as it was,
    /// also when it fails.
    ///
    /// @throws IllegalArgumentException if the plan does not fit the network, or trains at no rate above 0
    public static LearningRateCurve find(
            Network network,
            Plan plan,
            Recipe recipe,
            BatchSource training,
            Range range,
            List<TrainingListener> listeners) {
        Plan rising = rising(plan, range);
        LearningRateCurve.Recorder recorder = new LearningRateCurve.Recorder(SMOOTHING, DIVERGED);
        try (Snapshot before = new Snapshot();
                TrainingState state =
                        new TrainingState(network, rising, recipe.withAveraging(Averaging.NONE), range.steps())) {
            before.take(network.params().entries());
            try {
                state.enterPhase();
                run(network, state, recipe, training, range, recorder, listeners);
            } finally {
                before.restore(network.params());
                network.params().parameters().forEach(entry -> entry.tensor().set_requires_grad(false));
            }
        }
        return recorder.curve();
    }

    private static void run(
            Network network,
            TrainingState state,
            Recipe recipe,
            BatchSource training,
            Range range,
            LearningRateCurve.Recorder recorder,
            List<TrainingListener> listeners) {
        int done = 0;
        for (int epoch = 0; done < range.steps(); epoch++) {
            try (BatchCursor cursor = training.open(epoch)) {
                for (int index = 0; index < training.batches() && done < range.steps(); index++) {
                    try (Scope scope = Scope.open()) {
                        Batch batch = cursor.next();
                        if (batch == null) {
                            break;
                        }
                        Batch placed = Placement.on(network.params().device(), batch);
                        Mixed mixed =
                                Mixed.of(recipe.mixing(), placed, Rng.mix(recipe.seed(), epoch, index, Trainer.MIXING));
                        Rng.seedGlobal(Rng.mix(recipe.seed(), epoch, index));
                        Trainer.Forward forward = Trainer.forward(network, 0, state, mixed);
                        double loss = forward.loss().item_double();
                        state.backward(forward.loss(), 1);
                        state.step(List.of());
                        done++;
                        TrainingEvent event =
                                new TrainingEvent.BatchDone(1, true, done, range.steps(), batch.examples(), loss);
                        listeners.forEach(listener -> listener.on(event));
                        if (!recorder.add(fastest(state), loss)) {
                            return;
                        }
                    }
                }
            }
        }
    }

    private static double fastest(TrainingState state) {
        return state.learningRates().values().stream()
                .mapToDouble(Double::doubleValue)
                .max()
                .orElseThrow();
    }

    /// A head that would be solved has no rate: what is looked for is the one with which it could be stepped instead.
    private static List<Group> asStepped(List<Group> solved) {
        return solved.stream()
                .map(group -> group.withLearningRate(Plan.Rates.DEFAULT.head()))
                .toList();
    }

    private static Plan rising(Plan plan, Range range) {
        Phase first = plan.phases().getFirst();
        List<Group> groups = plan.solves(first) ? asStepped(first.groups()) : first.groups();
        double fastest = groups.stream().mapToDouble(Group::learningRate).max().orElse(0);
        if (fastest == 0) {
            throw new IllegalArgumentException("learning rates: all groups of the first phase have a rate of 0");
        }
        List<Group> scaled = new ArrayList<>();
        for (Group group : groups) {
            scaled.add(group.withLearningRate(range.from() * group.learningRate() / fastest));
        }
        double factor = Math.pow(range.to() / range.from(), 1.0 / (range.steps() - 1));
        return new Plan(
                plan.name(),
                1,
                List.of(new Phase(0, scaled)),
                plan.solves(first) ? OptimizerSettings.adamW() : plan.optimizerOf(first),
                new Schedule.Exponential(factor),
                Interval.STEP,
                plan.batchNorms());
    }
}
