package dev.graft.tune.solve;

import dev.graft.torch.Products;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch.ScalarType;

/// The rows that heads are solved on, and their products with heads. Small problems are computed in float64; products
/// that are worth several threads in float32, which is enough as long as what comes of them is summed and compared in
/// float64.
///
/// @param exact  `[N, R + 1]`, float64
/// @param rows   the same as it is multiplied with heads
/// @param across the same, `[R + 1, N]`
record Columns(Tensor exact, Tensor rows, Tensor across) {
    /// Numbers a head has for each row, times rows, from which products are large.
    private static final long MANY = 64L << 20;

    /// @param outputs of all heads that are solved side by side
    static Columns of(Tensor exact, long outputs) {
        if (exact.numel() * outputs < MANY) {
            return new Columns(exact, exact, exact.t());
        }
        Tensor single = exact.to(ScalarType.Float);
        return new Columns(exact, single, single.t().contiguous());
    }

    boolean areExact() {
        return type() == ScalarType.Double;
    }

    ScalarType type() {
        return rows.scalar_type().intern();
    }

    long count() {
        return rows.size(0);
    }

    /// With that for the bias.
    long width() {
        return rows.size(1);
    }

    /// What heads say of each row, `[N, outputs]`.
    ///
    /// @param heads float64 `[outputs, R + 1]`
    Tensor outputs(Tensor heads) {
        return areExact() ? rows.mm(heads.t()) : Products.linear(rows, heads.to(type()), new TensorOptional());
    }

    /// The columns summed over the rows, each times how much the loss rises with an output there: float64
    /// `[outputs, R + 1]`.
    ///
    /// @param slopes `[N, outputs]`
    Tensor gradient(Tensor slopes) {
        return areExact()
                ? slopes.t().mm(rows)
                : Products.linear(across, slopes.t().contiguous(), new TensorOptional())
                        .t()
                        .to(ScalarType.Double);
    }
}
