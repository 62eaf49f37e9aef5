package dev.graft.app;

import dev.graft.data.Example;
import dev.graft.task.Mistake;
import dev.graft.text.Draft;
import dev.graft.text.Text;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// The page that shows the examples that were answered wrong; it needs nothing but the sheets beside it.
///
/// @param folder it lies in
record ErrorPage(Path folder) {
    /// What it is called.
    static final String FILE = "index.html";

    private static final String MARK = "<meta name=\"generator\" content=\"graft evaluate --error-sheets\">";
    private static final int MOST_LETTERS = 2_000;
    private static final String HEAD = """
            <!DOCTYPE html>
            <html>
            <head>
            <meta charset="utf-8">
            %s
            <title>Answered wrong</title>
            <style>
            body { font-family: sans-serif; margin: 2em; color: #1c2733 }
            table { border-collapse: collapse }
            th, td { text-align: left; vertical-align: top; padding: 0.3em 0.8em; border-bottom: 1px solid #d7dde3 }
            td.text { white-space: pre-wrap; max-width: 50em }
            img { max-width: 100%%; border: 1px solid #d7dde3 }
            </style>
            </head>
            <body>
            <h1>%s</h1>
            """;

    /// Whether a folder has one that was written here.
    static boolean isIn(Path folder) {
        Path file = folder.resolve(FILE);
        if (!Files.isRegularFile(file)) {
            return false;
        }
        try (BufferedReader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            return reader.lines().limit(5).anyMatch(MARK::equals);
        } catch (IOException | UncheckedIOException e) {
            return false; // no text: somebody else's
        }
    }

    /// @param shown  those that are told, in order
    /// @param sheets names of the files with their images; none for texts
    /// @throws IOException if it cannot be written; what was there before stays
    void write(WrongExamples wrong, List<Mistake> shown, List<String> sheets) throws IOException {
        try (Draft draft = Draft.of(folder.resolve(FILE));
                Writer page = new BufferedWriter(Channels.newWriter(draft.channel(), StandardCharsets.UTF_8))) {
            page.write(HEAD.formatted(MARK, Html.escaped(wrong.line())));
            if (sheets.isEmpty() && !shown.isEmpty()) {
                writeTable(wrong, shown, 0, page);
            }
            for (int i = 0; i < sheets.size(); i++) {
                int from = i * ErrorSheet.IMAGES;
                int to = Math.min(shown.size(), from + ErrorSheet.IMAGES);
                page.write("<h2>%d to %d</h2>\n<p><img src=\"%s\" alt=\"\"></p>\n<details><summary>names</summary>\n"
                        .formatted(from + 1, to, sheets.get(i)));
                writeTable(wrong, shown.subList(from, to), from, page);
                page.write("</details>\n");
            }
            page.write("</body>\n</html>\n");
            page.flush();
            draft.moveIntoPlace();
        }
    }

    private static void writeTable(WrongExamples wrong, List<Mistake> some, int before, Writer page)
            throws IOException {
        page.write("<table>\n<tr><th></th><th>part</th><th>where</th><th>truth</th><th>answer</th>"
                + "<th>certainty</th><th></th></tr>\n");
        int number = before;
        for (Mistake mistake : some) {
            Example<?> example = wrong.example(mistake);
            Caption caption = Caption.of(mistake, wrong.data().labels());
            number++;
            page.write("<tr><td>" + number + "</td>");
            for (String cell : List.of(
                    wrong.part().apply(example).map(part -> part.word()).orElse(""),
                    example.id().toString(),
                    caption.truth(),
                    caption.answer(),
                    caption.certainty())) {
                page.write("<td>" + Html.escaped(cell) + "</td>");
            }
            page.write("<td class=\"text\">" + Html.escaped(text(example)) + "</td></tr>\n");
        }
        page.write("</table>\n");
    }

    private static String text(Example<?> example) {
        return example.input() instanceof Text(String first, Optional<String> second)
                ? cut(first) + second.map(text -> "\n" + cut(text)).orElse("")
                : "";
    }

    private static String cut(String text) {
        return text.codePointCount(0, text.length()) <= MOST_LETTERS
                ? text
                : text.substring(0, text.offsetByCodePoints(0, MOST_LETTERS)) + "…";
    }
}
