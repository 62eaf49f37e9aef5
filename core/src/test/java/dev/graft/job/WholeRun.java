package dev.graft.job;

import static dev.graft.job.Runs.everything;

import dev.graft.testing.Surfaces;
import dev.graft.torch.Threads;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/// Tests that look at one run to its end, or compare others with it.
abstract class WholeRun {
    @TempDir
    static Path shared;

    static Path data = Path.of("");
    static Path whole = Path.of("");

    @TempDir
    Path folder;

    /// 3 x 12 images, of which 2 a class become the validation part: 30 to train on.
    @BeforeAll
    static void drawAndTrainOnce() throws IOException {
        data = Surfaces.classes(shared.resolve("surfaces"), 12);
        whole = shared.resolve("whole");
        everything(data).run(whole);
    }

    @AfterAll
    static void giveTheThreadsBack() {
        Threads.set(Threads.available());
    }
}
