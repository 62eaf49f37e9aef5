package dev.graft;

import dev.graft.tune.NetworkOutline;
import dev.graft.tune.Plan;
import dev.graft.tune.Plans;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/// How much of a pretrained network is tuned, in one word.
public enum Strategy {
    /// Only the new head learns.
    FEATURE_EXTRACTION,
    /// The head and the last stages before it learn.
    LAST_STAGE,
    /// Everything learns, the pretrained part more slowly.
    FULL;

    /// `feature-extraction`, as it is written on the command line and in files.
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /// Reads a word, with hyphens or underscores.
    ///
    /// @throws IllegalArgumentException if there is no such strategy
    public static Strategy parse(String word) {
        String name = word.strip().toUpperCase(Locale.ROOT).replace('-', '_');
        return Arrays.stream(values())
                .filter(strategy -> strategy.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("strategy: expected "
                        + Arrays.stream(values()).map(Strategy::word).collect(Collectors.joining(", ")) + ", found '"
                        + word + "'"));
    }

    /// The plan this word stands for.
    ///
    /// @param stages stages before the head that [#LAST_STAGE] tunes
    public Plan plan(NetworkOutline network, int epochs, int stages, Plan.Rates rates) {
        return switch (this) {
            case FEATURE_EXTRACTION -> Plans.featureExtraction(network, epochs, rates.head());
            case LAST_STAGE -> Plans.lastStages(network, stages, epochs, rates);
            case FULL -> Plans.full(network, epochs, rates);
        };
    }

    @Override
    public String toString() {
        return word();
    }
}
