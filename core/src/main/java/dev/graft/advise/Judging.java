package dev.graft.advise;

import dev.graft.advise.Evidence.Candidate;
import dev.graft.advise.Evidence.Depth;
import dev.graft.advise.LearningCurve.Point;
import dev.graft.data.Dataset;
import dev.graft.model.Probe;
import dev.graft.tune.NetworkOutline;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Turns what a model makes of examples into scores of heads and of neighbours.
///
/// @param probe    features of the examples
/// @param examples in the same order
/// @param seed     decides which are held back together, and which a learning curve leaves out
record Judging<X>(Probe<X> probe, Dataset<X> examples, long seed) {
    private static final int FOLDS = 5;

    /// A learning curve has heads that learn from a quarter and from half of the examples.
    private static final List<Integer> PARTS = List.of(4, 2);

    Candidate candidate(String model, Likeness likeness, NetworkOutline network) {
        int[] folds = examples.foldOfEach(FOLDS, seed);
        boolean judged = Arrays.stream(folds).distinct().count() > 1;
        List<Depth> depths = judged
                ? probe.stages().stream()
                        .map(stage -> depth(stage, network, folds))
                        .toList()
                : List.of();
        return new Candidate(
                model,
                network.parameterCount(),
                likeness,
                depths,
                judged ? curve(depths.getLast(), folds) : LearningCurve.NONE);
    }

    private Depth depth(String stage, NetworkOutline network, int[] folds) {
        return new Depth(
                stage,
                after(stage, network),
                Answers.scored(examples, probe.heldBack(stage, folds).said()),
                Answers.scored(examples, probe.neighbours(stage, folds)));
    }

    /// A stage without parameters, such as a pooling, stands before the head.
    private static int after(String stage, NetworkOutline network) {
        int own = network.backbone().indexOf(stage);
        return own < 0 ? 0 : network.backbone().size() - 1 - own;
    }

    /// All examples are answered, whoever was learned from.
    private LearningCurve curve(Depth last, int[] folds) {
        List<Point> points = new ArrayList<>();
        for (int part : PARTS) {
            int some = examples.size() / part;
            if (some >= 2 * examples.labels().size()) {
                Scores scores = Answers.scored(
                        examples,
                        probe.heldBack(last.stage(), folds, Sample.drawn(examples, some, seed))
                                .said());
                points.add(new Point(some, scores.measured()));
            }
        }
        points.add(new Point(examples.size(), last.probe().measured()));
        return new LearningCurve(points);
    }
}
