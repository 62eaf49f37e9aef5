package dev.graft.app;

import dev.graft.data.Example;
import dev.graft.data.ExampleId;
import dev.graft.data.Part;
import dev.graft.data.Splits;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/// In which part of its data an example is.
final class PartOfExample {
    private PartOfExample() {}

    /// @param chosen the part that is evaluated, or `all`
    /// @param parts  as the run had them, or the data say
    /// @return empty for what was added since the run, and where nobody knows which examples it was trained on
    static Function<Example<?>, Optional<Part>> of(String chosen, Splits<?> parts) {
        Optional<Part> one = Part.of(chosen);
        if (one.isPresent()) {
            return example -> one;
        }
        Map<ExampleId, Part> known = new HashMap<>();
        if (!parts.splitOff()) {
            parts.parts().forEach((part, data) -> data.examples().forEach(example -> known.put(example.id(), part)));
        }
        return example -> Optional.ofNullable(known.get(example.id()));
    }
}
