package dev.graft.train;

import dev.graft.data.Batch;
import dev.graft.data.BatchCursor;
import dev.graft.data.BatchSource;
import dev.graft.data.Task;
import dev.graft.nn.FrozenStages;
import dev.graft.nn.Network;
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

    private final Network network;
    private final Task task;
    private final Loss loss;

    /// For one class an example.
    public Evaluator(Network network) {
        this(network, Task.SINGLE_LABEL_CLASSIFICATION);
    }

    public Evaluator(Network network, Task task) {
        this.network = network;
        this.task = task;
        this.loss = Loss.of(task, 0, List.of());
    }

    /// @param source classes as the network was trained on
    public Evaluation evaluate(BatchSource source) {
        return evaluate(source, 0, (batch, batches, examples, loss) -> {});
    }

    /// @param from index of the stage that batches enter
    Evaluation evaluate(BatchSource source, int from, Watch watch) {
        Tally tally = Tally.of(task);
        long done = 0;
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
                    double batchLoss = loss.of(logits, placed.targets()).item_double();
                    tally.add(logits, placed.targets());
                    done += batch.size();
                    lossSum += batchLoss * batch.size();
                    watch.on(++batches, source.batches(), batch.size(), batchLoss);
                }
            }
        }
        return Evaluation.of(lossSum / Math.max(1, done), tally);
    }
}
