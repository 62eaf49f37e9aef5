package dev.graft.method;

import dev.graft.tune.NetworkOutline;
import dev.graft.tune.Plan;
import dev.graft.tune.Plans;
import java.util.Set;

/// Everything learns, each stage faster than the one before it.
record Discriminative() implements Method {
    @Override
    public String word() {
        return "discriminative";
    }

    @Override
    public String summary() {
        return "everything, each stage faster than the one before it";
    }

    @Override
    public Set<Choice<?>> takes() {
        return Set.of(Choice.BACKBONE_RATE);
    }

    @Override
    public Source usual(Setting setting) {
        Source usual = Usual.atOneRate(setting);
        return setting.fromScratch()
                ? usual
                : usual.withRule(Choice.BACKBONE_RATE, soFar -> Usual.head(soFar) / 10); // of the first stage
    }

    @Override
    public Plan plan(TuningOptions options, NetworkOutline network) {
        return Plans.discriminative(network, options.epochs(), options.rates());
    }
}
