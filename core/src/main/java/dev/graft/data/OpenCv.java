package dev.graft.data;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.global.opencv_imgcodecs;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Loads OpenCV's decoders: without their own threads, for the loader has its own, and without their
/// own words on the console, for what is wrong with a file is said by a `DataException`.
final class OpenCv {
    private static final Logger LOG = LoggerFactory.getLogger(OpenCv.class);

    static {
        silence();
        Loader.load(opencv_imgcodecs.class);
        opencv_core.setNumThreads(1);
    }

    private OpenCv() {}

    static void start() {}

    /// OpenCV reads its log level from the environment when it is loaded, and there is no other door to
    /// it from Java. Who has set it already keeps it.
    private static void silence() {
        Linker linker = Linker.nativeLinker();
        var setenv = linker.defaultLookup().find("setenv");
        if (setenv.isEmpty()) {
            return; // Windows
        }
        var call = linker.downcallHandle(
                setenv.get(),
                FunctionDescriptor.of(
                        ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.ADDRESS, ValueLayout.JAVA_INT));
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment name = arena.allocateFrom("OPENCV_LOG_LEVEL");
            int failed = (int) call.invokeExact(name, arena.allocateFrom("SILENT"), 0);
            if (failed != 0) {
                LOG.debug("OpenCV may print to standard error");
            }
        } catch (Throwable e) {
            LOG.debug("OpenCV may print to standard error", e); // a chatty decoder is no reason to stop
        }
    }
}
