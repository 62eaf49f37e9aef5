package dev.graft.method;

import dev.graft.tune.NetworkOutline;
import dev.graft.tune.Plan;
import dev.graft.tune.Plans;
import java.util.Set;

/// Everything learns, each block a share as fast as the one after it.
record LayerDecay() implements Method {
    static final double USUAL_DECAY = 0.75;

    @Override
    public String word() {
        return "layer-decay";
    }

    @Override
    public String summary() {
        return "everything, each block at a share of the next one's rate";
    }

    @Override
    public Set<Choice<?>> takes() {
        return Set.of(Choice.LAYER_DECAY);
    }

    @Override
    public Source usual(Setting setting) {
        return Usual.atOneRate(setting).with(Choice.LAYER_DECAY, USUAL_DECAY);
    }

    @Override
    public Plan plan(TuningOptions options, NetworkOutline network) {
        return Plans.layerDecay(network, options.epochs(), options.learningRate(), options.layerDecay());
    }
}
