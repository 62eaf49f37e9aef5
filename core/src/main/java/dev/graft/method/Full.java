package dev.graft.method;

import dev.graft.tune.NetworkOutline;
import dev.graft.tune.Plan;
import dev.graft.tune.Plans;
import java.util.Set;

/// Everything learns, the pretrained part more slowly.
record Full() implements Method {
    @Override
    public String word() {
        return "full";
    }

    @Override
    public String summary() {
        return "everything, the pretrained part more slowly";
    }

    @Override
    public Set<Choice<?>> takes() {
        return Set.of(Choice.BACKBONE_RATE);
    }

    @Override
    public Source usual(Setting setting) {
        return Usual.atOneRate(setting);
    }

    @Override
    public Plan plan(TuningOptions options, NetworkOutline network) {
        return Plans.full(network, options.epochs(), options.rates());
    }
}
