package dev.graft.advise;

import dev.graft.data.Dataset;
import dev.graft.data.ExampleId;
import dev.graft.data.Kind;
import dev.graft.data.Wording;
import dev.graft.data.alike.Linked;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Examples that are nearly the same, which would tell a head what it is to be judged by.
///
/// @param groups what each of them belongs to, by what it is known by
record Copies(Map<ExampleId, String> groups) {
    static final Copies NONE = new Copies(Map.of());

    static Copies of(Inspection inspection) {
        Map<ExampleId, String> groups = new HashMap<>();
        for (int i = 0; i < inspection.alike().size(); i++) {
            for (Inspected member : inspection.alike().get(i).members()) {
                groups.put(member.id(), "copies " + i);
            }
        }
        return new Copies(groups);
    }

    /// The same examples, so that copies, and what belongs together anyway, are held back together.
    <X> Dataset<X> together(Dataset<X> examples) {
        return Linked.byName(examples.examples().stream()
                        .map(each -> groups.getOrDefault(each.id(), ""))
                        .toList())
                .together(examples);
    }

    boolean areAmong(Dataset<?> examples) {
        return count(examples) > 0;
    }

    private long count(Dataset<?> examples) {
        return examples.examples().stream()
                .filter(each -> groups.containsKey(each.id()))
                .count();
    }

    /// What is to be known of it.
    List<String> notes(Dataset<?> examples, Kind kind) {
        long copies = count(examples);
        return copies == 0
                ? List.of()
                : List.of("%s are nearly the same as others; those that are alike are held back together"
                        .formatted(Wording.count(copies, kind.noun())));
    }
}
