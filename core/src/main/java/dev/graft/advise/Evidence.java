package dev.graft.advise;

import dev.graft.data.Dataset;
import dev.graft.data.Example;
import dev.graft.data.Kind;
import dev.graft.data.Splits;
import dev.graft.data.Target;
import dev.graft.data.Task;
import dev.graft.task.Objective;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What was measured before anything is advised, as plain numbers.
///
/// @param examples   that there are
/// @param candidates models that were looked at, the one that is tried first by default in front
/// @param cut        what was left out so that the budget is kept
/// @param notes      what makes the numbers less certain than they look
public record Evidence(Examples examples, List<Candidate> candidates, List<Cut> cut, List<String> notes) {
    /// What there is to learn from.
    ///
    /// @param kind     images or texts
    /// @param task     what is learned
    /// @param training examples to learn from
    /// @param labels   classes, or numbers
    /// @param fewest   examples of the rarest class; all of them where there are no classes
    /// @param metric   what scores are: `accuracy`, `exact_match` or `r2`
    /// @param constant score of who always answers the same
    public record Examples(Kind kind, Task task, int training, int labels, int fewest, String metric, double constant) {
        /// Counted in what is learned from.
        public static Examples of(Splits<?> data) {
            Dataset<?> train = data.train();
            Map<Target, Long> alike =
                    train.examples().stream().collect(Collectors.groupingBy(Example::target, Collectors.counting()));
            boolean classes = data.task() != Task.REGRESSION;
            return new Examples(
                    data.kind(),
                    data.task(),
                    train.size(),
                    train.labels().size(),
                    classes ? Arrays.stream(train.counts()).min().orElse(0) : train.size(),
                    Objective.of(data.task()).score().name(),
                    classes && train.size() > 0 ? (double) Collections.max(alike.values()) / train.size() : 0);
        }
    }

    /// A model that may be tuned.
    ///
    /// @param model      as it is asked for
    /// @param parameters of its network: what it costs to run, roughly, and the same on every machine
    /// @param likeness   of the examples to what it knows
    /// @param depths     from the first stage that was looked at to the last before the head; none where nothing
    ///     could be measured
    /// @param curve      of heads on the last
    public record Candidate(String model, long parameters, Likeness likeness, List<Depth> depths, LearningCurve curve) {
        public Candidate {
            depths = List.copyOf(depths);
        }

        /// Where a head stands by default.
        Optional<Depth> last() {
            return depths.isEmpty() ? Optional.empty() : Optional.of(depths.getLast());
        }
    }

    /// What heads on one stage say of examples that they did not learn from.
    ///
    /// @param stage      whose features they take
    /// @param after      stages with parameters between it and the head
    /// @param probe      of a regularized linear head
    /// @param neighbours of the vote of the nearest examples; null where it was not taken
    public record Depth(
            String stage, int after, Scores probe, @Nullable Scores neighbours) {}

    /// Something that was not looked at.
    ///
    /// @param what it is
    /// @param why  it was left out
    /// @param back how it is looked at nevertheless
    public record Cut(String what, String why, String back) {}

    public Evidence {
        candidates = List.copyOf(candidates);
        cut = List.copyOf(cut);
        notes = List.copyOf(notes);
    }

    /// Nothing but counts.
    public static Evidence of(Examples examples) {
        return new Evidence(examples, List.of(), List.of(), List.of());
    }

    public Evidence with(Candidate candidate) {
        return new Evidence(
                examples,
                Stream.concat(candidates.stream(), Stream.of(candidate)).toList(),
                cut,
                notes);
    }
}
