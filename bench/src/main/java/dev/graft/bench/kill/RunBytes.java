package dev.graft.bench.kill;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/// What of a run folder is the same however often the run was killed: all but times.
///
/// @param files by their names in the run folder
record RunBytes(Map<String, byte[]> files) {
    private static final List<String> SAME = List.of("model", "adapter", "metrics.jsonl", "parts.csv");

    static RunBytes of(Path run) throws IOException {
        Map<String, byte[]> files = new TreeMap<>();
        for (String name : SAME) {
            Path part = run.resolve(name);
            if (!Files.exists(part)) {
                continue;
            }
            try (Stream<Path> all = Files.walk(part)) {
                for (Path file : (Iterable<Path>) all.filter(Files::isRegularFile)::iterator) {
                    files.put(run.relativize(file).toString(), Files.readAllBytes(file));
                }
            }
        }
        return new RunBytes(files);
    }

    /// Files that differ, are missing or are too many.
    List<String> differences(RunBytes other) {
        return Stream.concat(files.keySet().stream(), other.files.keySet().stream())
                .distinct()
                .filter(name -> !Arrays.equals(files.get(name), other.files.get(name)))
                .toList();
    }
}
