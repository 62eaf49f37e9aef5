package dev.graft.data;

import dev.graft.torch.Tensors;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One epoch of an [ImageLoader]: a queue of examples being made, in the epoch's order, as long as the
/// prefetch allows. Workers make plain arrays; tensors are made by the consumer, in its scope, so that no
/// native memory is ever on its way between threads.
final class ImageCursor implements BatchCursor {
    private static final Logger LOG = LoggerFactory.getLogger(ImageCursor.class);
    private static final ThreadFactory THREADS =
            Thread.ofPlatform().daemon().name("graft-loader-", 0).factory();
    private static final long PATIENCE_SECONDS = 10;

    private final ImageLoader loader;
    private final int epoch;
    private final int[] order;
    private final int end;
    private final ExecutorService workers;
    private final Deque<Future<Planes>> ahead = new ArrayDeque<>();
    private int asked;
    private int taken;
    private int batch;

    ImageCursor(ImageLoader loader, int epoch, int from) {
        this.loader = loader;
        this.epoch = epoch;
        this.order = loader.order(epoch);
        this.end = loader.examples();
        this.batch = from;
        this.asked = loader.start(from);
        this.taken = asked;
        this.workers = Executors.newFixedThreadPool(loader.workers(), THREADS);
        ask();
    }

    @Override
    public @Nullable Batch next() {
        if (workers.isShutdown()) {
            throw new IllegalStateException("loader: this epoch is closed");
        }
        if (taken >= end) {
            return null;
        }
        ask();
        batch++;
        int size = loader.start(batch) - taken;
        List<Planes> examples = new ArrayList<>(size);
        for (int i = 0; i < size; i++) {
            examples.add(await(ahead.remove()));
        }
        int[] positions = Arrays.copyOfRange(order, taken, taken + size);
        taken += size;
        ask();
        return new Batch(List.of(collect(examples)), loader.dataset().targets(positions));
    }

    @Override
    public void close() {
        workers.shutdownNow();
        ahead.clear();
        try {
            // a worker ends with the image it is at; after that nothing of this epoch runs any more
            if (!workers.awaitTermination(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                LOG.warn(
                        "an image takes more than {} s to decode; it is given up, and its thread left" + " running",
                        PATIENCE_SECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void ask() {
        int limit = loader.start(batch + loader.prefetch() + 1);
        for (; asked < limit; asked++) {
            int position = order[asked];
            ahead.add(workers.submit(() -> loader.load(epoch, position)));
        }
    }

    private static Planes await(Future<Planes> example) {
        try {
            return example.get();
        } catch (ExecutionException e) {
            switch (e.getCause()) {
                case RuntimeException failure -> throw failure;
                case Error error -> throw error;
                case null, default -> throw new IllegalStateException("loader: a worker failed", e);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new DataException("loader: interrupted while waiting for an image", e);
        }
    }

    static Tensor collect(List<Planes> examples) {
        Planes first = examples.getFirst();
        Tensor batch =
                Tensors.empty(ScalarType.Float, examples.size(), first.channels(), first.height(), first.width());
        FloatPointer data = batch.data_ptr_float();
        int length = first.values().length;
        for (int i = 0; i < examples.size(); i++) {
            Planes example = examples.get(i);
            if (!example.shape().equals(first.shape())) {
                throw new DataException("loader: the images of a batch need the same shape, found " + first.shape()
                        + " and " + example.shape()
                        + "; end the transforms with one size: ResizeTo(224) or CenterCrop(224)");
            }
            data.position((long) i * length).put(example.values(), 0, length);
        }
        return batch;
    }
}
