package dev.graft.app;

import dev.graft.model.Model;
import picocli.CommandLine.Option;

/// Whether the thresholds that a model keeps are passed over.
final class RawArgument {
    @Option(
            names = "--raw",
            description = "Pass over the thresholds that the model keeps: say the most probable class, and labels from"
                    + " a probability of 0.5 on.")
    private boolean raw;

    boolean isAsked() {
        return raw;
    }

    /// The model as it is asked, which shares all with the one that was opened.
    <X> Model<X> of(Model<X> opened, Output output) {
        Model<X> asked = raw ? opened.withoutDecision() : opened;
        asked.decision()
                .ifPresent(decision -> output.say(
                        "thresholds of the model: %s; --raw passes over them", DecisionText.shortly(decision)));
        return asked;
    }
}
