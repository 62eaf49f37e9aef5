package dev.graft.model;

import dev.graft.data.Reading;
import dev.graft.torch.Device;
import dev.graft.torch.Scope;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Questions that wait to share a batch, and the thread that computes it.
///
/// @param <R> what an example was read to
final class BatchQueue<R> implements AutoCloseable {
    private final Reading<?, R> reading;
    private final Device device;
    private final Sharing sharing;
    private final BlockingQueue<Question<R>> waiting = new LinkedBlockingQueue<>();
    private final Thread thread =
            Thread.ofPlatform().daemon().name("graft-batches").unstarted(this::work);

    private record Question<R>(R read, Computing computing, long asked, CompletableFuture<float[]> row) {}

    private BatchQueue(Reading<?, R> reading, Device device, Sharing sharing) {
        this.reading = reading;
        this.device = device;
        this.sharing = sharing;
    }

    static <R> BatchQueue<R> start(Reading<?, R> reading, Device device, Sharing sharing) {
        BatchQueue<R> queue = new BatchQueue<>(reading, device, sharing);
        queue.thread.start();
        return queue;
    }

    /// Waits until it is computed.
    float[] row(R read, Computing computing) {
        Question<R> question = new Question<>(read, computing, System.nanoTime(), new CompletableFuture<>());
        waiting.add(question);
        return PlatformThreads.join(question.row());
    }

    private void work() {
        try {
            @Nullable Question<R> next = null;
            while (true) {
                List<Question<R>> batch = new ArrayList<>();
                batch.add(next == null ? waiting.take() : next);
                next = gather(batch);
                compute(batch);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // it is closed, and nobody asks any more
        }
    }

    /// Adds to the first those that ask for the same in time.
    ///
    /// @return one that asked for something else; null if none did
    private @Nullable Question<R> gather(List<Question<R>> batch) throws InterruptedException {
        Question<R> first = batch.getFirst();
        long end = first.asked() + sharing.longestWait().toNanos();
        while (batch.size() < sharing.most()) {
            Question<R> other = waiting.poll(Math.max(0, end - System.nanoTime()), TimeUnit.NANOSECONDS);
            if (other == null) {
                return null;
            }
            if (other.computing() != first.computing()) {
                return other;
            }
            batch.add(other);
        }
        return null;
    }

    /// What fails together is computed one by one, so that each question fails for reasons of its own.
    private void compute(List<Question<R>> batch) {
        try (Scope scope = Scope.open()) {
            List<R> read = batch.stream().map(Question::read).toList();
            List<float[]> rows = batch.getFirst().computing().rows(reading.batch(read), device);
            for (int i = 0; i < batch.size(); i++) {
                batch.get(i).row().complete(rows.get(i));
            }
        } catch (RuntimeException | Error e) {
            if (batch.size() == 1) {
                batch.getFirst().row().completeExceptionally(e);
                return;
            }
            batch.forEach(question -> compute(List.of(question)));
        }
    }

    /// To be called when nobody waits.
    @Override
    public void close() {
        thread.interrupt();
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
