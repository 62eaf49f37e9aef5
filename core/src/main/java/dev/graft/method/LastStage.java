package dev.graft.method;

import dev.graft.tune.NetworkOutline;
import dev.graft.tune.Plan;
import dev.graft.tune.Plans;
import java.util.Set;

/// The head and the last stages before it learn.
record LastStage() implements Method {
    private static final int USUAL_STAGES = 1;

    @Override
    public String word() {
        return "last-stage";
    }

    @Override
    public String summary() {
        return "the head and the last stages before it";
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
        int count = options.stageCount(USUAL_STAGES);
        return Usual.inPlaceOfAdam(Plans.lastStages(network, count, options.epochs(), options.rates()));
    }
}
