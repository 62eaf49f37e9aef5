package dev.graft.torch;

import org.bytedeco.openblas.global.openblas;
import org.bytedeco.pytorch.global.torch;

/// The one setting for the threads that compute. libtorch's own kernels (OpenMP) and OpenBLAS each
/// keep a pool; left to themselves they fight over the same cores.
public final class Threads {
    private Threads() {}

    /// Uses `count` threads for every operator from now on.
    ///
    /// @param count at least 1; more than the machine has cores is allowed and rarely helps
    /// @throws IllegalArgumentException if `count` is below 1
    public static void set(int count) {
        if (count < 1) {
            throw new IllegalArgumentException("threads: expected at least 1, found " + count);
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

    /// Both pools get all threads. Measured on 2 cores, in milliseconds, with (BLAS threads, its spin time):
    ///
    /// | | (1, any) | (2, default) | (2, short) |
    /// |---|---|---|---|
    /// | matmul 400 x 400 | 1.8 | 1.0 | 1.2 |
    /// | matmul 2048 x 2048 | 187 | 100 | |
    /// | three matmuls 400 x 400 between element-wise operators, and backward | 20 | 80 to 200 | 21 |
    /// | the same with 1500 x 1500 | 650 | 340 to 450 | 300 |
    ///
    /// So one BLAS thread is the safe choice only as long as its threads spin.
    static void apply(int count) {
        torch.set_num_threads(count);
        openblas.blas_set_num_threads(count);
    }
}
