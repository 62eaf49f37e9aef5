package dev.graft.train;

import dev.graft.nn.Network;

/// Called between the backward pass and the optimizer's step, for what must see gradients or change them: each
/// parameter's tensor has its own, of all batches that the step is made of, before they are clipped. On the training's
/// thread, inside its scope. A step that is left out because a loss in fp16 overflowed calls nothing.
@FunctionalInterface
public interface StepHook {
    /// @param epoch counted from 1
    /// @param step  optimizer steps taken before, over all epochs
    void beforeStep(int epoch, long step, Network network);
}
