package dev.graft.weights;

/// A pickle's reference to raw memory kept elsewhere in the file.
///
/// @param key    its name there
/// @param dtype  of its elements
/// @param count  how many elements it has
/// @param offset elements to skip: oldest files share memory by views of storages
record StorageRef(String key, Dtype dtype, long count, long offset) {
    StorageRef {
        if (count < 0 || offset < 0 || offset > count) {
            throw new WeightsException("storage " + Lines.name(key) + " claims " + count + " elements from " + offset);
        }
        dtype.sizeOf(count);
    }

    /// A view of it, `offset` elements on.
    StorageRef from(long offset) {
        return new StorageRef(key, dtype, count, offset);
    }

    long bytes() {
        return dtype.sizeOf(count);
    }
}
