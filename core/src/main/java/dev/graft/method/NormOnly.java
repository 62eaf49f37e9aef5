package dev.graft.method;

import dev.graft.tune.NetworkOutline;
import dev.graft.tune.Plan;
import dev.graft.tune.Plans;
import java.util.Set;

/// Norms and the head learn.
record NormOnly() implements Method {
    @Override
    public String word() {
        return "norm-only";
    }

    @Override
    public String summary() {
        return "norms and the head";
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
        return Plans.normOnly(network, options.epochs(), options.rates());
    }
}
