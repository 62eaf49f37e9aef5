package dev.graft.task;

import dev.graft.data.Task;
import dev.graft.metrics.Ranking;
import dev.graft.tune.Loss;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;

/// An objective whose best epoch is chosen by another score than its own. Beside what the other counts, it keeps the
/// probabilities of one class at most.
///
/// @param by     the score
/// @param output the class that it is of; [#ALL] for all
record ChosenBy(Objective other, BestBy by, int output) implements Objective {
    static final int ALL = -1;

    @Override
    public String name() {
        return other.name() + ", best by " + by;
    }

    @Override
    public Task task() {
        return other.task();
    }

    @Override
    public Loss loss() {
        return other.loss();
    }

    @Override
    public Loss loss(double labelSmoothing, List<Double> classWeights) {
        return other.loss(labelSmoothing, classWeights);
    }

    @Override
    public boolean blends() {
        return other.blends();
    }

    @Override
    public Score score() {
        String shown = shown() + (output == ALL ? "" : " of " + by.label());
        return switch (by.word()) {
            case "mae", "rmse" -> Score.lower(by.word()).withShown(shown);
            default ->
                output == ALL
                        ? Score.higher(metric()).withShown(shown)
                        : Score.ofClass(by.word(), by.label()).withShown(shown);
        };
    }

    private String shown() {
        return switch (by.word()) {
            case "macro-f1" -> "macro F1";
            case "micro-f1" -> "micro F1";
            default -> by.word().toUpperCase(Locale.ROOT);
        };
    }

    /// As in the metrics.
    private String metric() {
        return by.word().replace('-', '_');
    }

    @Override
    public Tensor answers(Tensor outputs) {
        return other.answers(outputs);
    }

    @Override
    public Prediction prediction(String source, List<String> labels, float[] answers, int top) {
        return other.prediction(source, labels, answers, top);
    }

    @Override
    public List<Integer> said(float[] answers) {
        return other.said(answers);
    }

    @Override
    public Objective withDecision(Decision decision) {
        return new ChosenBy(other.withDecision(decision), by, output);
    }

    private Scalar place() {
        return new Scalar((long) output);
    }

    @Override
    public Tally tally() {
        return new Scored(this);
    }

    private static final class Scored extends OtherScore {
        private final ChosenBy objective;
        private final String name;
        private final Rows targets = new Rows();
        private final Rows answers = new Rows();

        Scored(ChosenBy objective) {
            super(objective.score().name(), objective.other.tally());
            this.objective = objective;
            this.name = objective.score().name();
        }

        private boolean isRanked() {
            return objective.by.word().equals("ap") || objective.by.word().equals("auc");
        }

        @Override
        public void add(Tensor outputs, List<Tensor> wanted) {
            super.add(outputs, wanted);
            if (isRanked()) {
                Tensor truth = wanted.getFirst();
                targets.add(truth.dim() == 1 ? truth.eq(objective.place()) : truth.select(1, objective.output));
                answers.add(objective.other.answers(outputs).select(1, objective.output));
            }
        }

        @Override
        public void add(Tally other) {
            Scored more = Tally.sameKind(Scored.class, other);
            usual().add(more.usual());
            targets.add(more.targets);
            answers.add(more.answers);
        }

        @Override
        public double score() {
            return switch (objective.by.word()) {
                case "ap" -> Ranking.averagePrecision(targets.yes(0), answers.column(0));
                case "auc" -> Ranking.rocAuc(targets.yes(0), answers.column(0));
                case "f1" -> of(usual().outputs().get(objective.output), "f1");
                case "rmse" ->
                    usual().outputs().stream()
                            .mapToDouble(scores -> Math.sqrt(of(scores, "mse")))
                            .average()
                            .orElseThrow();
                default -> of(usual().metrics(), name);
            };
        }

        private static double of(Map<String, Double> scores, String name) {
            return scores.getOrDefault(name, Double.NaN);
        }
    }
}
