package dev.graft.nn;

import org.bytedeco.javacpp.Pointer;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.jspecify.annotations.Nullable;

/// A place in a [ParamStore]: a prefix for names, and the stage they belong to.
/// `path.sub("layer4").sub("0").param("conv1.weight", …)` makes `layer4.0.conv1.weight`.
public final class ParamPath {
    private final ParamStore store;
    private final String stage;
    private final String prefix;

    ParamPath(ParamStore store, String stage, String prefix) {
        this.store = store;
        this.stage = stage;
        this.prefix = prefix;
    }

    /// The place one level down.
    public ParamPath sub(String name) {
        return new ParamPath(store, stage, name(name));
    }

    /// The place one level down, for numbered children.
    public ParamPath sub(int index) {
        return sub(Integer.toString(index));
    }

    /// Makes a float32 parameter, which gradients reach and groups may train.
    ///
    /// @throws IllegalArgumentException if the name is taken
    public Tensor param(String name, Init init, long... shape) {
        return store.add(name(name), stage, ParamStore.Kind.PARAMETER, ScalarType.Float, init, shape);
    }

    /// Makes a float32 buffer: part of the state dict, never trained by an optimizer.
    ///
    /// @throws IllegalArgumentException if the name is taken
    public Tensor buffer(String name, Init init, long... shape) {
        return store.add(name(name), stage, ParamStore.Kind.BUFFER, ScalarType.Float, init, shape);
    }

    /// Makes an int64 buffer, such as `num_batches_tracked`.
    ///
    /// @throws IllegalArgumentException if the name is taken
    public Tensor longBuffer(String name, Init init, long... shape) {
        return store.add(name(name), stage, ParamStore.Kind.BUFFER, ScalarType.Long, init, shape);
    }

    /// Ties a native handle that a layer uses in every pass to the life of the store: it outlives all scopes and
    /// is freed when the store closes.
    ///
    /// @return the same handle
    public <P extends Pointer> P own(P handle) {
        return store.own(handle);
    }

    /// The tensor of that name below here.
    ParamStore.Entry entry(String name) {
        return store.entry(name(name));
    }

    /// Makes the layer here one that can have an adapter.
    ///
    /// @param conv its shape; null for a linear layer
    Adaptable adaptable(@Nullable Conv2d conv) {
        return store.adaptable(new Adaptable(this, entry("weight"), conv));
    }

    @Override
    public String toString() {
        return prefix;
    }

    private String name(String child) {
        return prefix.isEmpty() ? child : prefix + "." + child;
    }
}
