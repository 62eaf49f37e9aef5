package dev.graft.train;

import dev.graft.data.IndexedSource;
import dev.graft.nn.Network;
import dev.graft.train.reuse.ReuseSettings;
import dev.graft.tune.Phase;
import dev.graft.tune.Plan;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What a training will take on this machine, from a few steps of each of its phases.
///
/// @param phases             in the order of the plan
/// @param preparationSeconds before the first epoch: starting, reading data, loading the model; 0 where
///     the caller has not added it
/// @param savingSeconds      of all checkpoints and models
/// @param seconds            of everything
/// @param memoryMiB          most memory this process held meanwhile, where the system tells
/// @param stepsPerEpoch      optimizer steps in an epoch; 0 where none are taken
public record CostEstimate(
        List<PhaseCost> phases,
        double preparationSeconds,
        double savingSeconds,
        double seconds,
        Optional<Long> memoryMiB,
        int stepsPerEpoch) {
    private static final int BATCHES = 4; // the first warms up
    private static final int MOST_BATCHES = 100;
    private static final double ENOUGH_SECONDS = 3;

    /// One phase.
    ///
    /// @param fromEpoch             from 0
    /// @param epochs                it lasts
    /// @param secondsPerBatch       of training, the mean of an epoch that computes what frozen stages
    ///     make: forward, backward and optimizer, and waiting for the batch
    /// @param secondsPerReusedBatch the same in an epoch that finds it
    /// @param computedEpochs        how many epochs compute it
    /// @param evaluationSeconds     of all evaluations
    /// @param seconds               of training and evaluation in all epochs of the phase
    public record PhaseCost(
            int fromEpoch,
            int epochs,
            double secondsPerBatch,
            double secondsPerReusedBatch,
            int computedEpochs,
            double evaluationSeconds,
            double seconds) {
        /// Mean over the epochs of the phase.
        public double secondsPerEpoch() {
            return seconds / epochs;
        }

        private PhaseCost withRandomViews(int views) {
            return new PhaseCost(
                    fromEpoch,
                    epochs,
                    secondsPerBatch,
                    secondsPerReusedBatch,
                    computedEpochs,
                    evaluationSeconds,
                    seconds + views * (seconds - evaluationSeconds));
        }
    }

    public CostEstimate {
        phases = List.copyOf(phases);
    }

    /// The same with what comes before the first epoch.
    public CostEstimate withPreparation(double value) {
        return new CostEstimate(
                phases, value, savingSeconds, seconds - preparationSeconds + value, memoryMiB, stepsPerEpoch);
    }

    /// The same where a head is solved on random views of each example, too.
    ///
    /// @param plan  that was measured
    /// @param views of each example beside the one without chance
    public CostEstimate withRandomViews(Plan plan, int views) {
        List<PhaseCost> costs = new ArrayList<>();
        for (int i = 0; i < phases.size(); i++) {
            PhaseCost cost = phases.get(i);
            costs.add(plan.solves(plan.phases().get(i)) ? cost.withRandomViews(views) : cost);
        }
        double more = costs.stream().mapToDouble(PhaseCost::seconds).sum()
                - phases.stream().mapToDouble(PhaseCost::seconds).sum();
        return new CostEstimate(costs, preparationSeconds, savingSeconds, seconds + more, memoryMiB, stepsPerEpoch);
    }

    /// Trains a few batches in every phase, twice where it has more than one epoch, and leaves the network
    /// as it was. Where they are over soon, more are trained once Java has warmed up. What frozen stages make
    /// is kept in memory only. How fast files are written is tried out in the folder for temporary files.
    ///
    /// @throws IllegalArgumentException if the plan does not fit the network
    public static CostEstimate measure(
            Network network,
            Plan plan,
            Recipe recipe,
            ReuseSettings reuse,
            IndexedSource training,
            IndexedSource validation) {
        Trial trial = new Trial(
                network,
                miniature(plan),
                recipe.withPatience(0).withAveraging(Averaging.NONE),
                reuse.withKeep(false),
                new SampledBatches(training, BATCHES),
                new SampledBatches(validation, BATCHES));
        PeakMemory.restart();
        BatchTimes times = trial.run();
        double enough = BATCHES * ENOUGH_SECONDS / times.seconds();
        if (enough >= 2 * BATCHES && training.batches() > 2 * BATCHES) {
            int batches = (int) Math.min(enough, MOST_BATCHES);
            trial = trial.with(new SampledBatches(training, batches), new SampledBatches(validation, batches));
            times = trial.run();
        }
        Optional<Long> memory = PeakMemory.mebibytes();
        List<PhaseCost> phases = new ArrayList<>();
        for (int i = 0; i < plan.phases().size(); i++) {
            phases.add(trial.cost(plan, i, times));
        }
        double saving = SavingTime.measure(network, plan, recipe.averaging());
        double seconds = phases.stream().mapToDouble(PhaseCost::seconds).sum() + saving;
        return new CostEstimate(
                phases,
                0,
                saving,
                seconds,
                memory,
                plan.steppedEpochs() == 0 ? 0 : Math.ceilDiv(training.batches(), recipe.accumulation()));
    }

    /// A training in miniature.
    private record Trial(
            Network network,
            Plan plan,
            Recipe recipe,
            ReuseSettings reuse,
            SampledBatches training,
            SampledBatches validation) {
        Trial with(SampledBatches otherTraining, SampledBatches otherValidation) {
            return new Trial(network, plan, recipe, reuse, otherTraining, otherValidation);
        }

        BatchTimes run() {
            BatchTimes times = new BatchTimes();
            try (Snapshot before = new Snapshot()) {
                before.take(network.params().entries());
                try {
                    new Trainer(network, plan, recipe, training, validation)
                            .withReuse(reuse)
                            .withListener(times)
                            .fit();
                } finally {
                    before.restore(network.params());
                }
            }
            return times;
        }

        /// What a phase of the whole training costs.
        PhaseCost cost(Plan whole, int phase, BatchTimes times) {
            int epochs = epochsOf(whole, phase);
            int first = plan.phases().get(phase).fromEpoch() + 1;
            int second = epochs > 1 ? first + 1 : first;
            int computed = Math.min(epochs, training.all().distinctViews().orElse(epochs));
            double computing = training.epochSeconds(times.training(first));
            double reusing = training.epochSeconds(times.training(second));
            double evaluation = validation.epochSeconds(times.validation(first))
                    + (epochs - 1) * validation.epochSeconds(times.validation(second));
            return new PhaseCost(
                    whole.phases().get(phase).fromEpoch(),
                    epochs,
                    computing / training.all().batches(),
                    reusing / training.all().batches(),
                    computed,
                    evaluation,
                    computed * computing + (epochs - computed) * reusing + evaluation);
        }
    }

    /// The plan with two epochs of each phase, or one where it has no more.
    private static Plan miniature(Plan plan) {
        List<Phase> phases = new ArrayList<>();
        int epochs = 0;
        for (int i = 0; i < plan.phases().size(); i++) {
            phases.add(plan.phases().get(i).movedTo(epochs));
            epochs += Math.min(2, epochsOf(plan, i));
        }
        return new Plan(
                plan.name(), epochs, phases, plan.optimizer(), plan.schedule(), plan.interval(), plan.batchNorms());
    }

    private static int epochsOf(Plan plan, int phase) {
        int end =
                phase + 1 < plan.phases().size() ? plan.phases().get(phase + 1).fromEpoch() : plan.epochs();
        return end - plan.phases().get(phase).fromEpoch();
    }
}
