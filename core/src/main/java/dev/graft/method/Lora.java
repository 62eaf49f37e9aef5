package dev.graft.method;

import dev.graft.tune.NetworkOutline;
import dev.graft.tune.Plan;
import dev.graft.tune.Plans;
import java.util.Set;

/// Low-rank adapters beside the layers, and the head, learn.
record Lora() implements Method {
    private static final int USUAL_RANK = 8;

    @Override
    public String word() {
        return "lora";
    }

    @Override
    public String summary() {
        return "low-rank adapters beside the layers, and the head";
    }

    @Override
    public Set<Choice<?>> takes() {
        return Set.of(Choice.BACKBONE_RATE, Choice.LORA_RANK);
    }

    @Override
    public boolean needsAdapters() {
        return true;
    }

    @Override
    public Source usual(Setting setting) {
        return Usual.newAtFirst(setting)
                .withRule(Choice.BACKBONE_RATE, Usual::head) // adapters are as new as the head
                .with(Choice.LORA_RANK, USUAL_RANK);
    }

    @Override
    public Plan plan(TuningOptions options, NetworkOutline network) {
        return Plans.adapters(network, options.epochs(), options.rates());
    }
}
