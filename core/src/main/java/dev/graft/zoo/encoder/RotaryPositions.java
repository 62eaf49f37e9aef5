package dev.graft.zoo.encoder;

import dev.graft.nn.ParamPath;
import dev.graft.torch.Device;
import dev.graft.torch.Tensors;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/// Positions as rotations of queries and keys: Su et al. 2021, <https://arxiv.org/abs/2104.09864>. Channel d and
/// channel d + D / 2 are a point that is turned, for each token further on, by theta^(-2 d / D).
///
/// @param speeds of the D / 2 points, float32
record RotaryPositions(Tensor speeds) {
    /// @param path whose network frees the speeds
    /// @param size channels of a head, D
    static RotaryPositions of(ParamPath path, double theta, int size, Device device) {
        float[] speeds = new float[size / 2];
        for (int i = 0; i < speeds.length; i++) {
            speeds[i] = (float) Math.pow(theta, -2.0 * i / size);
        }
        return new RotaryPositions(path.own(device.place(Tensors.of(speeds, speeds.length))));
    }

    /// @param x `[N, L, …, heads, D]`, all of a token turned alike; `[N, L, 2, heads, D]` for queries and keys
    Tensor turn(Tensor x) {
        long half = x.size(-1) / 2;
        Tensor places = torch.arange(new Scalar(x.size(1)), speeds.options());
        Tensor angles = places.outer(speeds).view(x.size(1), 1, 1, half);
        Tensor cosines = angles.cos();
        Tensor sines = angles.sin();
        Tensor left = x.narrow(-1, 0, half);
        Tensor right = x.narrow(-1, half, half);
        Tensor turned = torch.cat(
                new TensorVector(
                        left.mul(cosines).sub_(right.mul(sines)),
                        right.mul(cosines).add_(left.mul(sines))),
                -1);
        return turned.to(Tensors.type(x)); // angles are float32, whatever attention computes in
    }
}
