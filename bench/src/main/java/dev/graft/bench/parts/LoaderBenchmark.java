package dev.graft.bench.parts;

import dev.graft.data.Batch;
import dev.graft.data.BatchCursor;
import dev.graft.data.Dataset;
import dev.graft.data.Example;
import dev.graft.data.ImageEncoder;
import dev.graft.data.ImageFile;
import dev.graft.data.ImageLoader;
import dev.graft.data.ImagePipeline;
import dev.graft.data.ImageSource;
import dev.graft.data.Preprocessing;
import dev.graft.torch.Engine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/// An epoch of 64 JPEG files of 432 x 432 pixels, decoded, resized, cropped and normalized to batches of 32 at 224
/// pixels, on as many threads as the loader takes by itself.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 2)
@Fork(1)
public class LoaderBenchmark {
    private static final int PHOTOS = 64;
    private static final int DIFFERENT = 4;
    private static final int BATCH = 32;

    private final List<Path> files = new ArrayList<>();
    private ImageLoader loader =
            ImageLoader.of(Dataset.ofClasses(List.of(), List.of()), ImagePipeline.of(), BATCH); // until it is set up

    @Setup
    public void write() throws IOException {
        Engine.start();
        Path folder = Files.createTempDirectory("graft-loader");
        List<byte[]> drawn = IntStream.range(0, DIFFERENT)
                .mapToObj(seed -> ImageEncoder.jpeg(Drawn.photo(seed), 90))
                .toList();
        List<Example<ImageSource>> items = new ArrayList<>();
        for (int i = 0; i < PHOTOS; i++) {
            Path file = folder.resolve(i + ".jpg");
            Files.write(file, drawn.get(i % DIFFERENT));
            files.add(file);
            items.add(Example.of(new ImageFile(file), 0));
        }
        files.add(folder);
        ImagePipeline pipeline = ImagePipeline.evaluation(Preprocessing.imagenet(224, 256));
        loader = ImageLoader.of(Dataset.ofClasses(items, List.of("crack")), pipeline, BATCH);
    }

    @TearDown
    public void remove() throws IOException {
        for (Path file : files) {
            Files.delete(file);
        }
        files.clear();
    }

    /// @return examples that were loaded
    @Benchmark
    public int epoch() {
        int examples = 0;
        try (BatchCursor cursor = loader.open(0)) {
            boolean more = true;
            while (more) {
                try (dev.graft.torch.Scope scope = dev.graft.torch.Scope.open()) {
                    Batch batch = cursor.next();
                    more = batch != null;
                    examples += batch == null ? 0 : batch.examples();
                }
            }
        }
        return examples;
    }
}
