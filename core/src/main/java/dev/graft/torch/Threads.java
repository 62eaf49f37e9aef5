package dev.graft.torch;

import org.bytedeco.openblas.global.openblas;
import org.bytedeco.pytorch.global.torch;

/// The one setting for the threads that compute. libtorch's own kernels and oneDNN's run on OpenMP's pool; OpenBLAS
/// keeps one of its own, and left to themselves the two fight over the same cores.
public final class Threads {
    /// More than any machine has cores; each is a thread with a stack, and its own memory in OpenMP and oneDNN.
    public static final int MOST = 1024;

    private Threads() {}

    /// Uses `count` threads for every operator from now on.
    ///
    /// @param count at least 1; more than the machine has cores is allowed and rarely helps
    /// @throws IllegalArgumentException if `count` is below 1 or above [#MOST]
    public static void set(int count) {
        if (count < 1 || count > MOST) {
            throw new IllegalArgumentException("threads: expected 1 to " + MOST + ", found " + count);
        }
        Engine.start();
        apply(count);
    }

    /// Threads an operator may use.
    public static int count() {
        Engine.start();
        return torch.get_num_threads();
    }

    /// The default: one per core that this process may use.
    public static int available() {
        return Runtime.getRuntime().availableProcessors();
    }

    /// What OpenBLAS and OpenMP read once, when they load.
    static void beforeLoading() {
        // OpenMP's idle threads spin for 300,000 rounds, some milliseconds, at the end of every operator. Where
        // another process wants the core, a forward pass of fifty convolutions then takes seconds.
        if (System.getenv("OMP_WAIT_POLICY") == null) {
            NativeCalls.suggestVariable("GOMP_SPINCOUNT", "1000");
        }
        // Its idle threads spin for 2^26 cycles by default, on the cores that OpenMP's threads then wait for.
        NativeCalls.suggestVariable("OPENBLAS_THREAD_TIMEOUT", "4");
    }

    /// OpenMP's pool gets all threads. So does OpenBLAS's only where there is no oneDNN to compute large products: its
    /// threads never give way while they wait for each other, see [Products].
    static void apply(int count) {
        torch.set_num_threads(count);
        openblas.blas_set_num_threads(Products.areShared() ? 1 : count);
    }

    /// OpenBLAS with all threads, for products that oneDNN is slower at and that take long beside the wait for a core.
    static void withAllForOpenBlas(Runnable products) {
        openblas.blas_set_num_threads(torch.get_num_threads());
        try {
            products.run();
        } finally {
            apply(torch.get_num_threads());
        }
    }
}
