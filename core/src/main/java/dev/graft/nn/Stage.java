package dev.graft.nn;

import dev.graft.torch.Scope;
import dev.graft.torch.Tensors;
import dev.graft.torch.TorchException;
import org.bytedeco.pytorch.Tensor;

/// One named step of a network, the unit of freezing. Its parameters are the ones made through
/// `ParamStore.stage(name)`.
///
/// @param name unique in its network: `stem`, `layer4`, `features.18`, `fc`
/// @param body what it computes
public record Stage(String name, Layer body) {

    /// What the body makes on the way is freed before this returns, unless gradients need it.
    ///
    /// @throws TorchException naming the stage, if libtorch refuses the input
    public Tensor forward(Tensor x, Pass pass) {
        try (Scope scope = Scope.open()) {
            return scope.handOver(body.forward(x, pass));
        } catch (RuntimeException e) {
            throw TorchException.wrap("stage " + name + " given " + Tensors.describe(x), e);
        }
    }
}
