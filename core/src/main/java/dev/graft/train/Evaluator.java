package dev.graft.train;

import dev.graft.data.Batch;
import dev.graft.data.BatchCursor;
import dev.graft.data.BatchSource;
import dev.graft.data.Task;
import dev.graft.nn.FrozenStages;
import dev.graft.nn.Network;
import dev.graft.task.Objective;
import dev.graft.task.Tally;
import dev.graft.torch.Scope;
import dev.graft.tune.Loss;
import java.util.List;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;

/// Runs a network over a data set in evaluation mode.
public final class Evaluator {
    /// Told after each batch: batches done, batches in all, examples in this batch, its mean loss.
    @FunctionalInterface
    interface Watch {
        void on(int batch, int batches, int examples, double loss);
    }

    /// Told what the network makes of each batch.
    @FunctionalInterface
    public interface Outputs {
        /// @param outputs logits or numbers, without gradients; freed afterwards
        /// @param targets as in a [Batch]
        void on(Tensor outputs, List<Tensor> targets);
    }

    private final Network network;
    private final Objective objective;

    /// For one class an example.
    public Evaluator(Network network) {
        this(network, Task.SINGLE_LABEL_CLASSIFICATION);
    }

    /// By what is usual for a task.
    public Evaluator(Network network, Task task) {
        this(network, Objective.of(task));
    }

    public Evaluator(Network network, Objective objective) {
        this.network = network;
        this.objective = objective;
    }

    /// @param source classes as the network was trained on
    public Evaluation evaluate(BatchSource source) {
        return evaluate(source, (outputs, targets) -> {});
    }

    /// The same, and tells somebody else of each batch.
    public Evaluation evaluate(BatchSource source, Outputs also) {
        return evaluate(source, 0, (batch, batches, examples, loss) -> {}, also);
    }

    /// @param from index of the stage that batches enter
    Evaluation evaluate(BatchSource source, int from, Watch watch) {
        return evaluate(source, from, watch, (outputs, targets) -> {});
    }

    private Evaluation evaluate(BatchSource source, int from, Watch watch, Outputs also) {
        Tally tally = objective.tally();
        Loss loss = objective.loss();
        long answers = 0;
        double lossSum = 0;
        int batches = 0;
        try (BatchCursor cursor = source.open(0);
                FrozenStages stages = network.frozen(from, network.stages().size())) {
            while (true) {
                try (Scope scope = Scope.open();
                        NoGradGuard guard = new NoGradGuard()) {
                    Batch batch = cursor.next();
                    if (batch == null) {
                        break;
                    }
                    Batch placed = Placement.on(network.params().device(), batch);
                    List<Tensor> inputs = placed.inputs();
                    Tensor logits = stages.run(inputs.getFirst(), inputs.subList(1, inputs.size()));
                    double batchLoss = Loss.number(loss.of(logits, placed.targets()));
                    tally.add(logits, placed.targets());
                    also.on(logits, placed.targets());
                    answers += batch.answers();
                    lossSum += batchLoss * batch.answers();
                    watch.on(++batches, source.batches(), batch.examples(), batchLoss);
                }
            }
        }
        return Evaluation.of(lossSum / Math.max(1, answers), tally);
    }
}
