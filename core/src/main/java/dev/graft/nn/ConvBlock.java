package dev.graft.nn;

import dev.graft.torch.Activation;
import dev.graft.torch.FusedConvolution;
import dev.graft.torch.Scope;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.jspecify.annotations.Nullable;

/// A convolution, the batch norm after it if there is one, and the activation after that: three layers in training,
/// one operator where the weights do not change.
final class ConvBlock implements Layer {
    private final Adaptable convolution;
    private final @Nullable Tensor bias;
    private final @Nullable BatchNorm norm;
    private final Conv2d shape;
    private final Activation activation;
    private final Layer separately;

    /// @param separately the same computed layer by layer
    ConvBlock(
            Adaptable convolution,
            @Nullable Tensor bias,
            @Nullable BatchNorm norm,
            Conv2d shape,
            Activation activation,
            Layer separately) {
        this.convolution = convolution;
        this.bias = bias;
        this.norm = norm;
        this.shape = shape;
        this.activation = activation;
        this.separately = separately;
    }

    @Override
    public Tensor forward(Tensor x, Pass pass) {
        FusedConvolutions fused = pass.fused();
        return fused == null
                ? separately.forward(x, pass)
                : fused.of(this, Margin.of(shape, x)).apply(x);
    }

    /// The same function of x as it is in evaluation mode with the weights of this moment:
    /// `norm(conv(x)) = (W s) x + (b - mean) s + shift` with `s = scale / sqrt(variance + epsilon)`.
    ///
    /// @param margin of the kernel where it looks at x
    FusedConvolution fuse(Margin margin) {
        try (Scope scope = Scope.open();
                NoGradGuard guard = new NoGradGuard()) {
            ScalarType type = convolution.weight().tensor().scalar_type().intern();
            Tensor weight = convolution.effective().to(ScalarType.Double);
            Tensor shift = bias == null
                    ? torch.zeros(shape.out()).to(weight.device(), ScalarType.Double)
                    : bias.to(ScalarType.Double);
            if (norm != null) {
                Tensor scale = norm.weight()
                        .to(ScalarType.Double)
                        .div(norm.variance()
                                .to(ScalarType.Double)
                                .add(new Scalar(norm.epsilon()))
                                .sqrt());
                weight = weight.mul(scale.view(-1, 1, 1, 1));
                shift = shift.sub(norm.mean().to(ScalarType.Double))
                        .mul(scale)
                        .add(norm.bias().to(ScalarType.Double));
            }
            FusedConvolution.Shape window = new FusedConvolution.Shape(shape.stride(), shape.padding(), shape.groups());
            return new FusedConvolution(margin.before(weight).to(type), shift.to(type), window, activation);
        }
    }
}
