package dev.graft.testing;

import dev.graft.nn.ParamStore;
import dev.graft.torch.Scope;
import dev.graft.torch.Tensors;
import java.nio.charset.StandardCharsets;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;

/// Weights and inputs that any language can rebuild from names and shapes alone (SplitMix64 over an
/// FNV-1a hash of the name), so that reference numbers need no weight files.
public final class Portable {
    private Portable() {}

    /// Fills all float tensors of a network by their names, as the generator of the reference numbers did.
    public static void fill(ParamStore params) {
        for (ParamStore.Entry entry : params.entries()) {
            try (Scope scope = Scope.open();
                    NoGradGuard guard = new NoGradGuard()) {
                if (entry.tensor().is_floating_point()) {
                    long[] shape = Tensors.shape(entry.tensor());
                    entry.tensor().copy_(Tensors.of(values(entry.name(), shape), shape));
                } else {
                    entry.tensor().zero_();
                }
            }
        }
    }

    /// Makes a network compute in another floating-point type.
    public static void convert(ParamStore params, ScalarType type) {
        for (ParamStore.Entry entry : params.entries()) {
            if (entry.tensor().is_floating_point()) {
                entry.tensor().set_data(entry.tensor().to(type));
            }
        }
    }

    /// The reference input images: `2 * u("input", i)`.
    public static Tensor inputs(long... shape) {
        float[] values = uniform("input", size(shape));
        for (int i = 0; i < values.length; i++) {
            values[i] *= 2;
        }
        return Tensors.of(values, shape);
    }

    static float[] values(String name, long... shape) {
        float offset = 0;
        float scale = 0.05f;
        if (name.endsWith("running_mean")) {
            scale = 0.02f;
        } else if (name.endsWith("running_var")) {
            offset = 1;
            scale = 0.2f;
        } else if (shape.length == 1) {
            boolean norm = name.endsWith(".weight");
            offset = norm ? 1 : 0;
            scale = norm ? 0.1f : 0.02f;
        } else if (shape.length >= 2 && name.endsWith("weight")) {
            scale = (float) Math.sqrt(6.0 * shape[0] / size(shape));
        }
        float[] values = uniform(name, size(shape));
        for (int i = 0; i < values.length; i++) {
            values[i] = offset + scale * values[i];
        }
        return values;
    }

    private static float[] uniform(String name, int count) {
        long hash = 0xcbf29ce484222325L;
        for (byte b : name.getBytes(StandardCharsets.UTF_8)) {
            hash = (hash ^ (b & 0xff)) * 0x100000001b3L;
        }
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            long x = hash + i + 0x9E3779B97F4A7C15L;
            x = (x ^ (x >>> 30)) * 0xBF58476D1CE4E5B9L;
            x = (x ^ (x >>> 27)) * 0x94D049BB133111EBL;
            x ^= x >>> 31;
            values[i] = (float) (x >>> 40) / (1 << 23) - 1;
        }
        return values;
    }

    private static int size(long... shape) {
        long size = 1;
        for (long dimension : shape) {
            size *= dimension;
        }
        return Math.toIntExact(size);
    }
}
