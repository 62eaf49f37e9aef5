package dev.graft.method;

import dev.graft.tune.NetworkOutline;
import dev.graft.tune.Plan;
import dev.graft.tune.Plans;
import java.util.Optional;
import java.util.Set;

/// First the head alone until it has converged, then everything.
record ProbeThenFineTune() implements Method {
    private static final int USUAL_PATIENCE = 2;

    @Override
    public String word() {
        return "probe-then-fine-tune";
    }

    @Override
    public String summary() {
        return "the head until it has converged, then everything";
    }

    @Override
    public Set<Choice<?>> takes() {
        return Set.of(Choice.FROZEN_EPOCHS, Choice.UNFREEZE, Choice.BACKBONE_RATE);
    }

    @Override
    public Source usual(Setting setting) {
        return Usual.withOwnSchedules(Usual.newAtFirst(setting));
    }

    @Override
    public Optional<Source> solved() {
        return Optional.of(Usual.solved());
    }

    @Override
    public Plan plan(TuningOptions options, NetworkOutline network) {
        int epochs = options.epochs();
        if (options.solves()) {
            return Plans.solvedProbeThenFineTune(network, epochs, options.rates());
        }
        int probe = options.frozenEpochs() == 0 ? Math.max(1, epochs / 2) : options.frozenEpochs();
        int patience = options.unfreeze().equals(TuningOptions.AUTO) ? USUAL_PATIENCE : options.stalled();
        return Plans.probeThenFineTune(network, probe, patience, epochs, options.rates());
    }
}
