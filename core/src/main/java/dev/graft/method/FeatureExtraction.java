package dev.graft.method;

import dev.graft.tune.NetworkOutline;
import dev.graft.tune.Plan;
import dev.graft.tune.Plans;
import java.util.Optional;
import java.util.Set;

/// Only the new head learns.
record FeatureExtraction() implements Method {
    @Override
    public String word() {
        return "feature-extraction";
    }

    @Override
    public String summary() {
        return "the head";
    }

    @Override
    public Set<Choice<?>> takes() {
        return Set.of();
    }

    @Override
    public boolean trainsHeadAlone() {
        return true;
    }

    @Override
    public Source usual(Setting setting) {
        return Usual.newAtFirst(setting);
    }

    @Override
    public Optional<Source> solved() {
        return Optional.of(Usual.solved().with(Choice.EPOCHS, 1));
    }

    @Override
    public Plan plan(TuningOptions options, NetworkOutline network) {
        if (options.solves()) {
            return Plans.solvedHead(network);
        }
        return Usual.inPlaceOfAdam(Plans.featureExtraction(network, options.epochs(), options.learningRate()));
    }
}
