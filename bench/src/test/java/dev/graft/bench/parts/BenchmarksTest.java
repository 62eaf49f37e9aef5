package dev.graft.bench.parts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.graft.data.image.Image;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/// Each benchmark's body once, so that what nobody runs for a while still works.
class BenchmarksTest {

    @Test
    void decodesAJpeg() {
        DecodeBenchmark benchmark = new DecodeBenchmark();
        benchmark.draw();
        Image image = benchmark.jpeg();
        assertThat(image.width()).isEqualTo(Drawn.SIDE);
        assertThat(image.channels()).isEqualTo(3);
    }

    @Test
    void resizes() {
        ResizeBenchmark benchmark = new ResizeBenchmark();
        benchmark.draw();
        assertThat(benchmark.bilinear().height()).isEqualTo(256);
    }

    @Test
    void loadsAnEpoch() throws IOException {
        LoaderBenchmark benchmark = new LoaderBenchmark();
        benchmark.write();
        assertThat(benchmark.epoch()).isEqualTo(64);
        benchmark.remove();
    }

    @Test
    void stepsTheOptimizer() {
        OptimizerBenchmark benchmark = new OptimizerBenchmark();
        benchmark.start();
        float before = benchmark.firstWeight();
        benchmark.adamW();
        assertThat(benchmark.firstWeight()).isNotEqualTo(before);
        benchmark.stop();
    }
}
