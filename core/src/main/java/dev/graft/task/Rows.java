package dev.graft.task;

import dev.graft.torch.Tensors;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.Tensor;

/// The rows of tensors that came one after the other, as plain numbers.
final class Rows {
    private final List<float[]> batches = new ArrayList<>();
    private int width = 1;

    /// @param tensor `[N]` or `[N, width]`, from any device and of any type
    void add(Tensor tensor) {
        width = (int) (tensor.numel() / Math.max(1, tensor.size(0)));
        batches.add(Tensors.floats(tensor));
    }

    /// Those of another one, behind these.
    void add(Rows other) {
        width = other.batches.isEmpty() ? width : other.width;
        batches.addAll(other.batches);
    }

    /// Numbers in a row.
    int width() {
        return width;
    }

    /// Row after row.
    double[] flat() {
        double[] all =
                new double[batches.stream().mapToInt(batch -> batch.length).sum()];
        int at = 0;
        for (float[] batch : batches) {
            for (float value : batch) {
                all[at++] = value;
            }
        }
        return all;
    }

    /// One number of each row.
    float[] column(int column) {
        float[] all = new float[batches.stream().mapToInt(batch -> batch.length).sum() / width];
        int at = 0;
        for (float[] batch : batches) {
            for (int i = column; i < batch.length; i += width) {
                all[at++] = batch[i];
            }
        }
        return all;
    }

    /// Whether the number of each row is a yes: 1, not 0.
    boolean[] yes(int column) {
        float[] numbers = column(column);
        boolean[] yes = new boolean[numbers.length];
        for (int i = 0; i < yes.length; i++) {
            yes[i] = numbers[i] > 0.5;
        }
        return yes;
    }

    /// Row by row.
    double[][] rows() {
        double[] all = flat();
        double[][] rows = new double[all.length / width][width];
        for (int i = 0; i < rows.length; i++) {
            System.arraycopy(all, i * width, rows[i], 0, width);
        }
        return rows;
    }
}
