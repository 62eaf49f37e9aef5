package dev.graft.method;

import dev.graft.tune.NetworkOutline;
import dev.graft.tune.Plan;
import dev.graft.tune.Plans;
import java.util.Set;

/// Chosen stages and the head learn.
record Surgical() implements Method {
    @Override
    public String word() {
        return "surgical";
    }

    @Override
    public String summary() {
        return "chosen stages and the head";
    }

    @Override
    public Set<Choice<?>> takes() {
        return Set.of(Choice.STAGES, Choice.BACKBONE_RATE);
    }

    @Override
    public Source usual(Setting setting) {
        return Usual.atOneRate(setting);
    }

    @Override
    public Plan plan(TuningOptions options, NetworkOutline network) {
        return Plans.surgical(network, options.stageNames(), options.epochs(), options.rates());
    }
}
