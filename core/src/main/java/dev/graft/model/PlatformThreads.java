package dev.graft.model;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;
import java.util.function.Supplier;

/// Where libtorch computes. It keeps settings with the thread of the system that it runs on, and a virtual thread may
/// wait on one such thread and go on on another: what virtual threads ask is computed on threads of the platform, as
/// many as the machine has cores.
final class PlatformThreads implements AutoCloseable {
    private static final ThreadFactory THREADS =
            Thread.ofPlatform().daemon().name("graft-predictor-", 0).factory();

    /// Starts a thread when it is first needed.
    private final ExecutorService pool =
            Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors(), THREADS);

    <T> T call(Supplier<T> what) {
        return Thread.currentThread().isVirtual() ? join(CompletableFuture.supplyAsync(what, pool)) : what.get();
    }

    /// What it comes to, or throws, as if it had been computed here.
    static <T> T join(CompletableFuture<T> future) {
        try {
            return future.join();
        } catch (CompletionException e) {
            switch (e.getCause()) {
                case RuntimeException failure -> throw failure;
                case Error error -> throw error;
                case null, default -> throw e;
            }
        }
    }

    @Override
    public void close() {
        pool.close();
    }
}
