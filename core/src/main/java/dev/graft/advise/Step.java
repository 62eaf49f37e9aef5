package dev.graft.advise;

import dev.graft.data.Augmentation;
import dev.graft.data.Kind;
import dev.graft.job.TrainingRequest;
import dev.graft.method.Choice;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What the flow tries, each after what it costs less than.
public enum Step {
    FEATURES("feature-extraction", "a new head on the features as they are"),
    LAST_STAGES("last-stage", "the head and the last stages before it"),
    EVERYTHING("discriminative", "everything, each stage at a higher rate than the one before it"),
    GRADUAL("gradual", "one stage after another from the last, and images that vary strongly");

    private final String strategy;
    private final String summary;

    Step(String strategy, String summary) {
        this.strategy = strategy;
        this.summary = summary;
    }

    /// The word of `--strategy`.
    public String strategy() {
        return strategy;
    }

    /// What learns, in a few words.
    public String summary() {
        return summary;
    }

    /// The one that is worth a try where this one was not enough.
    public Optional<Step> next() {
        return ordinal() + 1 < values().length ? Optional.of(values()[ordinal() + 1]) : Optional.empty();
    }

    /// A training that does it.
    ///
    /// @param stages before the head that are tuned; 0 for as many as is usual
    TrainingRequest asked(TrainingRequest request, int stages) {
        TrainingRequest asked = request.with(Choice.STRATEGY, strategy);
        if (tells(stages)) {
            asked = asked.with(Choice.STAGES, Integer.toString(stages));
        }
        return variesStrongly(request.kind()) ? asked.with(Choice.AUGMENT, Augmentation.STRONG) : asked;
    }

    /// The same as options of `graft train`.
    ///
    /// @param stages before the head that are tuned; 0 for as many as is usual
    List<String> options(Kind kind, int stages) {
        List<String> options = new ArrayList<>(List.of("--strategy", strategy));
        if (tells(stages)) {
            options.addAll(List.of("--stages", Integer.toString(stages)));
        }
        if (variesStrongly(kind)) {
            options.addAll(List.of("--augment", "strong"));
        }
        return List.copyOf(options);
    }

    private boolean tells(int stages) {
        return stages > 0 && this == LAST_STAGES;
    }

    private boolean variesStrongly(Kind kind) {
        return kind == Kind.IMAGE && this == GRADUAL;
    }
}
