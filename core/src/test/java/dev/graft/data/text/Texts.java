package dev.graft.data.text;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/// Small files of texts, and what is looked at of texts that were read.
final class Texts {
    private Texts() {}

    /// Writes a file, with the folders above it.
    static Path write(Path root, String name, String text) throws IOException {
        Path file = root.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, text);
    }

    /// A table of so many texts, which by turns have the labels a and b.
    static String rows(int count) {
        StringBuilder rows = new StringBuilder("text,label\n");
        for (int i = 0; i < count; i++) {
            rows.append("text ").append(i).append(i % 2 == 0 ? ",a\n" : ",b\n");
        }
        return rows.toString();
    }

    static Target several(Integer... labels) {
        return new Target.Several(Set.of(labels));
    }

    static Target values(double... values) {
        return new Target.Values(Arrays.stream(values).boxed().toList());
    }

    /// The first texts of a part.
    static List<String> texts(TextDataset data) {
        return data.items().stream().map(item -> item.text().first()).toList();
    }

    /// All parts, one after the other.
    static List<TextItem> items(TextSplits splits) {
        return splits.parts().values().stream()
                .flatMap(part -> part.items().stream())
                .toList();
    }

    /// The first texts of all parts.
    static List<String> all(TextSplits splits) {
        return items(splits).stream().map(item -> item.text().first()).toList();
    }
}
