package dev.graft.torch;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/// glibc hands every large block back to the kernel as soon as it is freed, so each training step
/// pays for its activations page by page. Raising two thresholds once, at start, keeps them.
///
/// On a thread that has an arena of its own, as Java's threads do, the thresholds reach only blocks below
/// an arena's 64 MiB. Blocks of any size are kept where `MALLOC_ARENA_MAX=1` was in the environment when
/// the JVM started: the launcher sets it, and nothing inside a running process can. Elsewhere huge pages
/// help. A training step of one convolution with 100 MB of activations took, on 2 cores: 1,620 ms of
/// processor time with nothing, 1,280 with huge pages, 1,020 with one arena (1,150 with both).
final class Malloc {
    private static final int M_TRIM_THRESHOLD = -1;
    private static final int M_MMAP_THRESHOLD = -3;
    /// What glibc before 2.35 takes at most for M_MMAP_THRESHOLD.
    private static final int OLD_LIMIT_BYTES = 32 << 20;

    private Malloc() {}

    /// Says whether both thresholds were set (not where the C library is not glibc).
    static boolean keepLargeBlocks() {
        if (!"1".equals(System.getenv("MALLOC_ARENA_MAX"))) {
            NativeCalls.suggestVariable("THP_MEM_ALLOC_ENABLE", "1"); // read by libtorch's allocator
        }
        MethodHandle mallopt = NativeCalls.find(
                        "mallopt",
                        FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT))
                .orElse(null);
        return mallopt != null
                && (set(mallopt, M_MMAP_THRESHOLD, Integer.MAX_VALUE)
                        || set(mallopt, M_MMAP_THRESHOLD, OLD_LIMIT_BYTES))
                && set(mallopt, M_TRIM_THRESHOLD, Integer.MAX_VALUE);
    }

    private static boolean set(MethodHandle mallopt, int parameter, int bytes) {
        try {
            return (int) mallopt.invokeExact(parameter, bytes) == 1;
        } catch (Throwable e) {
            throw new TorchException("mallopt(" + parameter + ", " + bytes + ") failed", e);
        }
    }
}
