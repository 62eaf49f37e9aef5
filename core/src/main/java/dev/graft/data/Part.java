package dev.graft.data;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// What examples are for.
public enum Part {
    /// To learn from.
    TRAIN,
    /// To choose the best epoch by.
    VALIDATION,
    /// For the end.
    TEST;

    /// `train`, as it is written in files and messages.
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /// The part that the name of a folder or a file, or a word in a table, means.
    public static Optional<Part> of(String word) {
        return switch (word.strip().toLowerCase(Locale.ROOT)) {
            case "train", "training" -> Optional.of(TRAIN);
            case "val", "valid", "validation", "dev", "develop", "eval", "evaluation" -> Optional.of(VALIDATION);
            case "test", "testing" -> Optional.of(TEST);
            default -> Optional.empty();
        };
    }

    /// The part that a longer name means, one of whose words is a part: `news-bydate-train`, `dev_matched`. Empty where
    /// none is, or several are.
    public static Optional<Part> in(String name) {
        Optional<Part> exact = of(name);
        if (exact.isPresent()) {
            return exact;
        }
        List<Part> parts = Arrays.stream(name.split("[^\\p{L}]+"))
                .flatMap(word -> of(word).stream())
                .distinct()
                .toList();
        return parts.size() == 1 ? Optional.of(parts.getFirst()) : Optional.empty();
    }
}
