package dev.graft.bench.parts;

import dev.graft.data.ImageDecoder;
import dev.graft.data.ImageEncoder;
import dev.graft.data.image.Image;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/// One JPEG of 432 x 432 pixels, from its bytes to RGB.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class DecodeBenchmark {
    private final ImageDecoder decoder = new ImageDecoder(3);
    private byte[] file = {};

    @Setup
    public void draw() {
        file = ImageEncoder.jpeg(Drawn.photo(0), 90);
    }

    @Benchmark
    public Image jpeg() {
        return decoder.decode(file, "drawn.jpg");
    }
}
