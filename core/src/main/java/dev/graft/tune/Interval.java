package dev.graft.tune;

/// What a plan's schedule counts.
public enum Interval {
    /// The rate stays the same during an epoch, as when `scheduler.step()` is called after each.
    EPOCH,
    /// The rate moves with every optimizer step.
    STEP
}
