package dev.graft.weights;

import org.bytedeco.pytorch.LongOptional;
import org.bytedeco.pytorch.Tensor;

/// What a pickle says of a tensor: a view of a storage, checked to lie inside it, not yet read.
@SuppressWarnings("ArrayRecordComponent") // never compared, never changed
record TensorRef(StorageRef storage, Dtype dtype, long offset, long[] shape, long[] strides) {
    private static final int MAX_DIMENSIONS = 64;

    /// A tensor expanded by zero strides has more elements than memory; beyond this many it is a trap.
    private static final long MAX_EXPANDED = 1L << 24;

    TensorRef {
        long elements = (storage.bytes() - storage.offset() * storage.dtype().bytes) / dtype.bytes;
        if (shape.length > MAX_DIMENSIONS || strides.length != shape.length) {
            throw new WeightsException(
                    "a tensor has " + shape.length + " sizes and " + strides.length + " strides, expected as many");
        }
        long count = Dtype.count(shape);
        if (count > Math.max(elements, MAX_EXPANDED)) {
            throw new WeightsException(
                    "a tensor claims shape " + Lines.shape(shape) + " over a storage of " + elements + " elements");
        }
        if (count > 0 && lastElement(offset, shape, strides) >= elements) {
            throw new WeightsException("a tensor " + Lines.shape(shape) + " with strides " + Lines.shape(strides)
                    + " from element " + offset + " reaches outside its storage of " + elements + " elements");
        }
    }

    /// A view of `memory`, which is the whole storage as a flat tensor.
    Tensor view(Tensor memory) {
        Tensor typed = storage.dtype() == dtype ? memory : memory.view(dtype.type);
        return typed.as_strided(shape, strides, new LongOptional(storage.offset() + offset));
    }

    private static long lastElement(long offset, long[] shape, long[] strides) {
        try {
            long last = offset;
            for (int i = 0; i < shape.length; i++) {
                if (strides[i] < 0) {
                    throw new WeightsException("a tensor has a negative stride: " + Lines.shape(strides));
                }
                last = Math.addExact(last, Math.multiplyExact(shape[i] - 1, strides[i]));
            }
            if (offset < 0) {
                throw new WeightsException("a tensor starts at element " + offset + " of its storage");
            }
            return last;
        } catch (ArithmeticException e) {
            throw new WeightsException("a tensor's strides " + Lines.shape(strides) + " overflow", e);
        }
    }
}
