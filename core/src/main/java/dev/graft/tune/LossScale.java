package dev.graft.tune;

import dev.graft.nn.ParamStore;
import dev.graft.torch.Fused;
import dev.graft.torch.Scope;
import java.util.Collection;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;

/// How much a loss is enlarged before the backward pass, so that small float16 gradients do not become zero:
/// the rule of `torch.amp.GradScaler` as a value. Its two numbers are all there is to save.
/// ```java
/// scale.apply(loss).backward();
/// boolean finite = scale.unscale(params);
/// if (finite) {
///     optimizer.step(learningRates);
/// }
/// scale = scale.next(finite);
/// ```
///
/// @param factor    what the loss is multiplied by, above 0
/// @param goodSteps steps with finite gradients since the factor last changed
public record LossScale(double factor, int goodSteps) {
    private static final double GROWTH = 2;
    private static final double BACKOFF = 0.5;
    private static final int GROWTH_INTERVAL = 2000;

    /// Where training begins.
    public static final LossScale INITIAL = new LossScale(65536, 0);

    public LossScale {
        if (!(factor > 0) || Double.isInfinite(factor)) {
            throw new IllegalArgumentException("loss scale: expected a finite factor above 0, found " + factor);
        }
        if (goodSteps < 0) {
            throw new IllegalArgumentException("loss scale: expected at least 0 good steps, found " + goodSteps);
        }
    }

    /// The loss to call `backward()` on.
    public Tensor apply(Tensor loss) {
        return loss.mul(new Scalar(factor));
    }

    /// Brings the gradients back to their own size. Before clipping, which needs true norms.
    ///
    /// @return whether all are finite; where not, skip the step
    public boolean unscale(Collection<ParamStore.Entry> params) {
        try (Scope scope = Scope.open();
                NoGradGuard guard = new NoGradGuard()) {
            return Fused.unscale(GradientClip.gradients(params), factor);
        }
    }

    /// The scale of the next step: half after gradients that were not finite, double after 2,000 good steps.
    public LossScale next(boolean finite) {
        if (!finite) {
            return new LossScale(Math.max(factor * BACKOFF, Double.MIN_NORMAL), 0);
        }
        if (goodSteps + 1 < GROWTH_INTERVAL) {
            return new LossScale(factor, goodSteps + 1);
        }
        double grown = factor * GROWTH;
        return new LossScale(grown <= Float.MAX_VALUE ? grown : factor, 0); // the loss is float32
    }
}
