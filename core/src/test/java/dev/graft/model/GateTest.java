package dev.graft.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.graft.Models;
import dev.graft.data.DataException;
import dev.graft.data.ImageSource;
import dev.graft.data.Task;
import dev.graft.task.Prediction;
import dev.graft.torch.Device;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import javax.imageio.ImageIO;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Closing what others use: nobody waits for ever.
@Timeout(value = 60, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class GateTest {
    private static final ImageSource IMAGE =
            ImageSource.of("black", new BufferedImage(32, 32, BufferedImage.TYPE_INT_RGB));

    /// Whoever is told answers may ask again, may fail, and cannot close what tells them.
    @Test
    void consumersAskFailAndDoNotCloseUnderThemselves() throws Exception {
        try (Model<ImageSource> model = Models.start(
                        ModelKind.IMAGE,
                        ModelChoice.of("graft-nano"),
                        Task.SINGLE_LABEL_CLASSIFICATION,
                        List.of("good", "scratch"),
                        Device.CPU);
                Predictor<ImageSource> predictor = Predictor.of(model);
                ExecutorService other = Executors.newSingleThreadExecutor()) {
            List<Prediction> nested = new ArrayList<>();
            predictor.predict(List.of(IMAGE, IMAGE), 1, _ -> nested.add(predictor.predict(IMAGE)));
            assertThat(nested).hasSize(2);
            assertThatThrownBy(() -> predictor.predict(List.of(IMAGE, IMAGE), 1, _ -> predictor.close()))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageStartingWith("predictor: cannot be closed by whoever is told its answers");
            assertThatThrownBy(() -> predictor.predict(List.of(IMAGE, IMAGE), 1, _ -> {
                        throw new UnsupportedOperationException("mine");
                    }))
                    .hasMessage("mine");
            assertThat(predictor.predict(List.of(IMAGE, IMAGE))).hasSize(2);
            // closing waits for the consumer, and the consumer for a thread that asks: which is told at once
            List<Future<?>> closing = new ArrayList<>();
            AtomicReference<Throwable> refused = new AtomicReference<>();
            predictor.predict(List.of(IMAGE), 1, _ -> {
                closing.add(other.submit(predictor::close));
                refused.set(catchThrowable(() -> {
                    while (true) {
                        CompletableFuture.supplyAsync(() -> predictor.predict(IMAGE))
                                .get();
                    }
                }));
            });
            assertThat(refused.get()).hasRootCauseMessage("predictor: is closed");
            closing.getFirst().get();
        }
    }

    /// As many as virtual threads can be.
    @Test
    void anyNumberIsInsideAtOnce() throws Exception {
        Gate gate = new Gate();
        int many = 70_000;
        CountDownLatch inside = new CountDownLatch(many);
        CountDownLatch end = new CountDownLatch(1);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < many; i++) {
                threads.execute(() -> {
                    gate.enter();
                    inside.countDown();
                    try {
                        end.await();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                    gate.leave();
                });
            }
            inside.await();
            end.countDown();
            AtomicInteger times = new AtomicInteger();
            gate.close(times::incrementAndGet);
            gate.close(times::incrementAndGet);
            assertThat(times).hasValue(1);
        }
    }

    @Test
    void aModelThatWasClosedIsSaidToBe() {
        Model<ImageSource> model = Models.start(
                ModelKind.IMAGE,
                ModelChoice.of("graft-nano"),
                Task.SINGLE_LABEL_CLASSIFICATION,
                List.of("good", "scratch"),
                Device.CPU);
        try (Predictor<ImageSource> predictor = Predictor.of(model)) {
            model.close();
            for (ThrowingCallable ask : List.<ThrowingCallable>of(
                    () -> predictor.predict(IMAGE),
                    () -> predictor.features(List.of(IMAGE, IMAGE)),
                    () -> Predictor.of(model))) {
                assertThatThrownBy(ask)
                        .isInstanceOf(IllegalStateException.class)
                        .hasMessageEndingWith(": is closed");
            }
        }
    }

    /// It cannot be read then; why is said.
    @Test
    void anInterruptedThreadIsToldSo(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("black.png");
        ImageIO.write(new BufferedImage(32, 32, BufferedImage.TYPE_INT_RGB), "png", file.toFile());
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> ImageSource.of(file).read(3))
                .isInstanceOf(DataException.class)
                .hasMessage(file + ": the thread was interrupted while it read this file");
        assertThat(Thread.interrupted()).isTrue();
    }
}
