package dev.graft.data;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import net.razorvine.pickle.IObjectConstructor;
import net.razorvine.pickle.Opcodes;
import net.razorvine.pickle.PickleUtils;
import net.razorvine.pickle.Unpickler;

/// Reads CIFAR's Python files. A pickle is a program; this one may build dictionaries, lists, texts,
/// numbers and one kind of object, a numpy array of bytes. Anything else it asks for is refused, and
/// nothing it names is ever run.
final class CifarPickle extends Unpickler {
    private static final Map<String, IObjectConstructor> ALLOWED = Map.of(
            "numpy.core.multiarray _reconstruct", arguments -> new Array(),
            "numpy._core.multiarray _reconstruct", arguments -> new Array(),
            "numpy ndarray", arguments -> new Array(),
            "numpy dtype", arguments -> new Type(String.valueOf(arguments[0])),
            "_codecs encode", arguments -> String.valueOf(arguments[0]).getBytes(StandardCharsets.ISO_8859_1));

    /// The contents of an array of bytes.
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Bytes(byte[] values) {}

    private record Type(String name) {}

    /// An array before its state has come.
    private static final class Array {
        private byte[] values = {};
    }

    private CifarPickle() {}

    /// The file's dictionary with its keys as text, whether Python 2 or 3 wrote it.
    ///
    /// @throws DataException if the file is cut off, or asks for anything else
    static Map<String, Object> read(Path file) {
        return parse(ImageDecoder.bytes(file), file.toString());
    }

    static Map<String, Object> parse(byte[] pickle, String name) {
        try {
            if (!(new CifarPickle().load(new ByteArrayInputStream(pickle)) instanceof Map<?, ?> dictionary)) {
                throw new DataException("expected a pickled dictionary");
            }
            Map<String, Object> result = new HashMap<>();
            dictionary.forEach((key, value) -> result.put(text(key), plain(value)));
            return result;
        } catch (IOException | RuntimeException | StackOverflowError e) {
            throw new DataException(name + ": not a CIFAR file: " + e.getMessage(), e);
        }
    }

    /// Python 2's text and Python 3's bytes.
    static String text(Object value) {
        return value instanceof byte[] bytes ? new String(bytes, StandardCharsets.ISO_8859_1) : String.valueOf(value);
    }

    private static Object plain(Object value) {
        return value instanceof Array array ? new Bytes(array.values) : value;
    }

    @Override
    protected Object dispatch(short opcode) throws IOException {
        switch (opcode) {
            case Opcodes.GLOBAL -> global(PickleUtils.readline(input), PickleUtils.readline(input));
            case Opcodes.STACK_GLOBAL -> {
                Object name = stack.pop();
                global(String.valueOf(stack.pop()), String.valueOf(name));
            }
            case Opcodes.BUILD -> build(stack.pop(), stack.peek());
            case Opcodes.INST,
                    Opcodes.OBJ,
                    Opcodes.NEWOBJ,
                    Opcodes.NEWOBJ_EX,
                    Opcodes.PERSID,
                    Opcodes.BINPERSID,
                    Opcodes.EXT1,
                    Opcodes.EXT2,
                    Opcodes.EXT4,
                    Opcodes.NEXT_BUFFER,
                    Opcodes.READONLY_BUFFER -> throw new DataException("forbidden instruction " + opcode);
            case Opcodes.BINSTRING, Opcodes.BINUNICODE, Opcodes.BINBYTES, Opcodes.LONG4 -> {
                checkLength(Integer.BYTES);
                return super.dispatch(opcode);
            }
            case Opcodes.BINUNICODE8, Opcodes.BINBYTES8, Opcodes.BYTEARRAY8 -> {
                checkLength(Long.BYTES);
                return super.dispatch(opcode);
            }
            default -> {
                return super.dispatch(opcode);
            }
        }
        return NO_RETURN_VALUE;
    }

    private void global(String module, String name) {
        IObjectConstructor constructor = ALLOWED.get(module + " " + name);
        if (constructor == null) {
            throw new DataException("it asks for " + module + "." + name
                    + ", which a CIFAR file has no use for; do not trust this file");
        }
        stack.add(constructor);
    }

    /// `ndarray.__setstate__((version, shape, dtype, fortran_order, contents))`; a dtype's state says nothing new.
    private static void build(Object state, Object target) {
        if (target instanceof Array array && state instanceof Object[] parts && parts.length == 5) {
            if (!(parts[2] instanceof Type(String type))
                    || !(type.equals("u1") || type.equals("|u1"))
                    || Boolean.TRUE.equals(parts[3])) {
                throw new DataException("expected an array of bytes in row-major order");
            }
            array.values = parts[4] instanceof byte[] bytes
                    ? bytes
                    : String.valueOf(parts[4]).getBytes(StandardCharsets.ISO_8859_1);
        } else if (!(target instanceof Type)) {
            throw new DataException("unknown state for " + target.getClass().getSimpleName());
        }
    }

    /// The library allocates what a length says before it reads; the length must be in the file.
    private void checkLength(int bytes) throws IOException {
        input.mark(bytes);
        ByteBuffer length = ByteBuffer.wrap(input.readNBytes(bytes)).order(ByteOrder.LITTLE_ENDIAN);
        input.reset();
        long expected = bytes == Integer.BYTES ? Integer.toUnsignedLong(length.getInt()) : length.getLong();
        if (expected < 0 || expected > input.available()) {
            throw new DataException("a length of " + expected + " bytes, found " + input.available());
        }
    }
}
