package dev.graft.method;

import dev.graft.tune.NetworkOutline;
import dev.graft.tune.Plan;
import dev.graft.tune.Plans;
import java.util.Set;

/// fastai's recipe: the head through one cycle, then everything through another.
record FineTune() implements Method {
    private static final double RATE = 2e-3; // fastai's
    private static final int USUAL_FROZEN = 1;

    @Override
    public String word() {
        return "fine-tune";
    }

    @Override
    public String summary() {
        return "the head, then everything, a cycle each: fastai's recipe";
    }

    @Override
    public Set<Choice<?>> takes() {
        return Set.of(Choice.FROZEN_EPOCHS);
    }

    @Override
    public Source usual(Setting setting) {
        Source usual = Usual.withOwnSchedules(Usual.newAtFirst(setting));
        return setting.ofTexts() && setting.fromScratch() ? usual : usual.with(Choice.LEARNING_RATE, RATE);
    }

    @Override
    public Plan plan(TuningOptions options, NetworkOutline network) {
        int frozen = Math.max(USUAL_FROZEN, options.frozenEpochs());
        return Plans.fineTune(network, frozen, options.epochs() - frozen, options.learningRate());
    }
}
