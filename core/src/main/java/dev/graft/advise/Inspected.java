package dev.graft.advise;

import dev.graft.data.Dataset;
import dev.graft.data.Example;
import dev.graft.data.ExampleId;
import dev.graft.data.Part;
import dev.graft.data.Splits;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// One of the examples that were looked at.
///
/// @param position in [Splits#all()]
/// @param part     that it is in
/// @param id       by what it is known again
/// @param labels   that it has; its numbers where numbers are learned
public record Inspected(int position, Part part, ExampleId id, List<String> labels) {
    public Inspected {
        labels = List.copyOf(labels);
    }

    /// All examples, by their positions.
    static <X> List<Inspected> all(Splits<X> data) {
        List<Inspected> all = new ArrayList<>();
        for (Map.Entry<Part, Dataset<X>> part : data.parts().entrySet()) {
            for (Example<X> example : part.getValue().examples()) {
                all.add(new Inspected(
                        all.size(),
                        part.getKey(),
                        example.id(),
                        example.target().names(data.labels())));
            }
        }
        return List.copyOf(all);
    }

    /// `ants`, or `dog, cat`; `no label` for none of several.
    public String label() {
        return labels.isEmpty() ? "no label" : String.join(", ", labels);
    }
}
