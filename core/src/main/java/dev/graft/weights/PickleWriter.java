package dev.graft.weights;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import net.razorvine.pickle.Opcodes;

/// Writes the pickle of a state dict, opcode by opcode: the pickling library has no way to say
/// "persistent id" inside a call. Protocol 2, as torch.save.
final class PickleWriter {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    PickleWriter begin() {
        op(Opcodes.PROTO);
        out.write(2);
        orderedDict();
        op(Opcodes.MARK);
        return this;
    }

    /// An entry whose memory is the storage of that key, dense from its start.
    void tensor(String name, Dtype dtype, String key, long[] shape) {
        text(name);
        global("torch._utils", "_rebuild_tensor_v2");
        op(Opcodes.MARK);
        storage(dtype, key, Dtype.count(shape));
        number(0);
        longs(shape);
        longs(denseStrides(shape));
        op(Opcodes.NEWFALSE); // requires_grad
        orderedDict(); // backward hooks
        op(Opcodes.TUPLE);
        op(Opcodes.REDUCE);
    }

    byte[] end() {
        op(Opcodes.SETITEMS);
        op(Opcodes.STOP);
        return out.toByteArray();
    }

    private void storage(Dtype dtype, String key, long count) {
        op(Opcodes.MARK);
        text("storage");
        global("torch", dtype.storage);
        text(key);
        text("cpu");
        number(count);
        op(Opcodes.TUPLE);
        op(Opcodes.BINPERSID);
    }

    private void orderedDict() {
        global("collections", "OrderedDict");
        op(Opcodes.EMPTY_TUPLE);
        op(Opcodes.REDUCE);
    }

    private void longs(long[] values) {
        op(Opcodes.MARK);
        for (long value : values) {
            number(value);
        }
        op(Opcodes.TUPLE);
    }

    private void number(long value) {
        if (value == (int) value) {
            op(Opcodes.BININT);
            out.writeBytes(little(4).putInt((int) value).array());
        } else {
            op(Opcodes.LONG1);
            out.write(Long.BYTES);
            out.writeBytes(little(8).putLong(value).array());
        }
    }

    private void text(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        op(Opcodes.BINUNICODE);
        out.writeBytes(little(4).putInt(bytes.length).array());
        out.writeBytes(bytes);
    }

    private void global(String module, String name) {
        op(Opcodes.GLOBAL);
        out.writeBytes((module + "\n" + name + "\n").getBytes(StandardCharsets.US_ASCII));
    }

    private void op(short opcode) {
        out.write(opcode);
    }

    private static ByteBuffer little(int bytes) {
        return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static long[] denseStrides(long[] shape) {
        long[] strides = new long[shape.length];
        long stride = 1;
        for (int i = shape.length - 1; i >= 0; i--) {
            strides[i] = stride;
            stride *= Math.max(1, shape[i]);
        }
        return strides;
    }
}
