package dev.graft.app;

import dev.graft.data.Dataset;
import dev.graft.data.Example;
import dev.graft.data.ImageSource;
import dev.graft.data.Kind;
import dev.graft.data.Part;
import dev.graft.data.Task;
import dev.graft.task.Mistake;
import dev.graft.text.Text;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/// The examples that a model gets wrong, the worst first, and what is told of each. Rows are made as they are written:
/// of thousands none is kept.
///
/// @param data     with labels in the order of the model's
/// @param mistakes in the order in which they are told
/// @param part     in which an example is; empty where nobody knows
record WrongExamples(Kind kind, Dataset<?> data, List<Mistake> mistakes, Function<Example<?>, Optional<Part>> part) {
    WrongExamples {
        mistakes = List.copyOf(mistakes);
    }

    /// `12 of 360 images are wrong, the most certain first`.
    String line() {
        String nouns = kind.noun() + "s";
        if (data.task() == Task.REGRESSION) {
            return String.format("all %,d %s, those farthest off first", data.size(), nouns);
        }
        return mistakes.isEmpty()
                ? String.format("none of %,d %s is wrong", data.size(), nouns)
                : String.format(
                        "%,d of %,d %s %s wrong, the most certain first",
                        mistakes.size(), data.size(), nouns, mistakes.size() == 1 ? "is" : "are");
    }

    Example<?> example(Mistake mistake) {
        return data.examples().get(mistake.position());
    }

    /// Names of columns.
    List<String> columns() {
        List<String> where = kind == Kind.IMAGE
                ? List.of("part", "path", "file")
                : hasPairs()
                        ? List.of("part", "file", "row", "text", "second")
                        : List.of("part", "file", "row", "text");
        return Stream.concat(where.stream(), answerColumns()).toList();
    }

    private boolean hasPairs() {
        return data.examples().stream()
                .anyMatch(example ->
                        example.input() instanceof Text text && text.second().isPresent());
    }

    private Stream<String> answerColumns() {
        return switch (data.task()) {
            case SINGLE_LABEL_CLASSIFICATION, MASKED_LANGUAGE_MODELING ->
                Stream.of("truth", "answer", "probability", "truth_probability");
            case MULTI_LABEL_CLASSIFICATION ->
                Stream.of("truth", "answer", "missed", "too_many", "worst", "worst_probability");
            case REGRESSION -> data.labels().stream().flatMap(name -> numberColumns(name).stream());
        };
    }

    /// Of several numbers each has its own.
    private List<String> numberColumns(String name) {
        String suffix = data.labels().size() == 1 ? "" : "_" + name;
        return List.of("truth" + suffix, "answer" + suffix, "difference" + suffix);
    }

    /// A row in the order of the columns, by their names: texts, numbers, lists of labels; what there is not is left
    /// out.
    Map<String, Object> row(Mistake mistake) {
        Example<?> example = example(mistake);
        Map<String, Object> row = new LinkedHashMap<>();
        part.apply(example).ifPresent(known -> row.put("part", known.word()));
        if (example.input() instanceof ImageSource image) {
            row.put("path", image.name());
        }
        row.put("file", example.id().file());
        if (example.id().row() > 0) {
            row.put("row", example.id().row());
        }
        if (example.input() instanceof Text(String first, Optional<String> second)) {
            row.put("text", first);
            second.ifPresent(text -> row.put("second", text));
        }
        putAnswer(mistake, row);
        return row;
    }

    private void putAnswer(Mistake mistake, Map<String, Object> row) {
        switch (mistake) {
            case Mistake.OfClass wrong -> {
                row.put("truth", name(wrong.truth()));
                row.put("answer", name(wrong.said()));
                row.put("probability", (double) wrong.probability());
                row.put("truth_probability", (double) wrong.truthProbability());
            }
            case Mistake.OfLabels wrong -> {
                row.put("truth", names(wrong.truth()));
                row.put("answer", names(wrong.said()));
                row.put("missed", names(wrong.missed()));
                row.put("too_many", names(wrong.tooMany()));
                row.put("worst", name(wrong.worst()));
                row.put("worst_probability", (double) wrong.probability());
            }
            case Mistake.OfNumbers wrong -> {
                for (int i = 0; i < wrong.said().size(); i++) {
                    List<String> columns = numberColumns(name(i));
                    row.put(columns.get(0), BigDecimal.valueOf(wrong.truth().get(i))); // as the data have it
                    row.put(columns.get(1), (double) wrong.said().get(i));
                    row.put(columns.get(2), wrong.difference(i));
                }
            }
        }
    }

    private String name(int label) {
        return data.labels().get(label);
    }

    private List<String> names(List<Integer> labels) {
        List<String> names = new ArrayList<>();
        labels.forEach(label -> names.add(name(label)));
        return names;
    }
}
