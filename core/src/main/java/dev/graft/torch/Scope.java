package dev.graft.torch;

import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.PointerScope;
import org.jspecify.annotations.Nullable;

/// Everything native that is made on this thread while a scope is open is freed when it closes, so
/// memory stays flat over any number of batches. One scope a batch, opened by the trainer, the
/// evaluator and the predictor; what must outlive it is kept on purpose with [#keep(Pointer)].
///
/// Scopes nest and belong to the thread that opened them.
public final class Scope implements AutoCloseable {
    private final @Nullable PointerScope outer;
    private final PointerScope pointers;

    private Scope(@Nullable PointerScope outer, PointerScope pointers) {
        this.outer = outer;
        this.pointers = pointers;
    }

    public static Scope open() {
        Engine.start();
        PointerScope outer = PointerScope.getInnerScope();
        return new Scope(outer, new PointerScope());
    }

    /// Leaves `result` to the scope around this one, so that a step can free what it made on the way and
    /// still return something. Without a scope around it, this is [#keep(Pointer)].
    ///
    /// @return the same pointer
    public <P extends Pointer> P handOver(P result) {
        if (outer == null) {
            return keep(result);
        }
        if (counted(result)) {
            outer.attach(result);
        }
        return result;
    }

    /// Takes `pointer` out of the innermost scope; it then lives until [#release(Pointer)] or until
    /// the garbage collector finds it. Without an open scope this does nothing.
    ///
    /// @return the same pointer
    public static <P extends Pointer> P keep(P pointer) {
        PointerScope inner = PointerScope.getInnerScope();
        if (inner != null && counted(pointer)) {
            pointer.retainReference(); // detach gives one reference back, which would free it
            inner.detach(pointer);
        }
        return pointer;
    }

    /// What was made outside any scope has no count: one attachment that ends would free it for everybody.
    private static boolean counted(Pointer pointer) {
        return pointer.referenceCount() > 0;
    }

    /// Frees what [#keep(Pointer)] kept, at once.
    public static void release(Pointer pointer) {
        if (!pointer.isNull()) {
            pointer.close();
        }
    }

    @Override
    public void close() {
        pointers.close();
    }
}
