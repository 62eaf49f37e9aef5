package dev.graft.bench.parts;

import dev.graft.data.image.Image;
import dev.graft.data.image.Interpolation;
import dev.graft.data.image.Resize;
import java.util.SplittableRandom;
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

/// 432 x 432 pixels to 256 x 256, with antialiasing.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class ResizeBenchmark {
    private final Resize resize = new Resize(256);
    private final Resize cubic = new Resize(256, Interpolation.BICUBIC);
    private final SplittableRandom random = new SplittableRandom(0);
    private Image photo = Image.of(1, 1, 3, new byte[3]);

    @Setup
    public void draw() {
        photo = Drawn.photo(0);
    }

    @Benchmark
    public Image bilinear() {
        return resize.apply(photo, random);
    }

    @Benchmark
    public Image bicubic() {
        return cubic.apply(photo, random);
    }
}
