package dev.graft.train;

import java.util.function.Consumer;

/// Watches a training; it cannot change it.
@FunctionalInterface
public interface TrainingListener {
    void on(TrainingEvent event);

    /// Tells `out` one line an epoch, marked when it is the best so far:
    /// `TrainingListener.lines(System.out::println)`.
    static TrainingListener lines(Consumer<String> out) {
        return event -> {
            if (event instanceof TrainingEvent.EpochDone done) {
                out.accept(done.best() ? done.line() + "  * best" : done.line());
            }
        };
    }
}
