package dev.graft.tune;

import dev.graft.nn.ParamStore;
import java.util.List;

/// Parameters that an optimizer steps with one learning rate and one weight decay.
///
/// @param name          how [Optimizer#step] is told its learning rate
/// @param entries       parameters, not buffers
/// @param weightDecay   at least 0
/// @param decaysVectors whether parameters of one dimension, biases and norms, decay as well
public record ParamGroup(String name, List<ParamStore.Entry> entries, double weightDecay, boolean decaysVectors) {
    public ParamGroup {
        entries = List.copyOf(entries);
        for (ParamStore.Entry entry : entries) {
            if (!entry.isParameter()) {
                throw new IllegalArgumentException(
                        "group " + name + ": " + entry.name() + " is a buffer; only parameters are trained");
            }
        }
        if (!(weightDecay >= 0) || Double.isInfinite(weightDecay)) {
            throw new IllegalArgumentException(
                    "group " + name + ": weight decay: expected at least 0, found " + weightDecay);
        }
    }

    /// All of them decay.
    public ParamGroup(String name, List<ParamStore.Entry> entries, double weightDecay) {
        this(name, entries, weightDecay, true);
    }

    /// The weight decay of one of them.
    double weightDecayOf(ParamStore.Entry entry) {
        return decaysVectors || entry.tensor().dim() > 1 ? weightDecay : 0;
    }

    /// The groups of a phase with the tensors of the network it was resolved against.
    ///
    /// @throws IllegalArgumentException if a parameter is not there
    public static List<ParamGroup> of(ResolvedPlan.ResolvedPhase phase, ParamStore params) {
        return phase.groups().stream()
                .map(resolved -> new ParamGroup(
                        resolved.group().name(),
                        resolved.parameters().stream()
                                .map(name -> entry(name, params))
                                .toList(),
                        resolved.group().weightDecay(),
                        resolved.group().decaysVectors()))
                .toList();
    }

    private static ParamStore.Entry entry(String name, ParamStore params) {
        ParamStore.Entry entry = params.find(name);
        if (entry == null) {
            throw new IllegalArgumentException("no tensor named " + name + "; the plan is for another network");
        }
        return entry;
    }
}
