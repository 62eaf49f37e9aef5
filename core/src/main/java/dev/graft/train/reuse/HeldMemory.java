package dev.graft.train.reuse;

import dev.graft.torch.Scope;
import dev.graft.torch.Tensors;
import java.lang.foreign.MemorySegment;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;

/// Memory from libtorch's allocator: not cleared first, and not counted against the limits of the Java heap.
final class HeldMemory implements Storage {
    private final Tensor owner;
    private final MemorySegment segment;

    HeldMemory(long bytes) {
        this.owner = Scope.keep(Tensors.empty(ScalarType.Byte, bytes));
        this.segment = Tensors.memory(owner);
    }

    @Override
    public MemorySegment segment() {
        return segment;
    }

    @Override
    public void write(MemorySegment bytes, long at) {
        MemorySegment.copy(bytes, 0, segment, at, bytes.byteSize());
    }

    @Override
    public String where() {
        return "in memory";
    }

    @Override
    public void close() {
        Scope.release(owner);
    }
}
