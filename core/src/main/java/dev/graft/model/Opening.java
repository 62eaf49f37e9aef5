package dev.graft.model;

import java.util.function.Function;

/// Makes a model of something that holds native memory, which is freed when that fails, however it fails.
public final class Opening {
    private Opening() {}

    /// @param making takes over what is held
    public static <H extends AutoCloseable, T> T of(H held, Function<H, T> making) {
        boolean made = false;
        try {
            T result = making.apply(held);
            made = true;
            return result;
        } finally {
            if (!made) {
                close(held);
            }
        }
    }

    private static void close(AutoCloseable held) {
        try {
            held.close();
        } catch (Exception e) {
            throw new IllegalStateException(e); // none of ours throws a checked one
        }
    }
}
