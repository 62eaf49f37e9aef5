package dev.graft.advise;

import dev.graft.advise.Advice.Gain;
import dev.graft.advise.Advice.Reason;
import dev.graft.advise.Evidence.Candidate;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// Which model is to be tuned.
///
/// @param chosen of the candidates
/// @param why    it was
/// @param gain   over the largest of those that are smaller; empty where there is none
record Preference(Candidate chosen, Optional<Reason> why, Optional<Gain> gain) {
    /// Of the models whose features are not worse than the best by more than a standard error, the one that is tried
    /// first by default.
    static Optional<Preference> of(List<Candidate> candidates) {
        List<Candidate> measured =
                candidates.stream().filter(each -> each.last().isPresent()).toList();
        if (measured.isEmpty()) {
            return candidates.stream()
                    .findFirst()
                    .map(first -> new Preference(first, Optional.empty(), Optional.empty()));
        }
        Candidate best = measured.stream()
                .max(Comparator.comparingDouble(each -> probe(each).measured().mean()))
                .orElseThrow();
        Candidate chosen = measured.stream()
                .filter(each -> !probe(best).over(probe(each)).decides())
                .findFirst()
                .orElse(best);
        Optional<Candidate> cheaper = measured.stream()
                .filter(each -> each.parameters() < chosen.parameters())
                .max(Comparator.comparingLong(Candidate::parameters));
        return Optional.of(new Preference(
                chosen,
                measured.size() > 1 ? Optional.of(reason(chosen, best)) : Optional.empty(),
                cheaper.map(each -> new Gain(
                        "a head on " + chosen.model(),
                        "one on " + each.model() + ", the next smaller model",
                        probe(chosen).over(probe(each))))));
    }

    private static Scores probe(Candidate candidate) {
        return candidate.last().orElseThrow().probe();
    }

    private static Reason reason(Candidate chosen, Candidate best) {
        return new Reason(
                "model",
                chosen.equals(best)
                        ? "%s: a head on its features is the best, %s"
                                .formatted(chosen.model(), probe(chosen).measured())
                        : "%s: a head on its features (%s) is no standard error below the best, on %s (%s), and it is the one that is usually tried first"
                                .formatted(
                                        chosen.model(),
                                        probe(chosen).measured(),
                                        best.model(),
                                        probe(best).measured()));
    }
}
