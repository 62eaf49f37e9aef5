package dev.graft.weights;

import dev.graft.torch.Tensors;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.pytorch.Tensor;

/// torch.save before PyTorch 1.6: a magic number, a protocol and a description of the machine, the
/// object, the keys of its storages (each a pickle of its own), then the storages one after the other.
final class LegacyFile implements Storages {
    /// The pickle of torch.serialization.MAGIC_NUMBER, with which every such file begins.
    static final byte[] MAGIC = {
        (byte) 0x80,
        2,
        (byte) 0x8a,
        10,
        0x6c,
        (byte) 0xfc,
        (byte) 0x9c,
        0x46,
        (byte) 0xf9,
        0x20,
        0x6a,
        (byte) 0xa8,
        0x50,
        0x19
    };

    private static final long PROTOCOL = 1001;

    private final ByteSource source;
    private final Object root;
    private final Map<String, Long> positions;

    private LegacyFile(ByteSource source, Object root, Map<String, Long> positions) {
        this.source = source;
        this.root = root;
        this.positions = positions;
    }

    static LegacyFile open(ByteSource source) throws IOException {
        long end = Math.min(source.size(), TorchArchive.MAX_PICKLE_BYTES);
        PickleInput in = new PickleInput(source, 0, end);
        TensorUnpickler.next(in); // the magic number, which the caller looked at
        Object protocol = TensorUnpickler.next(in);
        if (!(protocol instanceof Number number) || number.longValue() != PROTOCOL) {
            throw new WeightsException("expected protocol " + PROTOCOL + " of torch.save, found another");
        }
        if (!(TensorUnpickler.next(in) instanceof Map<?, ?> machine)) {
            throw new WeightsException("has no description of the machine that wrote it");
        }
        if (Boolean.FALSE.equals(machine.get("little_endian"))) {
            throw new WeightsException(
                    "is in byte order 'big', expected little; save it again on a little-endian machine");
        }
        Map<String, StorageRef> declared = new HashMap<>();
        Object root = TensorUnpickler.next(in, declared);
        if (!(TensorUnpickler.next(in) instanceof List<?> keys)) {
            throw new WeightsException("has no list of storages");
        }
        return new LegacyFile(source, root, positions(source, in.position(), keys, declared));
    }

    Object root() {
        return root;
    }

    @Override
    public Tensor read(StorageRef storage) throws IOException {
        Long position = positions.get(storage.key());
        if (position == null) {
            throw new WeightsException("has no storage " + Lines.name(storage.key()));
        }
        Tensor memory = Tensors.empty(storage.dtype().type, storage.count());
        NativeMemory.fill(memory, source, position);
        return memory;
    }

    private static Map<String, Long> positions(
            ByteSource source, long start, List<?> keys, Map<String, StorageRef> declared) throws IOException {
        Map<String, Long> positions = new HashMap<>();
        long position = start;
        for (Object key : keys) {
            StorageRef storage = key instanceof String name ? declared.get(name) : null;
            if (storage == null) {
                throw new WeightsException("lists a storage that its pickle does not use");
            }
            ByteBuffer length = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
            source.readFully(length, position);
            long count = length.getLong(0);
            position += Long.BYTES;
            if (count != storage.count()) {
                throw new WeightsException("storage " + Lines.name(storage.key()) + ": expected " + storage.count()
                        + " elements, found " + count);
            }
            if (storage.bytes() > source.size() - position) {
                throw new WeightsException("storage " + Lines.name(storage.key()) + ": expected " + storage.bytes()
                        + " bytes, found " + (source.size() - position) + "; download the file again");
            }
            if (positions.put(storage.key(), position) != null) {
                throw new WeightsException("lists storage " + Lines.name(storage.key()) + " twice");
            }
            position += storage.bytes();
        }
        return positions;
    }
}
