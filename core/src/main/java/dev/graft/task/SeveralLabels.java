package dev.graft.task;

import dev.graft.data.Task;
import dev.graft.metrics.ClassScore;
import dev.graft.metrics.LabelScores;
import dev.graft.tune.Loss;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.pytorch.Tensor;

/// Any number of some labels an example: binary cross-entropy, and the share of examples with all labels right. A label
/// is predicted where its logit is above 0, a probability of one half.
record SeveralLabels() implements Objective {
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
        return new Labels();
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
    public Prediction prediction(String source, List<String> labels, float[] answers, int top) {
        return Prediction.ofClasses(source, labels, answers, top);
    }

    private static final class Labels implements Tally {
        private final Rows targets = new Rows();
        private final Rows outputs = new Rows();

        @Override
        public void add(Tensor logits, List<Tensor> wanted) {
            outputs.add(logits);
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
            boolean[] truths = new boolean[wanted.length];
            boolean[] predictions = new boolean[found.length];
            for (int i = 0; i < truths.length; i++) {
                truths[i] = wanted[i] > 0.5;
                predictions[i] = found[i] > 0;
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
