package dev.graft.model;

import dev.graft.data.IndexedSource;
import dev.graft.task.EachAnswer;
import dev.graft.task.Objective;
import dev.graft.torch.Tensors;
import dev.graft.train.Evaluator;
import java.util.Arrays;
import java.util.List;
import org.bytedeco.pytorch.Tensor;

/// Tells of each example of a batch which one of the data set it is.
final class ByPosition implements Evaluator.Outputs {
    private final int[] order;
    private final Objective objective;
    private final EachAnswer each;
    private int told;

    /// @param source that is evaluated, whose order may be another than that of the data set
    ByPosition(IndexedSource source, Objective objective, EachAnswer each) {
        this.order = source.order(0);
        this.objective = objective;
        this.each = each;
    }

    @Override
    public void on(Tensor outputs, List<Tensor> targets) {
        int examples = (int) outputs.size(0);
        float[] answers = Tensors.floats(objective.answers(outputs));
        int width = answers.length / examples;
        for (int i = 0; i < examples; i++) {
            each.of(order[told++], Arrays.copyOfRange(answers, i * width, (i + 1) * width));
        }
    }
}
