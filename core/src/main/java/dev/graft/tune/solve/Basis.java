package dev.graft.tune.solve;

import dev.graft.torch.Scope;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.ScalarTypeOptional;
import org.bytedeco.pytorch.T_TensorTensor_T;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.jspecify.annotations.Nullable;

/// Features as a head is solved on them: each with mean 0 over the examples and divided by its deviation, or by more
/// where it deviates less than most; and last a column of ones for the bias. A feature that hardly ever moves among few
/// examples would otherwise outweigh all others as soon as it does. Where there are far fewer examples than features,
/// they are turned into the space that the examples span: a penalty on the length of the weights is the same there, and
/// nothing outside it is ever part of the least.
///
/// @param columns   `[N, R + 1]`, float64, the last all ones
/// @param mean      of each feature, `[1, features]`
/// @param divisor   of each feature, 1 of those that are constant, `[1, features]`
/// @param turned    what the first R columns stand for, `[features, R]`; null for the features themselves
record Basis(
        Tensor columns,
        Tensor mean,
        Tensor divisor,
        @Nullable Tensor turned) {
    /// Turning pays from so many features an example.
    private static final int FEATURES_PER_EXAMPLE = 2;

    /// Variance that every feature has beside its own, as a share of the mean variance. Measured in
    /// docs/measurements.md.
    private static final double COMMON = 0.1;

    /// What a constant feature's deviation comes to by rounding, as a share of it.
    private static final double CONSTANT = 1e-6;

    /// @param features `[N, features]`
    static Basis of(Tensor features) {
        Tensor x = features.to(ScalarType.Double);
        Tensor mean = mean(x);
        Tensor centred = x.sub(mean);
        Tensor variance = mean(centred.square());
        Tensor varies = variance.sqrt().gt(mean.abs().mul(new Scalar(CONSTANT)));
        Tensor deviation = variance.add(variance.mean().mul(new Scalar(COMMON))).sqrt();
        Tensor divisor = torch.where(varies, deviation, new Scalar(1.0));
        Tensor standard = centred.div(divisor).mul(varies);
        if (x.size(0) * FEATURES_PER_EXAMPLE > x.size(1)) {
            return new Basis(withOnes(standard), mean, divisor, null);
        }
        try (T_TensorTensor_T parts = torch.linalg_qr(standard.t().contiguous())) {
            // what the pair gives are borrowed handles, which die with it
            return new Basis(withOnes(new Tensor(parts.get1()).t()), mean, divisor, new Tensor(parts.get0()));
        }
    }

    private static Tensor mean(Tensor rows) {
        return rows.mean(new long[] {0}, true, new ScalarTypeOptional());
    }

    private static Tensor withOnes(Tensor columns) {
        try (Scope scope = Scope.open()) {
            Tensor ones = torch.ones(columns.size(0), 1).to(ScalarType.Double);
            return scope.handOver(torch.cat(new TensorVector(columns, ones), 1));
        }
    }

    /// Columns beside that for the bias.
    long rank() {
        return columns.size(1) - 1;
    }

    /// Weights on the features as they came, `[outputs, features]`.
    ///
    /// @param solved `[outputs, R + 1]`
    Tensor weight(Tensor solved) {
        Tensor standard = solved.narrow(1, 0, rank());
        return (turned == null ? standard : standard.mm(turned.t())).div(divisor);
    }

    /// The bias beside those weights, `[outputs]`.
    Tensor bias(Tensor solved) {
        return solved.select(1, rank()).sub(weight(solved).mm(mean.t()).view(-1));
    }
}
