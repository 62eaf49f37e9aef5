package dev.graft.train;

import dev.graft.data.Batch;
import dev.graft.data.BatchCursor;
import dev.graft.data.BatchSource;
import dev.graft.metrics.ConfusionMatrix;
import dev.graft.nn.Network;
import dev.graft.nn.StageModes;
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
        return evaluate(source, (batch, batches, examples, loss) -> {});
    }

    Evaluation evaluate(BatchSource source, Watch watch) {
        int[] targets = new int[source.examples()];
        int[] predictions = new int[source.examples()];
        int done = 0;
        double lossSum = 0;
        int classes = 0;
        int batches = 0;
        try (BatchCursor cursor = source.open(0)) {
            while (true) {
                try (Scope scope = Scope.open();
                        NoGradGuard guard = new NoGradGuard()) {
                    Batch batch = cursor.next();
                    if (batch == null) {
                        break;
                    }
                    Batch placed = Placement.on(network.params().device(), batch);
                    Tensor logits = logits(placed.inputs());
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

    private Tensor logits(List<Tensor> inputs) {
        int stages = network.stages().size();
        return network.run(0, stages, inputs.getFirst(), inputs.subList(1, inputs.size()), StageModes.EVALUATION);
    }

    private static void copy(long[] from, int[] to, int at) {
        for (int i = 0; i < from.length; i++) {
            to[at + i] = (int) from[i];
        }
    }
}
