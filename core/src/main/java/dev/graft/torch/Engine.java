package dev.graft.torch;

import org.bytedeco.javacpp.Loader;
import org.bytedeco.openblas.global.openblas;
import org.bytedeco.pytorch.global.torch;

/// Loads libtorch and sets what must be set once a process: allocator thresholds and threads.
/// Every door into this room calls [#start()]; calling it again costs nothing.
public final class Engine {
    private static final String PYTORCH = "2.10.0";

    private Engine() {}

    /// Loads the native libraries, unpacking them on the first start of this version on a machine.
    ///
    /// @throws TorchException if they do not load here; the message says what to do
    public static void start() {
        Started.once();
    }

    /// The version of libtorch inside.
    public static String version() {
        return PYTORCH;
    }

    /// Whether the C library's thresholds for keeping large blocks could be raised.
    public static boolean keepsLargeBlocks() {
        start();
        return Started.KEEPS_LARGE_BLOCKS;
    }

    private static final class Started {
        static final boolean KEEPS_LARGE_BLOCKS;

        static {
            KEEPS_LARGE_BLOCKS = Malloc.keepLargeBlocks();
            Threads.beforeLoading();
            try {
                Loader.load(openblas.class);
                Loader.load(torch.class);
            } catch (LinkageError e) {
                throw new TorchException(
                        "libtorch for " + Loader.getPlatform() + " did not load: " + e.getMessage()
                                + "; run `graft doctor` to see what is missing",
                        e);
            }
            Threads.apply(Threads.available());
        }

        static void once() {}

        private Started() {}
    }
}
