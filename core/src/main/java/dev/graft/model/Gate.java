package dev.graft.model;

import java.util.HashMap;
import java.util.Map;

/// Counts those who are inside, however many, and closes when the last one has left. Whoever is inside may enter again,
/// also while it closes: else what was begun could not be ended.
final class Gate {
    private final Map<Thread, Integer> inside = new HashMap<>();
    private boolean closed;
    private boolean ended;

    /// To be followed by [#leave()] on the same thread.
    ///
    /// @throws IllegalStateException if it is closed
    synchronized void enter() {
        Thread thread = Thread.currentThread();
        if (closed && !inside.containsKey(thread)) {
            throw new IllegalStateException("predictor: is closed");
        }
        inside.merge(thread, 1, Integer::sum);
    }

    synchronized void leave() {
        inside.computeIfPresent(Thread.currentThread(), (_, times) -> times == 1 ? null : times - 1);
        if (inside.isEmpty()) {
            notifyAll();
        }
    }

    /// Lets nobody in any more, waits for those who are inside, and then does what is to be done once.
    ///
    /// @throws IllegalStateException if this thread is inside, and would wait for itself
    synchronized void close(Runnable once) {
        if (inside.containsKey(Thread.currentThread())) {
            throw new IllegalStateException(
                    "predictor: cannot be closed by whoever is told its answers; close it when they are all told");
        }
        closed = true;
        boolean interrupted = false;
        while (!inside.isEmpty()) {
            try {
                wait();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        if (!ended) {
            ended = true;
            once.run();
        }
    }
}
