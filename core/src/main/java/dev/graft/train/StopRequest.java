package dev.graft.train;

/// Asks a training to stop, from any thread. It ends after the epoch it is in, as if its plan ended there: the best
/// model is kept, the checkpoint is written, and the run can be resumed later, to the same bytes as one that was never
/// stopped. A training that has not begun runs one epoch, so that there is a model.
/// ```java
/// StopRequest stop = new StopRequest();
/// Thread.startVirtualThread(() -> tuning.withStopRequest(stop).run(folder));
/// stop.ask();
/// ```
public final class StopRequest {
    private volatile boolean asked;

    /// Asks; to ask again changes nothing.
    public void ask() {
        asked = true;
    }

    public boolean isAsked() {
        return asked;
    }
}
