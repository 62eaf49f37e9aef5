package dev.graft.weights;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.razorvine.pickle.IObjectConstructor;

/// The only globals a weights file may name: what torch.save writes for tensors, and what checkpoints have beside
/// them (numpy's scalars and arrays, counters, namespaces, devices, paths, dates), which is passed over. All of them
/// make plain values here; none runs anything.
final class PickleGlobals {
    /// A storage class: `torch.FloatStorage`.
    record StorageType(Dtype dtype) {}

    /// A value that is allowed in a file and of no use here.
    enum Ignored {
        VALUE
    }

    /// What training programs put beside the tensors: taken for values of no use, and never made.
    private static final List<String> NEIGHBOURS = List.of(
            "argparse.Namespace",
            "collections.Counter",
            "datetime.date",
            "datetime.datetime",
            "datetime.timedelta",
            "numpy.ndarray",
            "numpy.core.multiarray._reconstruct",
            "numpy._core.multiarray._reconstruct",
            "pathlib.Path",
            "pathlib.PosixPath",
            "pathlib.PurePosixPath",
            "pathlib.WindowsPath",
            "pathlib.PureWindowsPath",
            "pathlib._local.PosixPath",
            "pathlib._local.WindowsPath",
            "torch.device",
            // what a defaultdict makes of a missing key; Python 2's names in protocol 2
            "builtins.int",
            "builtins.float",
            "builtins.list",
            "builtins.dict",
            "__builtin__.int",
            "__builtin__.float",
            "__builtin__.list",
            "__builtin__.dict");

    private static final Map<String, Object> ALLOWED = allowed();

    private PickleGlobals() {}

    /// What the name stands for.
    ///
    /// @throws WeightsException if it is not on the list
    static Object find(String module, String name) {
        Object value = ALLOWED.get(module + "." + name);
        if (value == null) {
            throw refused(module + "." + name);
        }
        return value;
    }

    static WeightsException refused(String global) {
        return new WeightsException("refuses to load '" + Lines.name(global)
                + "': only tensors may be in a weights file; save it again with torch.save(model.state_dict(), …)");
    }

    private static Map<String, Object> allowed() {
        Map<String, Object> allowed = new HashMap<>();
        for (Dtype dtype : Dtype.values()) {
            allowed.put("torch." + dtype.storage, new StorageType(dtype));
            allowed.put("torch.storage." + dtype.storage, new StorageType(dtype));
            allowed.put("torch." + dtype.torch, dtype);
        }
        allowed.put("torch.storage.UntypedStorage", new StorageType(Dtype.UINT8));
        allowed.put("torch.UntypedStorage", new StorageType(Dtype.UINT8));
        allow(allowed, "collections.OrderedDict", PickleGlobals::orderedDict);
        allow(allowed, "torch.Size", PickleGlobals::size);
        allow(allowed, "torch._utils._rebuild_tensor", PickleGlobals::tensor);
        allow(allowed, "torch._utils._rebuild_tensor_v2", PickleGlobals::tensor);
        allow(allowed, "torch._utils._rebuild_tensor_v3", PickleGlobals::tensorOfType);
        allow(allowed, "torch._utils._rebuild_parameter", arguments -> argument(arguments, 0, TensorRef.class));
        for (String numpy : List.of(
                "numpy.dtype",
                "numpy.core.multiarray.scalar",
                "numpy._core.multiarray.scalar",
                "_codecs.encode")) { // the bytes of a scalar, as protocol 2 spells them
            allow(allowed, numpy, arguments -> Ignored.VALUE);
        }
        for (String neighbour : NEIGHBOURS) {
            allow(allowed, neighbour, arguments -> Ignored.VALUE);
        }
        allow(allowed, "collections.defaultdict", arguments -> new LinkedHashMap<>()); // its entries follow
        return Map.copyOf(allowed);
    }

    private static void allow(Map<String, Object> allowed, String global, IObjectConstructor constructor) {
        allowed.put(global, constructor);
    }

    private static Object orderedDict(Object[] arguments) {
        Map<Object, Object> dict = new LinkedHashMap<>();
        if (arguments.length > 0) { // Python 2 gave the entries as pairs
            for (Object pair : argument(arguments, 0, List.class)) {
                Object[] entry = pair instanceof List<?> list && list.size() == 2 ? list.toArray() : (Object[]) pair;
                TensorUnpickler.put(dict, entry[0], entry[1]);
            }
        }
        return dict;
    }

    private static Object size(Object[] arguments) {
        return argument(arguments, 0, Object[].class);
    }

    private static Object tensor(Object[] arguments) {
        StorageRef storage = argument(arguments, 0, StorageRef.class);
        return tensor(storage, storage.dtype(), arguments);
    }

    private static Object tensorOfType(Object[] arguments) {
        return tensor(argument(arguments, 0, StorageRef.class), argument(arguments, 6, Dtype.class), arguments);
    }

    private static TensorRef tensor(StorageRef storage, Dtype dtype, Object[] arguments) {
        return new TensorRef(
                storage,
                dtype,
                whole(argument(arguments, 1, Number.class)),
                longs(argument(arguments, 2, Object[].class)),
                longs(argument(arguments, 3, Object[].class)));
    }

    private static long[] longs(Object[] numbers) {
        long[] longs = new long[numbers.length];
        for (int i = 0; i < longs.length; i++) {
            longs[i] = whole(numbers[i]);
        }
        return longs;
    }

    /// An integer that fits a long.
    static long whole(Object number) {
        if (number instanceof Integer || number instanceof Long || number instanceof Byte || number instanceof Short) {
            return ((Number) number).longValue();
        }
        throw new WeightsException("expected a whole number of 64 bits, found another value");
    }

    private static <T> T argument(Object[] arguments, int index, Class<T> type) {
        if (index >= arguments.length || !type.isInstance(arguments[index])) {
            throw new WeightsException("argument " + index + " of a tensor is not what torch.save writes");
        }
        return type.cast(arguments[index]);
    }
}
