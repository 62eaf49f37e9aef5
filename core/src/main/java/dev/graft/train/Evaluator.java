package dev.graft.train;

import dev.graft.data.Batch;
import dev.graft.data.BatchCursor;
import dev.graft.data.BatchSource;
import dev.graft.metrics.ConfusionMatrix;
import dev.graft.nn.FrozenStages;
import dev.graft.nn.Network;
import dev.graft.torch.Scope;
import dev.graft.torch.Tensors;
import java.util.List;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/// Runs a network over a data set in evaluation mode.
public final class Evaluator {
    /// Told after each batch: batches done, batches in all, examples in this batch, its mean loss.
    @FunctionalInterface
    interface Watch {
        void on(int batch, int batches, int examples, double loss);
    }

    private final Network network;

    public Evaluator(Network network) {
        this.network = network;
    }

    /// @param source classes as the network was trained on
    public Evaluation evaluate(BatchSource source) {
        return evaluate(source, 0, (batch, batches, examples, loss) -> {});
    }

    /// @param from index of the stage that batches enter
    Evaluation evaluate(BatchSource source, int from, Watch watch) {
        int[] targets = new int[source.examples()];
        int[] predictions = new int[source.examples()];
        int done = 0;
        double lossSum = 0;
        int classes = 0;
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
                    double loss =
                            torch.cross_entropy_loss(logits, placed.targets()).item_double();
                    classes = (int) logits.size(1);
                    copy(Tensors.longs(placed.targets()), targets, done);
                    copy(
                            Tensors.longs(logits.argmax(new org.bytedeco.pytorch.LongOptional(1), false)),
                            predictions,
                            done);
                    done += batch.size();
                    lossSum += loss * batch.size();
                    watch.on(++batches, source.batches(), batch.size(), loss);
                }
            }
        }
        return new Evaluation(lossSum / Math.max(1, done), ConfusionMatrix.of(classes, targets, predictions));
    }

    private static void copy(long[] from, int[] to, int at) {
        for (int i = 0; i < from.length; i++) {
            to[at + i] = (int) from[i];
        }
    }
}
