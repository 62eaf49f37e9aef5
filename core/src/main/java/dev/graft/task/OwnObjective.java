package dev.graft.task;

import dev.graft.data.Task;
import dev.graft.tune.Loss;
import dev.graft.tune.solve.HeadLoss;
import java.util.List;
import java.util.Optional;
import org.bytedeco.pytorch.Tensor;
import org.jspecify.annotations.Nullable;

/// Another objective with something of one's own.
///
/// @param own     its loss; null for the other's
/// @param measure what its score is; null for the other's
/// @param ranks   whether its tally also ranks the examples of each class
record OwnObjective(
        Objective other,
        String name,
        @Nullable Loss own,
        Score score,
        @Nullable Measure measure,
        boolean ranks) implements Objective {
    OwnObjective {
        if (name.isBlank()) {
            throw new IllegalArgumentException("objective: expected a name, found none");
        }
    }

    static OwnObjective of(Objective other, Loss own) {
        return new OwnObjective(other, other.name() + ", own loss", own, other.score(), null, false);
    }

    /// @throws IllegalArgumentException if there would be a number for each word of a vocabulary to keep
    static OwnObjective of(Objective other, Score score, Measure measure) {
        if (other.task() == Task.MASKED_LANGUAGE_MODELING) {
            throw new IllegalArgumentException("score " + score.name() + ": the answers to all hidden tokens do not fit"
                    + " into memory; implement Objective, with a Tally that counts batch by batch");
        }
        return new OwnObjective(other, other.name() + ", score " + score.name(), null, score, measure, false);
    }

    static OwnObjective withLossDeciding(Objective other) {
        return new OwnObjective(
                other, other.name() + ", loss decides", null, other.score().withLossDeciding(), null, false);
    }

    static OwnObjective ranking(Objective other) {
        return new OwnObjective(other, other.name(), null, other.score(), null, true);
    }

    static OwnObjective of(Objective other, String name) {
        return new OwnObjective(other, name, null, other.score(), null, false);
    }

    @Override
    public Task task() {
        return other.task();
    }

    @Override
    public Optional<HeadLoss> solvable() {
        return own == null ? other.solvable() : Optional.empty();
    }

    @Override
    public Loss loss() {
        return own == null ? other.loss() : own;
    }

    @Override
    public Loss loss(double labelSmoothing, List<Double> classWeights) {
        if (own == null) {
            return other.loss(labelSmoothing, classWeights);
        }
        if (labelSmoothing > 0 || !classWeights.isEmpty()) {
            throw new IllegalArgumentException("label smoothing and class weights: the objective '" + name
                    + "' has a loss of its own, which takes neither");
        }
        return own;
    }

    @Override
    public boolean blends() {
        return other.blends();
    }

    @Override
    public Tally tally() {
        if (ranks) {
            return new Ranked(other);
        }
        return measure == null ? other.tally() : new Measured(other, score, measure);
    }

    @Override
    public Tensor answers(Tensor outputs) {
        return other.answers(outputs);
    }

    @Override
    public List<Integer> said(float[] answers) {
        return other.said(answers);
    }

    @Override
    public Prediction prediction(String source, List<String> labels, float[] answers, int top) {
        return other.prediction(source, labels, answers, top);
    }

    @Override
    public Objective withDecision(Decision decision) {
        return new OwnObjective(other.withDecision(decision), name, own, score, measure, ranks);
    }

    private static final class Measured extends OtherScore {
        private final Objective kind;
        private final Score score;
        private final Measure measure;
        private final Rows targets = new Rows();
        private final Rows answers = new Rows();

        Measured(Objective kind, Score score, Measure measure) {
            super(score.name(), kind.tally());
            this.kind = kind;
            this.score = score;
            this.measure = measure;
        }

        @Override
        public void add(Tensor outputs, List<Tensor> wanted) {
            super.add(outputs, wanted);
            targets.add(wanted.getFirst());
            answers.add(kind.answers(outputs));
        }

        @Override
        public void add(Tally other) {
            Measured more = Tally.sameKind(Measured.class, other);
            usual().add(more.usual());
            targets.add(more.targets);
            answers.add(more.answers);
        }

        @Override
        public double score() {
            return score.requireFinite(measure.of(targets.rows(), answers.rows()));
        }
    }
}
