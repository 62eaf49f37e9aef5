package dev.graft.bench.fuzz;

import java.util.List;
import java.util.Map;

/// Files that are right, some of which are to be damaged.
///
/// @param name    what it is called in reports
/// @param files   by name in their folder
/// @param damaged names of those that may be damaged; one of them is, each time
record Base(String name, Map<String, byte[]> files, List<String> damaged) {
    Base {
        files = Map.copyOf(files);
        damaged = List.copyOf(damaged);
        if (damaged.isEmpty() || !files.keySet().containsAll(damaged)) {
            throw new IllegalArgumentException(name + ": expected files to damage among " + files.keySet());
        }
    }

    /// A single file.
    static Base of(String name, byte[] content) {
        return new Base(name, Map.of(name, content), List.of(name));
    }
}
