package dev.graft.train;

import dev.graft.data.BatchSource;
import dev.graft.nn.Network;
import dev.graft.tune.Phase;
import dev.graft.tune.Plan;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What a training will take on this machine, from a few steps of each of its phases.
///
/// @param phases       in the order of the plan
/// @param seconds      of the whole training and its evaluations
/// @param memoryMiB    most memory this process held meanwhile, where the system tells
/// @param stepsPerEpoch optimizer steps in an epoch
public record CostEstimate(List<PhaseCost> phases, double seconds, Optional<Long> memoryMiB, int stepsPerEpoch) {
    private static final int BATCHES = 3; // the first warms up

    /// One phase.
    ///
    /// @param fromEpoch          from 0
    /// @param epochs             it lasts
    /// @param secondsPerBatch    of training: forward, backward and optimizer, and waiting for the batch
    /// @param evaluationSeconds  of one evaluation of all validation examples
    /// @param secondsPerEpoch    of training and evaluation
    public record PhaseCost(
            int fromEpoch, int epochs, double secondsPerBatch, double evaluationSeconds, double secondsPerEpoch) {}

    public CostEstimate {
        phases = List.copyOf(phases);
    }

    /// Trains a few batches in every phase, and leaves the network as it was.
    ///
    /// @throws IllegalArgumentException if the plan does not fit the network
    public static CostEstimate measure(
            Network network, Plan plan, Recipe recipe, BatchSource training, BatchSource validation) {
        List<PhaseCost> phases = new ArrayList<>();
        PeakMemory.restart();
        try (Snapshot before = new Snapshot()) {
            before.take(network.params());
            for (int i = 0; i < plan.phases().size(); i++) {
                Phase phase = plan.phases().get(i);
                int end =
                        i + 1 < plan.phases().size() ? plan.phases().get(i + 1).fromEpoch() : plan.epochs();
                Plan alone = new Plan(
                        plan.name(),
                        1,
                        List.of(new Phase(0, phase.groups())),
                        plan.optimizer(),
                        plan.schedule(),
                        plan.interval(),
                        plan.trainBn());
                phases.add(measure(network, alone, recipe, training, validation, phase.fromEpoch(), end));
                before.restore(network.params());
            }
        }
        double seconds = phases.stream()
                .mapToDouble(phase -> phase.epochs() * phase.secondsPerEpoch())
                .sum();
        return new CostEstimate(
                phases, seconds, PeakMemory.mebibytes(), Math.ceilDiv(training.batches(), recipe.accumulation()));
    }

    private static PhaseCost measure(
            Network network,
            Plan alone,
            Recipe recipe,
            BatchSource training,
            BatchSource validation,
            int from,
            int to) {
        BatchTimes times = new BatchTimes();
        new Trainer(network, alone, recipe, FirstBatches.of(training, BATCHES), FirstBatches.of(validation, BATCHES))
                .withListener(times)
                .fit();
        double batch = times.perTrainingBatch();
        double evaluation = times.perValidationBatch() * validation.batches();
        return new PhaseCost(from, to - from, batch, evaluation, batch * training.batches() + evaluation);
    }
}
