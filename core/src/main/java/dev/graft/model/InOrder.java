package dev.graft.model;

import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;

/// Hands on in their order what comes in another.
final class InOrder<T> {
    private final Consumer<T> each;
    private final Map<Integer, T> waiting = new HashMap<>();
    private int next;

    InOrder(Consumer<T> each) {
        this.each = each;
    }

    /// @param place from 0
    void put(int place, T one) {
        waiting.put(place, one);
        while (waiting.containsKey(next)) {
            each.accept(Objects.requireNonNull(waiting.remove(next++)));
        }
    }
}
