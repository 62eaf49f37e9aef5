package dev.graft.torch;

import java.io.IOException;
import java.net.URL;
import java.util.List;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.openblas.global.openblas;
import org.bytedeco.pytorch.global.torch;

/// Loads libtorch and sets what must be set once a process: allocator thresholds and threads.
/// Every door into this room calls [#start()]; calling it again costs nothing.
public final class Engine {
    private static final String PYTORCH = "2.10.0";
    private static final List<String> PARTS = List.of("c10", "c10_cuda", "torch_cpu", "torch_cuda");

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

    /// Unpacks the libraries that others of them need. The loader unpacks each when its turn comes, and libtorch's
    /// turn comes before those of its parts: on a first start the linker would take these from the system's folders
    /// if another PyTorch has its own there, and crash.
    private static void unpack() throws IOException {
        for (String extension : List.of("", "-gpu")) {
            String folder = "/org/bytedeco/pytorch/" + Loader.getPlatform() + extension + "/";
            for (String library : PARTS) {
                URL packed = torch.class.getResource(folder + System.mapLibraryName(library));
                if (packed != null) {
                    Loader.cacheResource(packed);
                }
            }
        }
    }

    private static final class Started {
        static final boolean KEEPS_LARGE_BLOCKS;

        static {
            KEEPS_LARGE_BLOCKS = Malloc.keepLargeBlocks();
            Threads.beforeLoading();
            try {
                Loader.load(openblas.class);
                unpack();
                Loader.load(torch.class);
            } catch (LinkageError | IOException e) {
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
