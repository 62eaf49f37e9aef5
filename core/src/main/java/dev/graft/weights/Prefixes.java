package dev.graft.weights;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.pytorch.Tensor;

/// Takes off what wrappers put before every name: DataParallel's `module.` and torch.compile's `_orig_mod.`.
final class Prefixes {
    private static final List<String> WRAPPERS = List.of("module.", "_orig_mod.");

    private Prefixes() {}

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
