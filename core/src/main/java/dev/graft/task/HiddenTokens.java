package dev.graft.task;

import dev.graft.data.Task;
import dev.graft.tune.Loss;
import java.util.List;
import java.util.Map;
import org.bytedeco.pytorch.LongOptional;
import org.bytedeco.pytorch.Tensor;

/// Which tokens were hidden: cross-entropy over the vocabulary. Shown is the share that was guessed right; the best
/// epoch is the one with the lowest loss, which says more.
record HiddenTokens() implements Objective {
    private static final String GUESSED = "guessed";

    @Override
    public Task task() {
        return Task.MASKED_LANGUAGE_MODELING;
    }

    @Override
    public Loss loss() {
        return Loss.crossEntropy();
    }

    @Override
    public Tally tally() {
        return new Tokens();
    }

    @Override
    public Score score() {
        return Score.higher(GUESSED).withShown("Acc").withLossDeciding();
    }

    @Override
    public Tensor answers(Tensor outputs) {
        return outputs.softmax(1);
    }

    @Override
    public Prediction prediction(String source, List<String> labels, float[] answers, int top) {
        return Prediction.ofClasses(source, labels, answers, top);
    }

    /// Too many classes for a table.
    private static final class Tokens implements Tally {
        private long right;
        private long tokens;

        @Override
        public void add(Tensor outputs, List<Tensor> wanted) {
            Tensor answers = wanted.getFirst();
            right +=
                    outputs.argmax(new LongOptional(1), false).eq(answers).sum().item_long();
            tokens += answers.size(0);
        }

        @Override
        public void add(Tally other) {
            Tokens more = Tally.sameKind(Tokens.class, other);
            right += more.right;
            tokens += more.tokens;
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
