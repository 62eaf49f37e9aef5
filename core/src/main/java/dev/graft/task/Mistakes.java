package dev.graft.task;

import dev.graft.data.Dataset;
import dev.graft.data.Target;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Collects what a model gets wrong while it is judged. Of an example that is right nothing is kept; of numbers every
/// one is, since none is ever exactly right.
/// ```java
/// Mistakes mistakes = Mistakes.of(data.withLabels(model.labels()), objective);
/// model.evaluate(data, model.input(), objective, mistakes);
/// mistakes.worstFirst().forEach(mistake -> IO.println(data.examples().get(mistake.position()).id()));
/// ```
public final class Mistakes implements EachAnswer {
    private final Dataset<?> data;
    private final Objective objective;
    private final List<Mistake> found = new ArrayList<>();

    private Mistakes(Dataset<?> data, Objective objective) {
        this.data = data;
        this.objective = objective;
    }

    /// @param data      with labels in the order of the model's, see [Dataset#withLabels(List)]
    /// @param objective that says what is answered
    public static Mistakes of(Dataset<?> data, Objective objective) {
        return new Mistakes(data, objective);
    }

    @Override
    public void of(int position, float[] answers) {
        mistake(position, answers).ifPresent(found::add);
    }

    private Optional<Mistake> mistake(int position, float[] answers) {
        List<Integer> said = objective.said(answers);
        return switch (data.examples().get(position).target()) {
            case Target.Single(int truth) ->
                said.getFirst() == truth
                        ? Optional.empty()
                        : Optional.of(new Mistake.OfClass(
                                position, truth, said.getFirst(), answers[said.getFirst()], answers[truth]));
            case Target.Several(Set<Integer> truth) ->
                Set.copyOf(said).equals(truth)
                        ? Optional.empty()
                        : Optional.of(ofLabels(position, truth, said, answers));
            case Target.Values(List<Double> truth) -> Optional.of(ofNumbers(position, truth, answers));
        };
    }

    private static Mistake ofLabels(int position, Set<Integer> truth, List<Integer> said, float[] answers) {
        int worst = -1;
        double farthest = -1;
        for (int label = 0; label < answers.length; label++) {
            double off = truth.contains(label) ? 1 - answers[label] : answers[label];
            if (truth.contains(label) != said.contains(label) && !(off <= farthest)) { // also where it is no number
                worst = label;
                farthest = off;
            }
        }
        return new Mistake.OfLabels(position, truth.stream().sorted().toList(), said, worst, answers[worst]);
    }

    private static Mistake ofNumbers(int position, List<Double> truth, float[] answers) {
        List<Float> said = new ArrayList<>();
        for (float answer : answers) {
            said.add(answer);
        }
        return new Mistake.OfNumbers(position, truth, said);
    }

    /// The most certain first, or those farthest off; of equals, in the order of the data.
    public List<Mistake> worstFirst() {
        return found.stream()
                .sorted(Comparator.comparingDouble(Mistake::severity).reversed().thenComparing(Mistake::position))
                .toList();
    }
}
