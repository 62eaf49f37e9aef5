package dev.graft.tune.solve;

import dev.graft.torch.Scope;
import java.util.function.UnaryOperator;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.ScalarTypeOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/// Heads for one or several selections of the same rows, solved side by side: the loss summed over the rows, and half
/// the squared length of the weights times a strength. A product of all rows with all heads takes little longer than
/// one with a single head, and what they have in common needs to be worked out once.
///
/// @param loss    what is made small
/// @param targets `[N, 1, outputs]`
/// @param weights how much each row counts for each head, `[N, heads, 1]`
/// @param gram    products of the columns with each other over the rows as they count for a head, `[R + 1, R + 1]`
record HeadProblem(HeadLoss loss, Columns columns, Tensor targets, Tensor weights, Tensor gram) {
    /// Below it a loss is taken to bend this much: predictions that are sure of themselves bend nowhere, and no step
    /// should be as long as that says.
    private static final double LEAST_CURVATURE = 1e-4;

    private static final ScalarTypeOptional DOUBLE = new ScalarTypeOptional(ScalarType.Double);

    /// @param columns float64 `[N, R + 1]`
    static HeadProblem of(HeadLoss loss, Tensor columns, Tensor targets, Tensor weights) {
        Tensor gram = columns.t().mm(columns.mul(weights.view(-1, 1)));
        return with(loss, columns, targets, weights, gram);
    }

    /// The same for other weights of the rows, several heads' too. They are taken to bend alike: exactly so where each
    /// row is left out by as many heads.
    HeadProblem weighted(Tensor others) {
        double share =
                others.sum().item_double() / (others.size(1) * weights.sum().item_double());
        return with(loss, columns.exact(), targets, others, gram.mul(new Scalar(share)));
    }

    private static HeadProblem with(HeadLoss loss, Tensor exact, Tensor targets, Tensor weights, Tensor gram) {
        Columns columns = Columns.of(exact, weights.size(1) * targets.size(2));
        return new HeadProblem(loss, columns, targets.to(columns.type()), weights.to(columns.type()), gram);
    }

    long heads() {
        return weights.size(1);
    }

    /// Weights and biases to begin with, `[heads * outputs, R + 1]`.
    Tensor zeros() {
        return torch.zeros(heads() * targets.size(2), columns.width()).to(ScalarType.Double);
    }

    /// `[N, heads, outputs]`
    Tensor outputs(Tensor solved) {
        return columns.outputs(solved).view(columns.count(), heads(), targets.size(2));
    }

    /// Moves heads to the least for a strength.
    ///
    /// @param solved    where to begin
    /// @param tolerance how far above the least a mean loss may be
    /// @return iterations
    int solve(double strength, Tensor solved, double tolerance) {
        try (Scope scope = Scope.open()) {
            double seen = weights.sum().item_double();
            return (columns.areExact() ? Lbfgs.USUAL : Lbfgs.COARSE)
                    .minimize(
                            (x, gradient) -> at(strength, x, gradient),
                            solved,
                            bending(strength, solved),
                            tolerance * seen);
        }
    }

    private double at(double strength, Tensor solved, Tensor gradient) {
        try (Scope scope = Scope.open()) {
            Tensor outputs = outputs(solved);
            Tensor weight = solved.narrow(1, 0, columns.width() - 1);
            double cost = loss.losses(outputs, targets).mul(weights).sum(DOUBLE).item_double();
            Tensor slopes = loss.answers(outputs).sub(targets).mul(weights).view(columns.count(), -1);
            gradient.copy_(columns.gradient(slopes));
            gradient.narrow(1, 0, columns.width() - 1).add_(weight, new Scalar(strength));
            return cost + strength / 2 * weight.square().sum().item_double();
        }
    }

    /// Divides by the second derivatives, taken to be the same for all outputs of all heads: for numbers they are, and
    /// the first step is ridge regression in closed form.
    private UnaryOperator<Tensor> bending(double strength, Tensor solved) {
        Tensor bends;
        try (Scope scope = Scope.open()) {
            Tensor penalty = torch.ones(columns.width()).to(ScalarType.Double).mul(new Scalar(strength));
            penalty.narrow(0, columns.width() - 1, 1).zero_();
            double curvature = Math.max(loss.curvature(outputs(solved)), LEAST_CURVATURE);
            Tensor all = gram.mul(new Scalar(curvature)).add(torch.diag(penalty));
            bends = scope.handOver(torch.cholesky_inverse(torch.linalg_cholesky(all)));
        }
        return gradient -> gradient.mm(bends);
    }
}
