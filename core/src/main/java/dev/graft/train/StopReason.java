package dev.graft.train;

/// Why training ended.
public enum StopReason {
    /// All epochs of the plan were run.
    COMPLETED,
    /// The validation accuracy had not improved for as many epochs as the recipe has patience.
    EARLY_STOPPED,
    /// The loss was NaN or infinite; the last good model is kept.
    NOT_FINITE,
    /// Somebody asked for it, see [StopRequest]: the run can go on.
    ASKED
}
