package dev.graft.data;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
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
            "numpy dtype", arguments -> new Type(text(arguments[0])),
            "_codecs encode", arguments -> string(arguments[0]).getBytes(StandardCharsets.ISO_8859_1));

    /// The contents of an array of bytes.
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Bytes(byte[] values) {}

    private record Type(String name) {}

    /// An array before its state has come.
    private static final class Array {
        private byte[] values = {};
    }

    /// What 10,000 images take, and ten times as many.
    private static final int MAX_STEPS = 500_000;

    private static final int MOST_SHOWN = 160;

    private int steps;

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
            String reason = e instanceof IndexOutOfBoundsException || e.getMessage() == null
                    ? "its pickle is damaged"
                    : e.getMessage();
            throw new DataException(name + ": not a CIFAR file: " + shortened(reason), e);
        }
    }

    /// Python 2's text and Python 3's bytes.
    static String text(Object value) {
        return value instanceof byte[] bytes ? new String(bytes, StandardCharsets.ISO_8859_1) : string(value);
    }

    private static String string(Object value) {
        if (value instanceof String text) {
            return text;
        }
        throw new DataException("expected a text, found another value");
    }

    private static Object plain(Object value) {
        return value instanceof Array array ? new Bytes(array.values) : value;
    }

    @Override
    protected Object dispatch(short opcode) throws IOException {
        if (++steps > MAX_STEPS) {
            throw new DataException("its pickle takes more than " + MAX_STEPS + " steps, which no CIFAR file does");
        }
        switch (opcode) {
            case Opcodes.GLOBAL -> global(PickleUtils.readline(input), PickleUtils.readline(input));
            case Opcodes.STACK_GLOBAL -> {
                String name = string(stack.pop());
                global(string(stack.pop()), name);
            }
            case Opcodes.BUILD -> build(stack.pop(), stack.peek());
            case Opcodes.EMPTY_DICT -> stack.add(new HashMap<>());
            case Opcodes.DICT -> {
                Map<Object, Object> entries = new HashMap<>();
                putAll(entries, stack.pop_all_since_marker());
                stack.add(entries);
            }
            case Opcodes.SETITEM -> {
                Object value = stack.pop();
                Object key = stack.pop();
                putAll(stack.peek(), Arrays.asList(key, value));
            }
            case Opcodes.SETITEMS -> {
                List<Object> items = stack.pop_all_since_marker();
                putAll(stack.peek(), items);
            }
            case Opcodes.APPENDS -> { // the library's copies the whole list each time
                List<Object> items = stack.pop_all_since_marker();
                append(stack.peek(), items);
            }
            case Opcodes.PROTO,
                    Opcodes.FRAME,
                    Opcodes.STOP,
                    Opcodes.MARK,
                    Opcodes.POP,
                    Opcodes.DUP,
                    Opcodes.NONE,
                    Opcodes.NEWTRUE,
                    Opcodes.NEWFALSE,
                    Opcodes.BININT,
                    Opcodes.BININT1,
                    Opcodes.BININT2,
                    Opcodes.LONG1,
                    Opcodes.BINFLOAT,
                    Opcodes.EMPTY_TUPLE,
                    Opcodes.TUPLE,
                    Opcodes.TUPLE1,
                    Opcodes.TUPLE2,
                    Opcodes.TUPLE3,
                    Opcodes.EMPTY_LIST,
                    Opcodes.LIST,
                    Opcodes.APPEND,
                    Opcodes.BINGET,
                    Opcodes.LONG_BINGET,
                    Opcodes.BINPUT,
                    Opcodes.LONG_BINPUT,
                    Opcodes.MEMOIZE,
                    Opcodes.REDUCE,
                    Opcodes.SHORT_BINSTRING,
                    Opcodes.SHORT_BINUNICODE,
                    Opcodes.SHORT_BINBYTES -> {
                return super.dispatch(opcode);
            }
            case Opcodes.BINSTRING, Opcodes.BINUNICODE, Opcodes.BINBYTES -> {
                checkLength(Integer.BYTES);
                return super.dispatch(opcode);
            }
            case Opcodes.BINUNICODE8, Opcodes.BINBYTES8 -> {
                checkLength(Long.BYTES);
                return super.dispatch(opcode);
            }
            default -> throw new DataException("forbidden instruction " + opcode);
        }
        return NO_RETURN_VALUE;
    }

    /// Keys are texts: the hash of a container of containers may never end.
    private static void putAll(Object target, List<Object> items) {
        if (!(target instanceof Map<?, ?>)) {
            throw new DataException("an entry of something that is not a dictionary");
        }
        @SuppressWarnings("unchecked") // only EMPTY_DICT and DICT make maps here
        Map<Object, Object> entries = (Map<Object, Object>) target;
        for (int i = 0; i + 1 < items.size(); i += 2) {
            entries.put(text(items.get(i)), items.get(i + 1));
        }
    }

    private static void append(Object target, List<Object> items) {
        if (!(target instanceof ArrayList<?>)) {
            throw new DataException("an item of something that is not a list");
        }
        @SuppressWarnings("unchecked") // only EMPTY_LIST and LIST make lists here
        ArrayList<Object> list = (ArrayList<Object>) target;
        list.addAll(items);
    }

    private void global(String module, String name) {
        IObjectConstructor constructor = ALLOWED.get(module + " " + name);
        if (constructor == null) {
            throw new DataException("it asks for " + shortened(module + "." + name)
                    + ", which a CIFAR file has no use for; do not trust this file");
        }
        stack.add(constructor);
    }

    private static String shortened(String name) {
        return name.length() <= MOST_SHOWN ? name : name.substring(0, MOST_SHOWN) + "…";
    }

    /// `ndarray.__setstate__((version, shape, dtype, fortran_order, contents))`; a dtype's state says nothing new.
    private static void build(Object state, Object target) {
        if (target instanceof Array array && state instanceof Object[] parts && parts.length == 5) {
            if (!(parts[2] instanceof Type(String type))
                    || !(type.equals("u1") || type.equals("|u1"))
                    || Boolean.TRUE.equals(parts[3])) {
                throw new DataException("expected an array of bytes in row-major order");
            }
            array.values =
                    parts[4] instanceof byte[] bytes ? bytes : string(parts[4]).getBytes(StandardCharsets.ISO_8859_1);
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
