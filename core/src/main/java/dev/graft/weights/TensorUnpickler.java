package dev.graft.weights;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.razorvine.pickle.Opcodes;
import net.razorvine.pickle.PickleException;
import net.razorvine.pickle.Unpickler;
import org.jspecify.annotations.Nullable;

/// A pickle machine that can build dictionaries, lists, numbers, strings and references to tensors, and
/// nothing else.
///
/// The library's own table of classes is never asked: every opcode that names a class or changes an
/// object is handled or refused here, and opcodes torch.save does not write are refused.
final class TensorUnpickler extends Unpickler {
    /// What a checkpoint of some 50,000 tensors takes; a step may cost 100 bytes of memory. A call counts as many
    /// steps as its arguments have elements: the same list may be given to a thousand calls.
    private static final int MAX_STEPS = 2_000_000;

    private final PickleInput bytes;
    private final Map<String, StorageRef> storages;
    private int steps;

    private TensorUnpickler(PickleInput bytes, Map<String, StorageRef> storages) {
        this.bytes = bytes;
        this.storages = storages;
    }

    /// The next pickle of the stream.
    ///
    /// @throws WeightsException if it names a global that is not allowed, or does what no torch.save does
    /// @throws IOException      if it ends early
    static Object next(PickleInput bytes) throws IOException {
        return next(bytes, new HashMap<>());
    }

    /// The next pickle of the stream, and in `storages` every storage that it refers to.
    static Object next(PickleInput bytes, Map<String, StorageRef> storages) throws IOException {
        try {
            return new TensorUnpickler(bytes, storages).load(bytes);
        } catch (PickleException | ClassCastException | IndexOutOfBoundsException | NegativeArraySizeException e) {
            throw new WeightsException(
                    "its pickle is damaged before byte " + bytes.position() + "; download the file again", e);
        }
    }

    /// Puts an entry into a dictionary. Keys must be plain values: hashing a container may never end.
    static void put(Map<Object, Object> dict, @Nullable Object key, @Nullable Object value) {
        if (key instanceof String || key instanceof Number || key instanceof Boolean || key instanceof Object[]) {
            dict.put(key, value == null ? PickleGlobals.Ignored.VALUE : value);
        } else {
            throw new WeightsException("a dictionary has a key that is not a plain value");
        }
    }

    @Override
    protected Object dispatch(short opcode) throws IOException {
        work(1);
        switch (opcode) {
            case Opcodes.GLOBAL -> stack.add(PickleGlobals.find(bytes.readLine(), bytes.readLine()));
            case Opcodes.STACK_GLOBAL -> {
                String name = (String) stack.pop();
                stack.add(PickleGlobals.find((String) stack.pop(), name));
            }
            case Opcodes.INST -> throw PickleGlobals.refused(bytes.readLine() + "." + bytes.readLine());
            case Opcodes.EMPTY_DICT -> stack.add(new LinkedHashMap<>());
            case Opcodes.DICT -> {
                Map<Object, Object> dict = new LinkedHashMap<>();
                putAll(dict, stack.pop_all_since_marker());
                stack.add(dict);
            }
            case Opcodes.SETITEM -> {
                Object value = stack.pop();
                Object key = stack.pop();
                put(dict(stack.peek()), key, value);
            }
            case Opcodes.SETITEMS -> {
                List<Object> items = stack.pop_all_since_marker();
                putAll(dict(stack.peek()), items);
            }
            case Opcodes.APPENDS -> { // the library's copies the whole list each time
                List<Object> items = stack.pop_all_since_marker();
                list(stack.peek()).addAll(items);
            }
            case Opcodes.BUILD -> {
                stack.pop();
                build(stack.peek());
            }
            case Opcodes.REDUCE, Opcodes.NEWOBJ -> { // both call one of our own constructors, or none
                if (stack.peek() instanceof Object[] arguments) {
                    work(size(arguments));
                    for (Object argument : arguments) {
                        work(size(argument));
                    }
                }
                return super.dispatch(opcode);
            }
            default -> {
                check(opcode);
                return super.dispatch(opcode);
            }
        }
        return NO_RETURN_VALUE;
    }

