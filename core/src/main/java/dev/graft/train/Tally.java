package dev.graft.train;

import dev.graft.data.Task;
import dev.graft.metrics.ConfusionMatrix;
import dev.graft.metrics.LabelScores;
import dev.graft.metrics.ValueScores;
import dev.graft.torch.Tensors;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.LongOptional;
import org.bytedeco.pytorch.Tensor;
import org.jspecify.annotations.Nullable;

/// Collects what a network answered, batch by batch, and says how good it was. What it says are plain numbers by the
/// names that scikit-learn has for them.
sealed interface Tally {
    /// Share of hidden tokens that were guessed right.
    String GUESSED = "guessed";

    static Tally of(Task task) {
        return switch (task) {
            case SINGLE_LABEL_CLASSIFICATION -> new Classes();
            case MULTI_LABEL_CLASSIFICATION -> new Labels();
            case REGRESSION -> new Values();
            case MASKED_LANGUAGE_MODELING -> new Tokens();
        };
    }

    /// Counts a batch.
    ///
    /// @param outputs logits, or numbers for a regression, without gradients
    void add(Tensor outputs, Tensor targets);

    /// The number that a better network has more of: [EpochResult#valAccuracy()] says which it is.
    double score();

    /// All that there is to say, in the order in which people want to read it.
    Map<String, Double> metrics();

    /// For one class an example.
    default Optional<ConfusionMatrix> confusion() {
        return Optional.empty();
    }

    private static long[] highest(Tensor logits) {
        return Tensors.longs(logits.argmax(new LongOptional(1), false));
    }

    /// One class an example.
    final class Classes implements Tally {
        private final IntStream.Builder targets = IntStream.builder();
        private final IntStream.Builder predictions = IntStream.builder();
        private int classes;
        private long right;
        private long examples;
        private @Nullable ConfusionMatrix made;

        @Override
        public void add(Tensor outputs, Tensor wanted) {
            classes = (int) outputs.size(1);
            long[] found = highest(outputs);
            long[] truth = Tensors.longs(wanted);
            for (int i = 0; i < found.length; i++) {
                targets.add((int) truth[i]);
                predictions.add((int) found[i]);
                right += found[i] == truth[i] ? 1 : 0;
            }
            examples += found.length;
        }

        @Override
        public double score() {
            return (double) right / Math.max(1, examples);
        }

        @Override
        public Map<String, Double> metrics() {
            ConfusionMatrix matrix = matrix();
            Map<String, Double> metrics = new LinkedHashMap<>();
            metrics.put("accuracy", matrix.accuracy());
            metrics.put("macro_f1", matrix.macroF1());
            metrics.put("mcc", matrix.mcc());
            return metrics;
        }

        @Override
        public Optional<ConfusionMatrix> confusion() {
            return Optional.of(matrix());
        }

        private ConfusionMatrix matrix() {
            ConfusionMatrix matrix = made;
            if (matrix == null) {
                matrix = ConfusionMatrix.of(
                        classes, targets.build().toArray(), predictions.build().toArray());
                made = matrix;
            }
            return matrix;
        }
    }

    /// Any number of classes an example; one is predicted where its logit is above 0, a probability of one half.
    final class Labels implements Tally {
        private final DoubleStream.Builder targets = DoubleStream.builder();
        private final DoubleStream.Builder outputs = DoubleStream.builder();
        private int width = 1;
        private @Nullable LabelScores made;

        @Override
        public void add(Tensor logits, Tensor wanted) {
            width = (int) logits.size(1);
            for (float logit : Tensors.floats(logits)) {
                outputs.add(logit);
            }
            for (float target : Tensors.floats(wanted)) {
                targets.add(target);
            }
        }

        private LabelScores scores() {
            LabelScores scores = made;
            if (scores == null) {
                double[] wanted = targets.build().toArray();
                double[] found = outputs.build().toArray();
                boolean[] truths = new boolean[wanted.length];
                boolean[] predictions = new boolean[found.length];
                for (int i = 0; i < truths.length; i++) {
                    truths[i] = wanted[i] > 0.5;
                    predictions[i] = found[i] > 0;
                }
                scores = LabelScores.of(width, truths, predictions);
                made = scores;
            }
            return scores;
        }

        @Override
        public double score() {
            return scores().exactMatch();
        }

        @Override
        public Map<String, Double> metrics() {
            Map<String, Double> metrics = new LinkedHashMap<>();
            metrics.put("exact_match", scores().exactMatch());
            metrics.put("micro_f1", scores().microF1());
            metrics.put("macro_f1", scores().macroF1());
            return metrics;
        }
    }

    /// Numbers.
    final class Values implements Tally {
        private final DoubleStream.Builder targets = DoubleStream.builder();
        private final DoubleStream.Builder outputs = DoubleStream.builder();
        private int width = 1;
        private @Nullable ValueScores made;

        @Override
        public void add(Tensor values, Tensor wanted) {
            width = (int) values.size(1);
            for (float value : Tensors.floats(values)) {
                outputs.add(value);
            }
            for (float target : Tensors.floats(wanted)) {
                targets.add(target);
            }
        }

        private ValueScores scores() {
            ValueScores scores = made;
            if (scores == null) {
                scores = ValueScores.of(
                        width, targets.build().toArray(), outputs.build().toArray());
                made = scores;
            }
            return scores;
        }

        @Override
        public double score() {
            return scores().r2();
        }

        @Override
        public Map<String, Double> metrics() {
            Map<String, Double> metrics = new LinkedHashMap<>();
            metrics.put("r2", scores().r2());
            metrics.put("mse", scores().mse());
            metrics.put("mae", scores().mae());
            metrics.put("pearson", scores().pearson());
            metrics.put("spearman", scores().spearman());
            return metrics;
        }
    }

    /// Hidden tokens: too many classes for a table.
    final class Tokens implements Tally {
        private long right;
        private long tokens;

        @Override
        public void add(Tensor outputs, Tensor wanted) {
            right += outputs.argmax(new LongOptional(1), false).eq(wanted).sum().item_long();
            tokens += wanted.size(0);
        }

        @Override
        public double score() {
            return (double) right / Math.max(1, tokens);
        }

        @Override
        public Map<String, Double> metrics() {
            return Map.of(GUESSED, score());
        }
    }
}
