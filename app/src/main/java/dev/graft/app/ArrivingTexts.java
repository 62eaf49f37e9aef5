package dev.graft.app;

import dev.graft.text.Text;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import org.jspecify.annotations.Nullable;

/// Texts of a stream that is still being written, in the pieces in which they arrive: all that are there when asked,
/// without waiting for more. So whoever writes a line and waits for its answer gets it.
final class ArrivingTexts implements Iterator<List<Text>> {
    private static final int AT_ONCE = 4096;

    /// Empty for the end.
    private final BlockingQueue<Optional<Text>> arrived = new ArrayBlockingQueue<>(AT_ONCE);

    private volatile @Nullable RuntimeException failure;
    private @Nullable List<Text> next;

    /// Begins to read. The reader waits in vain where nobody asks any more, and keeps no program alive.
    ///
    /// @param texts read on a thread of its own
    ArrivingTexts(Iterator<Text> texts) {
        Thread.ofPlatform().daemon().name("arriving-texts").start(() -> read(texts));
    }

    private void read(Iterator<Text> texts) {
        try {
            texts.forEachRemaining(text -> put(Optional.of(text)));
        } catch (RuntimeException e) {
            failure = e;
        } finally {
            put(Optional.empty());
        }
    }

    private void put(Optional<Text> text) {
        try {
            arrived.put(text);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /// Waits for a text, or for the end.
    @Override
    public boolean hasNext() {
        if (next == null) {
            next = take();
        }
        return !next.isEmpty();
    }

    @Override
    public List<Text> next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        List<Text> given = Objects.requireNonNull(next);
        next = null;
        return given;
    }

    private List<Text> take() {
        try {
            List<Optional<Text>> found = new ArrayList<>(List.of(arrived.take()));
            arrived.drainTo(found);
            List<Text> texts = found.stream().flatMap(Optional::stream).toList();
            if (texts.size() < found.size()) { // the end
                RuntimeException broken = failure;
                if (texts.isEmpty() && broken != null) {
                    throw broken;
                }
                arrived.add(Optional.empty()); // for the next question
            }
            return texts;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
