package dev.graft.data.alike;

import dev.graft.data.ExampleId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Finds examples of the same content, by what they are known again by: the same bytes of a file, or the same text.
public final class SameContent {
    private SameContent() {}

    /// Positions of examples with the same content, of each content that occurs more than once; in order. An example
    /// whose content was not read is the same as none.
    public static List<List<Integer>> groups(List<ExampleId> examples) {
        Map<String, List<Integer>> byContent = new LinkedHashMap<>();
        for (int i = 0; i < examples.size(); i++) {
            String content = examples.get(i).sha256();
            if (!content.isEmpty()) {
                byContent.computeIfAbsent(content, same -> new ArrayList<>()).add(i);
            }
        }
        return byContent.values().stream()
                .filter(group -> group.size() > 1)
                .map(List::copyOf)
                .toList();
    }
}
