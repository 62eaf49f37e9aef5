package dev.graft.app;

import dev.graft.data.text.TextOptions;
import dev.graft.zoo.encoder.Pooling;
import java.util.Iterator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What `--pooling` takes: a word, or that it is found out.
final class PoolingWords implements Iterable<String> {
    static final String AUTO = TextOptions.AUTO;

    @Override
    public Iterator<String> iterator() {
        return words().iterator();
    }

    private static Stream<String> words() {
        return Stream.concat(Stream.of(AUTO), Pooling.words().stream());
    }

    /// @return null for what suits the model
    /// @throws IllegalArgumentException if there is no such word
    static @Nullable Pooling of(String word) {
        return word.equals(AUTO) ? null : Pooling.of(word);
    }
}
