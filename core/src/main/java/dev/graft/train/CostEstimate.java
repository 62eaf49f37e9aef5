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
/// @param stepsPerEpoch      optimizer steps in an epoch
public record CostEstimate(
        List<PhaseCost> phases,
        double preparationSeconds,
        double savingSeconds,
        double seconds,
        Optional<Long> memoryMiB,
        int stepsPerEpoch) {
    private static final int BATCHES = 4; // the first warms up

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
    }

    public CostEstimate {
        phases = List.copyOf(phases);
    }

    /// The same with what comes before the first epoch.
    public CostEstimate withPreparation(double value) {
        return new CostEstimate(
                phases, value, savingSeconds, seconds - preparationSeconds + value, memoryMiB, stepsPerEpoch);
    }

    /// Trains a few batches in every phase, twice where it has more than one epoch, and leaves the network
    /// as it was. What frozen stages make is kept in memory only. How fast files are written is tried out
    /// in the folder for temporary files.
    ///
    /// @throws IllegalArgumentException if the plan does not fit the network
    public static CostEstimate measure(
            Network network,
            Plan plan,
            Recipe recipe,
            ReuseSettings reuse,
            IndexedSource training,
            IndexedSource validation) {
        Plan miniature = miniature(plan);
        SampledBatches someTraining = new SampledBatches(training, BATCHES);
        SampledBatches someValidation = new SampledBatches(validation, BATCHES);
        BatchTimes times = new BatchTimes();
        PeakMemory.restart();
        try (Snapshot before = new Snapshot()) {
            before.take(network.params().entries());
            try {
                new Trainer(
                                network,
                                miniature,
                                recipe.withPatience(0).withAveraging(Averaging.NONE),
                                someTraining,
                                someValidation)
                        .withReuse(reuse.withKeep(false))
                        .withListener(times)
                        .fit();
            } finally {
                before.restore(network.params());
            }
        }
        List<PhaseCost> phases = new ArrayList<>();
        for (int i = 0; i < plan.phases().size(); i++) {
            int first = miniature.phases().get(i).fromEpoch() + 1;
            phases.add(cost(plan, i, first, times, someTraining, someValidation));
        }
        Optional<Long> memory = PeakMemory.mebibytes();
        double saving = SavingTime.measure(network, plan, recipe.averaging());
        double seconds = phases.stream().mapToDouble(PhaseCost::seconds).sum() + saving;
        return new CostEstimate(
                phases, 0, saving, seconds, memory, Math.ceilDiv(training.batches(), recipe.accumulation()));
    }

    /// The plan with two epochs of each phase, or one where it has no more.
    private static Plan miniature(Plan plan) {
        List<Phase> phases = new ArrayList<>();
        int epochs = 0;
        for (int i = 0; i < plan.phases().size(); i++) {
            phases.add(new Phase(epochs, plan.phases().get(i).groups()));
            epochs += Math.min(2, epochsOf(plan, i));
        }
        return new Plan(
                plan.name(), epochs, phases, plan.optimizer(), plan.schedule(), plan.interval(), plan.trainBn());
    }

    private static int epochsOf(Plan plan, int phase) {
        int end =
                phase + 1 < plan.phases().size() ? plan.phases().get(phase + 1).fromEpoch() : plan.epochs();
        return end - plan.phases().get(phase).fromEpoch();
    }

    /// @param first of the two epochs measured, counted from 1
    private static PhaseCost cost(
            Plan plan, int phase, int first, BatchTimes times, SampledBatches training, SampledBatches validation) {
        int epochs = epochsOf(plan, phase);
        int second = epochs > 1 ? first + 1 : first;
        int computed = Math.min(epochs, training.all().distinctViews().orElse(epochs));
        double computing = training.epochSeconds(times.training(first));
        double reusing = training.epochSeconds(times.training(second));
        double evaluation = validation.epochSeconds(times.validation(first))
                + (epochs - 1) * validation.epochSeconds(times.validation(second));
        return new PhaseCost(
                plan.phases().get(phase).fromEpoch(),
                epochs,
                computing / training.all().batches(),
                reusing / training.all().batches(),
                computed,
                evaluation,
                computed * computing + (epochs - computed) * reusing + evaluation);
    }
}
