package dev.graft.data.text;

import dev.graft.data.Dataset;
import dev.graft.data.Example;
import dev.graft.data.Splits;
import dev.graft.data.Target;
import dev.graft.text.Text;
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

    /// A labelled text.
    ///
    /// @param where `reviews.csv line 2`, or a file
    static Example<Text> example(Text text, Target target, String where) {
        String[] parts = where.split(" line ");
        int row = parts.length == 1 ? 0 : Integer.parseInt(parts[1]);
        return new Example<>(text, target, TextId.of(parts[0], row, text));
    }

    static Target several(Integer... labels) {
        return new Target.Several(Set.of(labels));
    }

    static Target values(double... values) {
        return new Target.Values(Arrays.stream(values).boxed().toList());
    }

    /// The first texts of a part.
    static List<String> texts(Dataset<Text> data) {
        return data.examples().stream().map(item -> item.input().first()).toList();
    }

    /// All parts, one after the other.
    static List<Example<Text>> items(Splits<Text> splits) {
        return splits.parts().values().stream()
                .flatMap(part -> part.examples().stream())
                .toList();
    }

    /// The first texts of all parts.
    static List<String> all(Splits<Text> splits) {
        return items(splits).stream().map(item -> item.input().first()).toList();
    }
}
