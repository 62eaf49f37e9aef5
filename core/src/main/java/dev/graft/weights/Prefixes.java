package dev.graft.weights;

import dev.graft.nn.Network;
import dev.graft.nn.ParamStore;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.pytorch.Tensor;

/// Takes off what wrappers put before names: before all of them DataParallel's `module.` and torch.compile's
/// `_orig_mod.`, before a network's those of programs that train it as a part of something: `backbone.`, `teacher.`.
final class Prefixes {
    private static final List<String> WRAPPERS = List.of("module.", "_orig_mod.");

    /// Which copy is taken where a file has several that fit equally: averages first, as their papers evaluate them.
    private static final List<String> PREFERRED = List.of("ema_model.", "teacher.", "encoder_q.", "model.");

    private Prefixes() {}

    /// The part of a file that is a network's, where none of its names is the network's own: the names behind the
    /// prefix that gives most of them. What is not behind it (`n_averaged`, another copy) is left out and noted.
    static StateDict strip(StateDict file, Network network) {
        List<String> names = network.params().parameters().stream()
                .map(ParamStore.Entry::name)
                .toList();
        if (names.isEmpty() || names.stream().anyMatch(file.tensors()::containsKey)) {
            return file;
        }
        String ending = "." + names.getFirst();
        return file.tensors().keySet().stream()
                .filter(name -> name.endsWith(ending))
                .map(name -> name.substring(0, name.length() - ending.length() + 1))
                .max(Comparator.<String>comparingLong(prefix -> found(file, prefix, names))
                        .thenComparingInt(Prefixes::preference))
                .filter(prefix -> 2 * found(file, prefix, names) > names.size())
                .map(prefix -> behind(file, prefix))
                .orElse(file);
    }

    private static long found(StateDict file, String prefix, List<String> names) {
        return names.stream()
                .filter(name -> file.tensors().containsKey(prefix + name))
                .count();
    }

    private static int preference(String prefix) {
        int place = 0;
        while (place < PREFERRED.size() && !prefix.contains(PREFERRED.get(place))) {
            place++;
        }
        return -place;
    }

    private static StateDict behind(StateDict file, String prefix) {
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        file.tensors().forEach((name, tensor) -> {
            if (name.startsWith(prefix)) {
                tensors.put(name.substring(prefix.length()), tensor);
            }
        });
        List<String> others = file.tensors().keySet().stream()
                .filter(name -> !name.startsWith(prefix))
                .toList();
        String note = others.isEmpty()
                ? "took '" + Lines.name(prefix) + "' off all names"
                : "used the tensors behind '" + Lines.name(prefix) + "'; not used: " + Lines.some(others);
        return new StateDict(tensors, file.origin().withNote(note));
    }

    static StateDict strip(StateDict file) {
        String prefix = "";
        for (String next = next(file, prefix); !next.isEmpty(); next = next(file, prefix)) {
            prefix += next;
        }
        if (prefix.isEmpty()) {
            return file;
        }
        int length = prefix.length();
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        file.tensors().forEach((name, tensor) -> tensors.put(name.substring(length), tensor));
        return new StateDict(tensors, file.origin().withNote("took '" + prefix + "' off all names"));
    }

    private static String next(StateDict file, String prefix) {
        return WRAPPERS.stream()
                .filter(wrapper -> !file.tensors().isEmpty()
                        && file.tensors().keySet().stream().allMatch(name -> name.startsWith(prefix + wrapper)))
                .findFirst()
                .orElse("");
    }
}
