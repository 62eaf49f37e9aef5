package dev.graft.model;

import dev.graft.torch.Device;
import dev.graft.torch.Tensors;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.Tensor;

/// From the tensors of a batch, in a scope, to a row of numbers for each of its examples.
@FunctionalInterface
interface Computing {
    /// @return `[N, numbers]`
    Tensor of(List<Tensor> inputs);

    /// @param inputs where they were made
    /// @param device where it is computed
    default List<float[]> rows(List<Tensor> inputs, Device device) {
        Tensor made = of(inputs.stream().map(device::place).toList());
        int count = Math.toIntExact(made.size(0));
        float[] numbers = Tensors.floats(made);
        int width = numbers.length / count;
        return IntStream.range(0, count)
                .mapToObj(i -> Arrays.copyOfRange(numbers, i * width, (i + 1) * width))
                .toList();
    }
}
