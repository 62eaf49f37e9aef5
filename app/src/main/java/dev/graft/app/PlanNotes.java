package dev.graft.app;

import dev.graft.job.TrainingOptions;
import dev.graft.method.Methods;
import dev.graft.model.InitialWeights;
import dev.graft.tune.NetworkOutline;
import dev.graft.tune.ResolvedPlan;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// What a training would do and its options may not have meant.
final class PlanNotes {
    private PlanNotes() {}

    static List<String> of(TrainingOptions options, ResolvedPlan plan, int stepsPerEpoch) {
        List<String> notes = new ArrayList<>(plan.notes(stepsPerEpoch));
        Set<String> learning = new HashSet<>();
        plan.phases().forEach(phase -> learning.addAll(phase.parameters()));
        long frozen = plan.network().parameters().stream()
                .filter(parameter -> !learning.contains(parameter.name()))
                .mapToLong(NetworkOutline.Parameter::count)
                .sum();
        if (frozen > 0 && InitialWeights.parse(options.network().weights()) instanceof InitialWeights.None) {
            notes.add(String.format(
                    Locale.ROOT,
                    "the weights are random (--weights none), and %,d of %,d parameters are never trained; to"
                            + " train from scratch, use --strategy %s",
                    frozen,
                    plan.network().parameterCount(),
                    Methods.ofRandomWeights().word()));
        }
        return List.copyOf(notes);
    }
}
