package dev.graft.task;

import dev.graft.data.Task;
import dev.graft.metrics.ValueScores;
import dev.graft.tune.Loss;
import java.util.List;
import java.util.Map;
import org.bytedeco.pytorch.Tensor;

/// Numbers: the mean squared error, and R², the share of the targets' variance that is explained.
record Numbers() implements Objective {
    @Override
    public Task task() {
        return Task.REGRESSION;
    }

    @Override
    public Loss loss() {
        return Loss.meanSquaredError();
    }

    @Override
    public Tally tally() {
        return new Values();
    }

    @Override
    public Score score() {
        return Score.higher("r2").withShown("R2");
    }

    @Override
    public Tensor answers(Tensor outputs) {
        return outputs;
    }

    @Override
    public Prediction prediction(String source, List<String> labels, float[] answers, int top) {
        return Prediction.ofNumbers(source, labels, answers);
    }

    private static final class Values implements Tally {
        private final Rows targets = new Rows();
        private final Rows outputs = new Rows();

        @Override
        public void add(Tensor values, List<Tensor> wanted) {
            outputs.add(values);
            targets.add(wanted.getFirst());
        }

        @Override
        public void add(Tally other) {
            Values more = Tally.sameKind(Values.class, other);
            outputs.add(more.outputs);
            targets.add(more.targets);
        }

        private ValueScores scores() {
            return ValueScores.of(outputs.width(), targets.flat(), outputs.flat());
        }

        @Override
        public double score() {
            return scores().r2();
        }

        @Override
        public Map<String, Double> metrics() {
            return scores().named();
        }

        @Override
        public List<Map<String, Double>> outputs() {
            return ValueScores.each(outputs.width(), targets.flat(), outputs.flat()).stream()
                    .map(ValueScores::named)
                    .toList();
        }
    }
}
