package dev.graft.model;

import dev.graft.data.Batch;
import dev.graft.data.BatchCursor;
import dev.graft.data.BatchSource;
import dev.graft.nn.Network;
import dev.graft.nn.Pass;
import dev.graft.torch.Device;
import dev.graft.torch.Scope;
import dev.graft.torch.Tensors;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;

/// How far the statistics of what enters a network's batch norms are from those that they keep: see
/// [Similarity.Measure#STATISTICS].
final class NormDivergence {
    private static final double EPSILON = 1e-5; // of batch norms: a channel that never moves has no variance

    private final Map<String, Channels> norms = new LinkedHashMap<>();

    private NormDivergence() {}

    /// Sums over all that entered one batch norm, and what it keeps.
    private static final class Channels {
        private final double[] sums;
        private final double[] squares;
        private final float[] mean;
        private final float[] variance;
        private double count;

        Channels(Tensor mean, Tensor variance) {
            this.mean = Tensors.floats(mean);
            this.variance = Tensors.floats(variance);
            this.sums = new double[this.mean.length];
            this.squares = new double[this.mean.length];
        }

        void add(Tensor x) {
            float[] sum = Tensors.floats(x.sum(0, 2, 3));
            float[] square = Tensors.floats(x.square().sum(0, 2, 3));
            for (int channel = 0; channel < sums.length; channel++) {
                sums[channel] += sum[channel];
                squares[channel] += square[channel];
            }
            count += (double) x.numel() / sums.length;
        }

        double divergence() {
            double[] each = new double[sums.length];
            for (int channel = 0; channel < each.length; channel++) {
                double found = sums[channel] / count;
                each[channel] = symmetric(
                        found,
                        Math.max(0, squares[channel] / count - found * found) + EPSILON,
                        mean[channel],
                        variance[channel] + EPSILON);
            }
            return median(each);
        }
    }

    /// The median over the batch norms; empty where there are none.
    ///
    /// @param source examples as the network takes them
    static Optional<Double> of(Network network, BatchSource source) {
        NormDivergence divergence = new NormDivergence();
        Device device = network.params().device();
        try (BatchCursor cursor = source.open(0)) {
            boolean more = true;
            while (more) {
                try (Scope scope = Scope.open();
                        NoGradGuard guard = new NoGradGuard()) {
                    Batch batch = cursor.next();
                    more = batch != null && divergence.add(network, batch, device);
                }
            }
        }
        return divergence.norms.isEmpty()
                ? Optional.empty()
                : Optional.of(median(divergence.norms.values().stream()
                        .mapToDouble(Channels::divergence)
                        .toArray()));
    }

    /// @return whether there was a batch norm
    private boolean add(Network network, Batch batch, Device device) {
        List<Tensor> inputs = batch.inputs().stream().map(device::place).toList();
        Pass watched = Pass.watched(
                inputs.subList(1, inputs.size()),
                (norm, x, mean, variance) -> norms.computeIfAbsent(norm, first -> new Channels(mean, variance))
                        .add(x));
        network.outputs(inputs.getFirst(), watched);
        return !norms.isEmpty();
    }

    /// The mean of the Kullback-Leibler divergences of two normal distributions from each other.
    static double symmetric(double mean, double variance, double otherMean, double otherVariance) {
        double apart = (mean - otherMean) * (mean - otherMean);
        return (variance / otherVariance + otherVariance / variance + apart * (1 / variance + 1 / otherVariance) - 2)
                / 4;
    }

    private static double median(double[] values) {
        Arrays.sort(values);
        int middle = values.length / 2;
        return values.length % 2 == 1 ? values[middle] : (values[middle - 1] + values[middle]) / 2;
    }
}
