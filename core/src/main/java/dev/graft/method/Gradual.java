package dev.graft.method;

import dev.graft.tune.NetworkOutline;
import dev.graft.tune.Plan;
import dev.graft.tune.Plans;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/// Stages join one by one, from the back.
record Gradual() implements Method {
    private static final int USUAL_STAGES = 2;

    @Override
    public String word() {
        return "gradual";
    }

    @Override
    public String summary() {
        return "one more stage from time to time, from the back";
    }

    @Override
    public Set<Choice<?>> takes() {
        return Set.of(Choice.STAGES, Choice.UNFREEZE, Choice.BACKBONE_RATE);
    }

    @Override
    public Source usual(Setting setting) {
        return Usual.newAtFirst(setting);
    }

    @Override
    public Plan plan(TuningOptions options, NetworkOutline network) {
        return Usual.inPlaceOfAdam(joining(options, network));
    }

    private static Plan joining(TuningOptions options, NetworkOutline network) {
        String unfreeze = options.unfreeze();
        int epochs = options.epochs();
        Plan.Rates rates = options.rates();
        if (unfreeze.startsWith("stalled:")) {
            int count = options.stageCount(USUAL_STAGES);
            return Plans.gradualWhenStalled(network, options.stalled(), count, epochs, rates);
        }
        if (unfreeze.startsWith("every:")) {
            int every = TuningOptions.epochs(unfreeze, "every:");
            return Plans.gradualEvery(network, every, options.stageCount(USUAL_STAGES), epochs, rates);
        }
        if (unfreeze.equals(TuningOptions.AUTO)) {
            int count = options.stageCount(USUAL_STAGES);
            return Plans.gradualEvery(network, Math.max(1, epochs / (count + 1)), count, epochs, rates);
        }
        return Plans.gradual(network, at(options), epochs, rates);
    }

    /// The epochs after which one more stage joins, as they were listed.
    private static List<Integer> at(TuningOptions options) {
        String unfreeze = options.unfreeze();
        List<Integer> at = Stream.of(unfreeze.split(","))
                .map(epoch -> TuningOptions.epochs(epoch, ""))
                .toList();
        int before = 0;
        for (int epoch : at) {
            if (epoch <= before || epoch >= options.epochs()) {
                throw new IllegalArgumentException("unfreeze: expected rising numbers of epochs from 1 to "
                        + (options.epochs() - 1) + ", below the " + options.epochs() + " of the run, found "
                        + unfreeze);
            }
            before = epoch;
        }
        if (!options.stages().equals(TuningOptions.AUTO) && options.stageCount(0) != at.size()) {
            throw new IllegalArgumentException("stages: expected " + at.size() + ", one per epoch of unfreeze "
                    + unfreeze + ", found " + options.stages() + "; give only one of the two");
        }
        return at;
    }
}