    @Override
    protected Object persistentLoad(Object id) {
        Object[] parts = id instanceof Object[] array ? array : new Object[0];
        if (parts.length < 5
                || !"storage".equals(parts[0])
                || !(parts[1] instanceof PickleGlobals.StorageType type)
                || !(parts[2] instanceof String key)) {
            throw new WeightsException("refers to something that is not a storage (a whole model, perhaps);"
                    + " save it again with torch.save(model.state_dict(), …)");
        }
        StorageRef storage = new StorageRef(key, type.dtype(), PickleGlobals.whole(parts[4]), 0);
        StorageRef before = storages.putIfAbsent(key, storage);
        if (before != null && !before.equals(storage)) {
            throw new WeightsException("describes storage " + Lines.name(key) + " in two ways");
        }
        boolean isView = parts.length > 5 && parts[5] instanceof Object[];
        return isView ? storage.from(PickleGlobals.whole(((Object[]) parts[5])[1])) : storage;
    }

    private void work(int done) {
        steps += done;
        if (steps > MAX_STEPS) {
            throw new WeightsException("its pickle takes more than " + MAX_STEPS + " steps: no weights file does");
        }
    }

    private static int size(@Nullable Object value) {
        return switch (value) {
            case Object[] array -> array.length;
            case Collection<?> collection -> collection.size();
            case Map<?, ?> map -> map.size();
            case null, default -> 0;
        };
    }

    /// Lets through the opcodes that only move plain values, and checks the lengths they announce.
    private void check(short opcode) throws IOException {
        switch (opcode) {
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
                    Opcodes.BINPERSID -> {}
            case Opcodes.LONG1, Opcodes.SHORT_BINSTRING, Opcodes.SHORT_BINUNICODE, Opcodes.SHORT_BINBYTES ->
                checkLength(1);
            case Opcodes.BINSTRING, Opcodes.BINUNICODE, Opcodes.BINBYTES -> checkLength(4);
            case Opcodes.BINUNICODE8, Opcodes.BINBYTES8 -> checkLength(8);
            default ->
                throw new WeightsException("its pickle uses opcode 0x" + Integer.toHexString(opcode) + " at byte "
                        + (bytes.position() - 1) + ", which torch.save does not write");
        }
    }

    private void checkLength(int width) throws IOException {
        long length = bytes.peekLength(width);
        if (length < 0 || length > bytes.remaining() - width) {
            throw new WeightsException("its pickle announces " + Long.toUnsignedString(length) + " bytes at byte "
                    + bytes.position() + ", found " + (bytes.remaining() - width));
        }
    }

    private static void putAll(Map<Object, Object> dict, List<Object> items) {
        for (int i = 0; i + 1 < items.size(); i += 2) {
            put(dict, items.get(i), items.get(i + 1));
        }
    }

    /// torch.save sets attributes on a state dict (`_metadata`) and numpy on its types; both are left out.
    private static void build(@Nullable Object target) {
        boolean known = target instanceof LinkedHashMap || target == PickleGlobals.Ignored.VALUE;
        if (!known) {
            throw new WeightsException("its pickle sets the state of something that has none");
        }
    }

    @SuppressWarnings("unchecked") // only EMPTY_LIST and LIST make ArrayLists here
    private static List<Object> list(@Nullable Object value) {
        if (value instanceof ArrayList<?> list) {
            return (List<Object>) list;
        }
        throw new WeightsException("its pickle appends to something that is not a list");
    }

    @SuppressWarnings("unchecked") // only EMPTY_DICT, DICT and OrderedDict make LinkedHashMaps here
    private static Map<Object, Object> dict(@Nullable Object value) {
        if (value instanceof LinkedHashMap<?, ?> dict) {
            return (Map<Object, Object>) dict;
        }
        throw new WeightsException("its pickle sets an entry of something that is not a dictionary");
    }
}
