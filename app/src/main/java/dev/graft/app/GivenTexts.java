package dev.graft.app;

import dev.graft.data.Problem;
import dev.graft.data.Understood;
import dev.graft.data.text.TextLines;
import dev.graft.job.TrainingOptions;
import dev.graft.text.Text;
import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Texts that a text model is asked about: on the command line, in a file, or on standard input.
///
/// @param run     whose training says which columns hold texts
/// @param texts   on the command line; none where there is an input
/// @param input   file with texts, or [#STANDARD_INPUT]; null for those on the command line
/// @param columns of a table
record GivenTexts(Path run, List<String> texts, @Nullable String input, ColumnArguments columns) {
    static final String STANDARD_INPUT = "-";

    private static final int AT_ONCE = 4096;

    /// @throws IllegalArgumentException if texts are given in two ways, or an argument can hardly be meant as one
    GivenTexts {
        if (!texts.isEmpty() && input != null) {
            throw new IllegalArgumentException("expected texts, or --input FILE with them, not both");
        }
        if (input == null) {
            columns.requireAbsent("there is none without --input FILE");
        } else if (input.equals(STANDARD_INPUT)) {
            columns.requireAbsent("each line of standard input is a text");
        }
        for (int i = 0; i < texts.size(); i++) {
            requireText("text " + (i + 1), texts.get(i));
        }
    }

    private static void requireText(String which, String argument) {
        if (argument.isBlank()) {
            throw new IllegalArgumentException(which + ": expected words, found an empty text");
        }
        if (new File(argument).exists()) {
            throw new IllegalArgumentException(which + ": expected words, found the name of a file, " + argument
                    + "; for the texts in it, --input " + argument);
        }
    }

    /// Hands them on, as many at a time as are sorted by their lengths together; of standard input those that have
    /// arrived. Says what is left out as soon as it is known: whoever feeds lines waits for an answer to each.
    ///
    /// @return whether none was left out
    boolean each(Output output, Consumer<List<Text>> some) {
        if (input == null) {
            some.accept(texts.stream().map(Text::of).toList());
            return true;
        }
        try (TextLines lines = open(input, output)) {
            Iterator<Text> read = lines.stream().iterator();
            Iterator<List<Text>> chunks = isStandardInput() ? new ArrivingTexts(read) : new Chunks(read);
            if (!chunks.hasNext() && !isStandardInput() && lines.problems().isEmpty()) {
                throw new IllegalArgumentException(input + ": expected texts, found an empty file");
            }
            int told = 0;
            while (chunks.hasNext()) {
                some.accept(chunks.next());
                told = tellLeftOut(lines, told, output);
            }
            tellLeftOut(lines, told, output);
            lines.notes().forEach(note -> output.say("note: %s", note));
            return lines.problems().isEmpty();
        }
    }

    /// How many there are; -1 where that is not known before they are read.
    long count() {
        if (input == null || isStandardInput()) {
            return input == null ? texts.size() : -1;
        }
        try (TextLines lines = TextLines.open(Path.of(input), columns.options(run, List.of(), false));
                Stream<Text> read = lines.stream()) {
            return read.count();
        }
    }

    private boolean isStandardInput() {
        return STANDARD_INPUT.equals(input);
    }

    private TextLines open(String file, Output output) {
        boolean files = TrainingOptions.understoodBy(run)
                .filter(found -> found.unit() == Understood.Unit.FILE)
                .isPresent();
        if (!file.equals(STANDARD_INPUT)) {
            return TextLines.open(Path.of(file), columns.options(run, List.of(), false));
        }
        if (files) {
            output.say("note: the model learned from whole files; of standard input each line is a text");
        }
        return TextLines.of(System.in, "standard input");
    }

    private static int tellLeftOut(TextLines lines, int told, Output output) {
        List<Problem> problems = lines.problems();
        problems.subList(told, problems.size()).forEach(problem -> output.error("%s; it is left out", problem));
        return problems.size();
    }

    private record Chunks(Iterator<Text> texts) implements Iterator<List<Text>> {
        @Override
        public boolean hasNext() {
            return texts.hasNext();
        }

        @Override
        public List<Text> next() {
            List<Text> chunk = new ArrayList<>(List.of(texts.next()));
            while (chunk.size() < AT_ONCE && texts.hasNext()) {
                chunk.add(texts.next());
            }
            return chunk;
        }
    }
}
