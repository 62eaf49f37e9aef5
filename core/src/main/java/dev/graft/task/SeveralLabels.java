package dev.graft.task;

import dev.graft.data.Task;
import dev.graft.metrics.ClassScore;
import dev.graft.metrics.LabelScores;
import dev.graft.tune.Loss;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.Tensor;
import org.jspecify.annotations.Nullable;

/// Any number of some labels an example: binary cross-entropy, and the share of examples with all labels right. A label
/// is predicted where its logit is above 0, a probability of one half.
///
/// @param decision from which probability on labels are predicted; null for one half
record SeveralLabels(@Nullable Decision decision) implements Objective {
    SeveralLabels() {
        this(null);
    }

    @Override
    public Task task() {
        return Task.MULTI_LABEL_CLASSIFICATION;
    }

    @Override
    public Loss loss() {
        return Loss.binaryCrossEntropy();
    }

    @Override
    public Tally tally() {
        return new Labels(decision);
    }

    @Override
    public Score score() {
        return Score.higher("exact_match").withShown("Acc");
    }

    @Override
    public Tensor answers(Tensor outputs) {
        return outputs.sigmoid();
    }

    @Override
    public List<Integer> said(float[] answers) {
        if (decision == null) {
            return Objective.super.said(answers);
        }
        double[] limits = decision.limits();
        return IntStream.range(0, limits.length)
                .filter(label -> Decision.says(limits[label], answers[label]))
                .boxed()
                .toList();
    }

    @Override
    public Prediction prediction(String source, List<String> labels, float[] answers, int top) {
        Prediction usual = Prediction.ofClasses(source, labels, answers, top);
        return decision == null
                ? usual
                : usual.withSaid(
                        decision,
                        said(answers).stream().map(decision.labels()::get).toList());
    }

    @Override
    public Objective withDecision(Decision value) {
        return new SeveralLabels(value);
    }

    private static final class Labels implements Tally {
        private final @Nullable Decision decision;
        private final Rows targets = new Rows();
        private final Rows outputs = new Rows();

        Labels(@Nullable Decision decision) {
            this.decision = decision;
        }

        /// Logits; where thresholds decide, probabilities.
        @Override
        public void add(Tensor logits, List<Tensor> wanted) {
            outputs.add(decision == null ? logits : logits.sigmoid());
            targets.add(wanted.getFirst());
        }

        @Override
        public void add(Tally other) {
            Labels more = Tally.sameKind(Labels.class, other);
            outputs.add(more.outputs);
            targets.add(more.targets);
        }

        private LabelScores scores() {
            double[] wanted = targets.flat();
            double[] found = outputs.flat();
            double[] limits = decision == null ? new double[0] : decision.limits();
            boolean[] truths = new boolean[wanted.length];
            boolean[] predictions = new boolean[found.length];
            for (int i = 0; i < truths.length; i++) {
                truths[i] = wanted[i] > 0.5;
                predictions[i] =
                        limits.length == 0 ? found[i] > 0 : Decision.says(limits[i % limits.length], (float) found[i]);
            }
            return LabelScores.of(outputs.width(), truths, predictions);
        }

        @Override
        public double score() {
            return scores().exactMatch();
        }

        @Override
        public Map<String, Double> metrics() {
            LabelScores scores = scores();
            Map<String, Double> metrics = new LinkedHashMap<>();
            metrics.put("exact_match", scores.exactMatch());
            metrics.put("micro_f1", scores.microF1());
            metrics.put("macro_f1", scores.macroF1());
            return metrics;
        }

        @Override
        public List<Map<String, Double>> outputs() {
            return scores().labels().stream().map(ClassScore::named).toList();
        }
    }
}
