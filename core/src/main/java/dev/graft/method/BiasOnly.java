package dev.graft.method;

import dev.graft.tune.NetworkOutline;
import dev.graft.tune.Plan;
import dev.graft.tune.Plans;
import java.util.Set;

/// Biases and the head learn.
record BiasOnly() implements Method {
    @Override
    public String word() {
        return "bias-only";
    }

    @Override
    public String summary() {
        return "biases and the head";
    }

    @Override
    public Set<Choice<?>> takes() {
        return Set.of(Choice.BACKBONE_RATE);
    }

    @Override
    public Source usual(Setting setting) {
        return Usual.newAtFirst(setting);
    }

    @Override
    public Plan plan(TuningOptions options, NetworkOutline network) {
        return Plans.biasOnly(network, options.epochs(), options.rates());
    }
}
