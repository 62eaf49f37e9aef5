package dev.graft.app;

import dev.graft.train.TrainingEvent;
import dev.graft.train.TrainingListener;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import sun.misc.Signal;

/// Ends the process at once when it is told to, with 128 and the number of the signal.
///
/// Java's own way ends in the C library's `exit`, which takes libtorch's globals apart while another thread is still
/// computing with them, and that thread crashes. Here nothing is taken apart. Nothing is lost by it: every file is
/// written beside its place and moved there when it is whole, and a run goes on from its last checkpoint.
final class Signals {
    private static final int BASE = 128;
    private static final Optional<MethodHandle> EXIT = exit();
    private static final Duration PATIENCE = Duration.ofSeconds(1);
    private static final ReentrantLock WHOLE = new ReentrantLock();
    private static volatile String lastWords = "";

    private Signals() {}

    /// From now on. A signal that the process was told to ignore, as `nohup` does, stays ignored.
    static void endAtOnce() {
        for (String name : List.of("INT", "TERM", "HUP")) {
            try {
                Signal.handle(new Signal(name), signal -> end(BASE + signal.getNumber()));
            } catch (IllegalArgumentException e) {
                // there is no such signal here, or the JVM was told to leave signals alone (-Xrs)
            }
        }
    }

    /// While a run can be gone on with, an end like that says how.
    ///
    /// @param resuming the command for it
    static TrainingListener sayHowToGoOn(String resuming) {
        return event -> {
            if (event instanceof TrainingEvent.EpochDone) {
                lastWords = "stopped; to continue after the last finished epoch: " + resuming;
            } else if (event instanceof TrainingEvent.Stopped) {
                lastWords = "";
            }
        };
    }

    /// Does something that such an end waits for, a moment: a line that is printed is whole then.
    static void whole(Runnable what) {
        WHOLE.lock();
        try {
            what.run();
        } finally {
            WHOLE.unlock();
        }
    }

    /// Not for long: whoever reads the output may have stopped.
    private static void awaitWhole() throws InterruptedException {
        if (WHOLE.tryLock(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
            return; // held from now on, so that nothing new begins
        }
    }

    private static void end(int code) {
        try {
            awaitWhole();
            if (!lastWords.isEmpty()) {
                System.err.println(lastWords);
            }
            if (EXIT.isPresent()) {
                EXIT.get().invokeExact(code);
            }
        } catch (Throwable e) {
            // the other way is left
        }
        Runtime.getRuntime().halt(code);
    }

    /// The C library's way out that runs nothing.
    @SuppressWarnings("restricted") // the launcher allows it
    private static Optional<MethodHandle> exit() {
        Linker linker = Linker.nativeLinker();
        return linker.defaultLookup()
                .find("_exit")
                .map(function -> linker.downcallHandle(function, FunctionDescriptor.ofVoid(ValueLayout.JAVA_INT)));
    }
}
