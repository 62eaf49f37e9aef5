package dev.graft.torch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicReference;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

class ScopeTest {
    @Test
    @EnabledOnOs(OS.LINUX)
    void memoryIsFlatOverThreeThousandSteps() throws IOException {
        Threads.set(1); // steps this small only wait for more
        try (Scope outer = Scope.open()) {
            Tensor weight = Tensors.zeros(ScalarType.Float, 64, 64).requires_grad_(true);
            Tensor x = Tensors.zeros(ScalarType.Float, 256, 64);
            for (int i = 0; i < 200; i++) {
                step(x, weight);
            }
            long before = residentKilobytes();
            for (int i = 0; i < 3_000; i++) {
                step(x, weight);
            }
            // each step leaves at least 128 KB behind where nothing frees it: 384 MB
            assertThat(residentKilobytes() - before).as("growth in KB").isLessThan(40_000);
        } finally {
            Threads.set(Threads.available());
        }
    }

    @Test
    void whatIsMadeInsideIsGoneAfterwards() {
        Tensor inside;
        try (Scope scope = Scope.open()) {
            inside = Tensors.of(new float[] {1}, 1);
        }
        assertThat(inside.isNull()).isTrue();
        assertThatThrownBy(inside::numel).isInstanceOf(NullPointerException.class);
    }

    @Test
    void whatIsKeptOutlivesTheScopeUntilItIsReleased() {
        Tensor kept;
        try (Scope scope = Scope.open()) {
            kept = Scope.keep(Tensors.of(new float[] {1, 2}, 2).mul(new Scalar(3f)));
        }
        assertThat(Tensors.floats(kept)).containsExactly(3, 6);

        Scope.release(kept);
        assertThat(kept.isNull()).isTrue();
        Scope.release(kept); // twice does no harm
    }

    @Test
    void keepTakesOutOfTheInnermostScopeOnly() {
        try (Scope outer = Scope.open()) {
            Tensor ofOuter = Tensors.of(new float[] {5}, 1);
            Tensor ofInner;
            try (Scope inner = Scope.open()) {
                ofInner = Tensors.of(new float[] {6}, 1);
            }
            assertThat(ofInner.isNull()).isTrue();
            assertThat(Tensors.floats(ofOuter)).containsExactly(5);
        }
    }

    @Test
    void keepWithoutAScopeReturnsTheTensor() {
        Tensor tensor = Tensors.of(new float[] {4}, 1);
        assertThat(Scope.keep(tensor)).isSameAs(tensor);
        assertThat(Tensors.floats(tensor)).containsExactly(4);
        Scope.release(tensor);
    }

    @Test
    void aScopeBelongsToItsThread() throws InterruptedException {
        AtomicReference<Tensor> ofOther = new AtomicReference<>();
        try (Scope scope = Scope.open()) {
            Thread other = new Thread(() -> ofOther.set(Tensors.of(new float[] {7}, 1)));
            other.start();
            other.join();
        }
        assertThat(Tensors.floats(ofOther.get())).containsExactly(7);
        Scope.release(ofOther.get());
    }

    private static void step(Tensor x, Tensor weight) {
        try (Scope scope = Scope.open()) {
            torch.relu(torch.mm(x, weight)).sum().backward();
            weight.grad().zero_();
        }
    }

    private static long residentKilobytes() throws IOException {
        return Files.readAllLines(Path.of("/proc/self/status")).stream()
                .filter(line -> line.startsWith("VmRSS:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                .findFirst()
                .orElseThrow();
    }
}
