package dev.graft.task;

import dev.graft.data.Task;
import dev.graft.metrics.ClassScore;
import dev.graft.metrics.ConfusionMatrix;
import dev.graft.torch.Tensors;
import dev.graft.tune.Loss;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.LongOptional;
import org.bytedeco.pytorch.Tensor;
import org.jspecify.annotations.Nullable;

/// One of some classes an example: cross-entropy, and the share of examples whose highest logit is that of their class.
///
/// @param decision which class is said, where it is not that of the highest logit; null for that
record OneClass(@Nullable Decision decision) implements Objective {
    OneClass() {
        this(null);
    }

    @Override
    public Task task() {
        return Task.SINGLE_LABEL_CLASSIFICATION;
    }

    @Override
    public Loss loss() {
        return Loss.crossEntropy();
    }

    @Override
    public Loss loss(double labelSmoothing, List<Double> classWeights) {
        return Loss.crossEntropy(labelSmoothing, classWeights);
    }

    @Override
    public boolean blends() {
        return true;
    }

    @Override
    public Tally tally() {
        return new Classes(decision == null ? Classes::mostProbable : decided(decision));
    }

    @Override
    public Score score() {
        return Score.higher("accuracy").withShown("Acc");
    }

    @Override
    public Tensor answers(Tensor outputs) {
        return outputs.softmax(1);
    }

    @Override
    public List<Integer> said(float[] answers) {
        return decision == null ? Objective.super.said(answers) : List.of(decision.choose(answers));
    }

    @Override
    public Prediction prediction(String source, List<String> labels, float[] answers, int top) {
        return decision == null
                ? Prediction.ofClasses(source, labels, answers, top)
                : Prediction.decided(source, decision, decision.choose(answers), answers, top);
    }

    @Override
    public Objective withDecision(Decision value) {
        return new OneClass(value);
    }

    private Function<Tensor, long[]> decided(Decision by) {
        double[] limits = by.limits();
        return outputs -> {
            float[] answers = Tensors.floats(answers(outputs));
            return IntStream.range(0, answers.length / limits.length)
                    .mapToObj(row -> Arrays.copyOfRange(answers, row * limits.length, (row + 1) * limits.length))
                    .mapToLong(row -> Decision.choose(limits, row))
                    .toArray();
        };
    }

    private static final class Classes implements Tally {
        private final Function<Tensor, long[]> said;
        private final List<long[]> targets = new ArrayList<>();
        private final List<long[]> predictions = new ArrayList<>();
        private int classes;
        private long right;
        private long examples;

        /// @param said which class is said of each example, by the outputs
        Classes(Function<Tensor, long[]> said) {
            this.said = said;
        }

        static long[] mostProbable(Tensor outputs) {
            return Tensors.longs(outputs.argmax(new LongOptional(1), false));
        }

        @Override
        public void add(Tensor outputs, List<Tensor> wanted) {
            classes = (int) outputs.size(1);
            long[] found = said.apply(outputs);
            long[] truth = Tensors.longs(wanted.getFirst());
            targets.add(truth);
            predictions.add(found);
            for (int i = 0; i < found.length; i++) {
                right += found[i] == truth[i] ? 1 : 0;
            }
            examples += found.length;
        }

        @Override
        public void add(Tally other) {
            Classes more = Tally.sameKind(Classes.class, other);
            targets.addAll(more.targets);
            predictions.addAll(more.predictions);
            classes = Math.max(classes, more.classes);
            right += more.right;
            examples += more.examples;
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
        public List<Map<String, Double>> outputs() {
            return matrix().scores().stream().map(ClassScore::named).toList();
        }

        @Override
        public Optional<ConfusionMatrix> confusion() {
            return Optional.of(matrix());
        }

        private ConfusionMatrix matrix() {
            return ConfusionMatrix.of(classes, ints(targets), ints(predictions));
        }

        private static int[] ints(List<long[]> batches) {
            return batches.stream()
                    .flatMapToLong(Arrays::stream)
                    .mapToInt(Math::toIntExact)
                    .toArray();
        }
    }
}
