package dev.graft.weights;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/// Finds the state dict in what torch.save was given: the dictionary itself, or one inside a checkpoint
/// beside its epoch, its scores and its optimizer.
///
/// @param tensors the state dict's tensors, in the file's order
/// @param notes   where it was found and what was left out
record Nesting(SequencedMap<String, TensorRef> tensors, List<String> notes) {
    private static final int MAX_DEPTH = 4;

    /// Names that training programs give to the state dict inside a checkpoint, commonest first.
    private static final List<String> KNOWN = List.of(
            "state_dict",
            "model_state_dict",
            "model_state",
            "model",
            "net",
            "network",
            "module",
            "weights",
            "params",
            "model_ema",
            "state_dict_ema");

    /// @throws WeightsException if no dictionary of tensors is found
    static Nesting find(Object root) {
        if (!(root instanceof Map<?, ?> map)) {
            throw new WeightsException("expected a state dict, found "
                    + (root instanceof TensorRef ? "a single tensor" : "something else")
                    + "; save it again with torch.save(model.state_dict(), …)");
        }
        List<String> notes = new ArrayList<>();
        List<String> path = new ArrayList<>();
        Map<?, ?> current = map;
        for (String key = step(current); key != null && path.size() < MAX_DEPTH; key = step(current)) {
            path.add(key);
            current = Objects.requireNonNull((Map<?, ?>) current.get(key));
        }
        if (!path.isEmpty()) {
            notes.add("the state dict is under '" + Lines.name(String.join(".", path)) + "'; the rest is not used");
        }
        SequencedMap<String, TensorRef> tensors = new LinkedHashMap<>();
        List<String> ignored = new ArrayList<>();
        current.forEach((key, value) -> {
            if (key instanceof String name && value instanceof TensorRef tensor) {
                tensors.put(name, tensor);
            } else {
                ignored.add(key instanceof String name ? name : "a key that is not text");
            }
        });
        if (tensors.isEmpty()) {
            throw new WeightsException("contains no tensors with names; its entries are " + Lines.some(ignored)
                    + "; save it again with torch.save(model.state_dict(), …)");
        }
        if (!ignored.isEmpty()) {
            notes.add("ignored what is not a tensor: " + Lines.some(ignored));
        }
        return new Nesting(tensors, List.copyOf(notes));
    }

    /// The entry to go into, or null when the state dict is `map` itself.
    private static @Nullable String step(Map<?, ?> map) {
        for (String known : KNOWN) {
            if (holdsTensors(map.get(known), 2)) {
                return known;
            }
        }
        List<String> nested = new ArrayList<>();
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            if (entry.getValue() instanceof TensorRef) {
                return null;
            }
            if (entry.getKey() instanceof String key && holdsTensors(entry.getValue(), 1)) {
                nested.add(key);
            }
        }
        return nested.size() == 1 ? nested.getFirst() : null;
    }

    private static boolean holdsTensors(@Nullable Object value, int depth) {
        if (!(value instanceof Map<?, ?> map) || depth == 0) {
            return false;
        }
        return map.values().stream().anyMatch(TensorRef.class::isInstance)
                || KNOWN.stream().anyMatch(known -> holdsTensors(map.get(known), depth - 1));
    }
}
