package dev.graft.data;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/// What a careful person would mention of examples in their parts.
///
/// @param noun of an example
record PartNotes<X>(Map<Part, List<Labelled<X>>> parts, String noun) {
    /// Examples that occur twice.
    List<String> twins() {
        Map<Object, Labelled<X>> seen = new HashMap<>();
        List<String> disagreeing = new ArrayList<>();
        for (Labelled<X> example : part(Part.TRAIN)) {
            Labelled<X> twin = example.content() == null ? null : seen.putIfAbsent(example.content(), example);
            if (twin != null && !Set.copyOf(twin.labels()).equals(Set.copyOf(example.labels()))) {
                disagreeing.add(pair(twin, example));
            }
        }
        List<String> across = new ArrayList<>();
        for (Part part : List.of(Part.VALIDATION, Part.TEST)) {
            for (Labelled<X> example : part(part)) {
                Labelled<X> twin = example.content() == null ? null : seen.get(example.content());
                if (twin != null) {
                    across.add(pair(twin, example));
                }
            }
        }
        List<String> notes = new ArrayList<>();
        if (!across.isEmpty()) {
            notes.add(Wording.count(across.size(), noun) + " for validation or test also in training, which makes the"
                    + " result look better than it is: " + Wording.shown(across));
        }
        if (!disagreeing.isEmpty()) {
            notes.add(Wording.count(disagreeing.size(), noun) + " to train on twice with different labels: "
                    + Wording.shown(disagreeing));
        }
        return notes;
    }

    private String pair(Labelled<X> a, Labelled<X> b) {
        String first = a.id().toString();
        String second = b.id().toString();
        return first.equals(second) ? first : first + " = " + second; // two tables may name the same file
    }

    /// Labels that no example of a part has, where there is such a part.
    List<String> missing(List<String> labels) {
        Map<Part, String> purposes = new LinkedHashMap<>();
        purposes.put(Part.TRAIN, "to train on");
        purposes.put(Part.VALIDATION, "for validation");
        purposes.put(Part.TEST, "to test");
        purposes.keySet().removeIf(part -> part != Part.TRAIN && part(part).isEmpty());
        List<String> notes = new ArrayList<>();
        purposes.forEach((part, purpose) -> {
            Set<String> used = part(part).stream()
                    .flatMap(example -> example.labels().stream())
                    .collect(Collectors.toSet());
            List<String> missing =
                    labels.stream().filter(name -> !used.contains(name)).toList();
            if (!missing.isEmpty()) {
                notes.add("no " + noun + " " + purpose + " in " + Wording.shown(missing));
            }
        });
        return notes;
    }

    private List<Labelled<X>> part(Part part) {
        return parts.getOrDefault(part, List.of());
    }
}
