package dev.graft.data;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/// How classes are numbered.
public final class ClassNames {
    private ClassNames() {}

    /// In the order of their names, as torchvision sorts folders; names that are all whole numbers, by their value.
    public static List<String> sorted(Collection<String> names) {
        boolean numbers = names.stream().allMatch(name -> name.matches("-?\\d{1,9}"));
        Comparator<String> byValue = Comparator.comparing(Integer::valueOf);
        return names.stream()
                .distinct()
                .sorted(numbers ? byValue.thenComparing(Comparator.naturalOrder()) : Comparator.naturalOrder())
                .toList();
    }
}
