package dev.graft.model;

import dev.graft.data.Questions;
import dev.graft.data.Reading;
import dev.graft.torch.Device;
import dev.graft.torch.Scope;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Asks about one example at a time: read on the thread that asks, computed alone or with those that others ask about.
///
/// @param <X> kind of example
/// @param <R> what it is read to
final class OneByOne<X, R> implements AutoCloseable {
    private final Reading<X, R> reading;
    private final Device device;
    private final PlatformThreads threads;
    private final @Nullable BatchQueue<R> queue;

    /// What came of one.
    record Answer(Questions.Asked asked, float[] row) {}

    OneByOne(Reading<X, R> reading, Device device, PlatformThreads threads, Optional<Sharing> sharing) {
        this.reading = reading;
        this.device = device;
        this.threads = threads;
        this.queue = sharing.map(how -> BatchQueue.start(reading, device, how)).orElse(null);
    }

    /// @throws dev.graft.data.DataException if it cannot be read
    Answer ask(X example, Computing computing) {
        R read = threads.call(() -> reading.read(example));
        float[] row = queue == null ? threads.call(() -> alone(read, computing)) : queue.row(read, computing);
        return new Answer(new Questions.Asked(0, reading.name(example), reading.cut(read), Optional.empty()), row);
    }

    /// What an example is called.
    String name(X example) {
        return reading.name(example);
    }

    private float[] alone(R read, Computing computing) {
        try (Scope scope = Scope.open()) {
            return computing.rows(reading.batch(List.of(read)), device).getFirst();
        }
    }

    @Override
    public void close() {
        if (queue != null) {
            queue.close();
        }
    }
}
