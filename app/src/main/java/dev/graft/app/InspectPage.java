package dev.graft.app;

import static dev.graft.app.Html.escaped;

import dev.graft.advise.Concern;
import dev.graft.advise.Inspected;
import dev.graft.advise.Inspection;
import dev.graft.advise.Inspection.AlikeGroup;
import dev.graft.data.Wording;
import dev.graft.text.Draft;
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
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;

/// A page for the browser with what an inspection found, and the examples in it. It needs nothing beside it, and loads
/// nothing.
record InspectPage(Path file) {
    private static final String MARK = "<meta name=\"generator\" content=\"graft inspect --html\">";
    private static final int FIRST_LINES = 5;
    private static final int MOST_GROUPS = 40;
    private static final int MOST_MEMBERS = 6;
    private static final int MOST_SINGLE = 100;
    private static final String HEAD = """
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            %s
            <meta name="viewport" content="width=device-width">
            <title>What was found in the data</title>
            <style>
            :root { color-scheme: light dark }
            body { font-family: sans-serif; line-height: 1.4; margin: 2em auto; max-width: 70em; padding: 0 1em }
            table { border-collapse: collapse }
            th, td { text-align: right; padding: 0.2em 0.8em; border-bottom: 1px solid #8886 }
            th:first-child, td:first-child { text-align: left }
            .next { border-left: 0.3em solid #3a7; padding-left: 0.7em }
            .some { display: flex; flex-wrap: wrap; gap: 0.8em }
            .some > div { border: 1px solid #8886; border-radius: 0.4em; padding: 0.6em }
            .group { display: flex; flex-wrap: wrap; gap: 0.8em; align-items: flex-start }
            figure { margin: 0; max-width: 22em }
            figcaption { font-size: 85%%; overflow-wrap: anywhere }
            blockquote { margin: 0 0 0.3em; white-space: pre-wrap; overflow-wrap: anywhere }
            .why { font-size: 85%%; opacity: 0.8; margin: 0.3em 0 0 }
            </style>
            </head>
            <body>
            <h1>What was found in the data</h1>
            <p>%s</p>
            """;

    /// @throws IllegalArgumentException if it cannot be written, or something else is there
    InspectPage {
        String name = file.toString().toLowerCase(Locale.ROOT);
        if (!name.endsWith(".html") && !name.endsWith(".htm")) {
            throw new IllegalArgumentException("--html: expected a file whose name ends in .html, found " + file);
        }
        if (Files.exists(file) && !isOurs(file)) {
            throw new IllegalArgumentException(
                    "--html: " + file + " is there, and was not written by graft inspect; choose another name");
        }
        try (Draft draft = Draft.of(file)) {
            draft.channel().size(); // it can be written: known before anything is looked at
        } catch (IOException e) {
            throw Unwritable.of("--html", file, e);
        }
    }

    private static boolean isOurs(Path file) {
        try (BufferedReader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            return reader.lines().limit(FIRST_LINES).anyMatch(MARK::equals);
        } catch (IOException | UncheckedIOException e) {
            return false; // no text, or a folder
        }
    }

    /// @throws IllegalArgumentException if it cannot be written; what was there before stays
    void write(Inspection found, PageExamples examples) {
        try (Draft draft = Draft.of(file);
                Writer page = new BufferedWriter(Channels.newWriter(draft.channel(), StandardCharsets.UTF_8))) {
            new Sections(found, examples, page).write();
            page.flush();
            draft.moveIntoPlace();
        } catch (IOException e) {
            throw Unwritable.of("--html", file, e);
        }
    }

    /// The page while it is written.
    private record Sections(Inspection found, PageExamples examples, Writer page) {
        void write() throws IOException {
            page.write(HEAD.formatted(MARK, escaped(found.data().line())));
            writeCounts();
            if (found.concerns().isEmpty()) {
                page.write("<p>Nothing was found that wants to be looked at.</p>\n");
            }
            for (Concern concern : found.concerns()) {
                write(concern);
            }
            if (!found.notDone().isEmpty()) {
                page.write("<h2>Not done</h2>\n<ul>\n");
                for (String line : found.notDone()) {
                    page.write("<li>" + escaped(line) + "</li>\n");
                }
                page.write("</ul>\n");
            }
            page.write("</body>\n</html>\n");
        }

        private void writeCounts() throws IOException {
            List<String> parts = List.copyOf(found.data().examples().keySet());
            page.write("<details><summary>Counts and sizes</summary>\n<table>\n<tr><th></th>");
            for (String part : parts) {
                page.write("<th>" + escaped(part) + "</th>");
            }
            page.write("</tr>\n");
            for (String label : found.data().counts().values().stream()
                    .flatMap(counts -> counts.keySet().stream())
                    .distinct()
                    .toList()) {
                page.write("<tr><td>" + escaped(label) + "</td>");
                for (String part : parts) {
                    Map<String, Integer> counts = found.data().counts().getOrDefault(part, Map.of());
                    page.write("<td>" + Wording.number(counts.getOrDefault(label, 0)) + "</td>");
                }
                page.write("</tr>\n");
            }
            page.write("<tr><td>all</td>");
            for (String part : parts) {
                page.write("<td>" + Wording.number(found.data().total(part)) + "</td>");
            }
            page.write("</tr>\n</table>\n");
            for (String line : found.extent()) {
                page.write("<p>" + escaped(line) + "</p>\n");
            }
            page.write("</details>\n");
        }

        private void write(Concern concern) throws IOException {
            page.write("<h2>%s</h2>\n<p class=\"next\">Next: %s.</p>\n<p class=\"why\">%s</p>\n"
                    .formatted(
                            escaped(concern.says()),
                            escaped(concern.next()),
                            escaped(InspectWords.meaning(concern.kind()))));
            switch (concern.kind()) {
                case LEAKAGE -> writeGroups(AlikeGroup::acrossParts);
                case CONFLICT -> writeGroups(AlikeGroup::acrossLabels);
                case REPEATED -> writeGroups(group -> !group.acrossParts() && !group.acrossLabels());
                case WRONG_LABELS -> writeEach(found.suspects(), Inspection.Suspect::example, Inspection.Suspect::why);
                case BLANK -> writeEach(found.blank(), Inspection.Blank::example, Inspection.Blank::why);
                case OUTLIERS ->
                    writeEach(
                            found.outliers(),
                            Inspection.Outlier::example,
                            outlier -> String.format(
                                    Locale.ROOT, "%.1f deviations farther from the nearest than usual", outlier.z()));
                case UNREADABLE -> writeList(found.data().skipped());
                case FEW, UNEVEN, GROUPS, CUT -> {}
            }
        }

        private void writeGroups(Predicate<AlikeGroup> wanted) throws IOException {
            List<AlikeGroup> groups = found.alike().stream().filter(wanted).toList();
            page.write("<div class=\"some\">\n");
            for (AlikeGroup group : groups.subList(0, Math.min(MOST_GROUPS, groups.size()))) {
                page.write("<div><div class=\"group\">\n");
                for (Inspected member : group.members()
                        .subList(0, Math.min(MOST_MEMBERS, group.members().size()))) {
                    write(member);
                }
                page.write("</div><p class=\"why\">"
                        + (group.likeness() == 1
                                ? "the same"
                                : String.format(Locale.ROOT, "likeness %.3f", group.likeness()))
                        + more(group.members().size() - MOST_MEMBERS) + "</p></div>\n");
            }
            page.write("</div>\n" + rest(groups.size() - MOST_GROUPS));
        }

        private <T> void writeEach(List<T> all, Function<T, Inspected> example, Function<T, String> why)
                throws IOException {
            page.write("<div class=\"some\">\n");
            for (T one : all.subList(0, Math.min(MOST_SINGLE, all.size()))) {
                page.write("<div>\n");
                write(example.apply(one));
                page.write("<p class=\"why\">" + escaped(why.apply(one)) + "</p></div>\n");
            }
            page.write("</div>\n" + rest(all.size() - MOST_SINGLE));
        }

        private void write(Inspected one) throws IOException {
            page.write("<figure>%s<figcaption><b>%s</b><br>%s, %s</figcaption></figure>\n"
                    .formatted(
                            examples.html(one.position()),
                            escaped(one.label()),
                            escaped(one.part().word()),
                            escaped(one.id().toString())));
        }

        private void writeList(List<?> lines) throws IOException {
            page.write("<ul>\n");
            for (Object line : lines.subList(0, Math.min(MOST_SINGLE, lines.size()))) {
                page.write("<li>" + escaped(String.valueOf(line)) + "</li>\n");
            }
            page.write("</ul>\n" + rest(lines.size() - MOST_SINGLE));
        }

        private static String more(int count) {
            return count > 0 ? ", and " + Wording.number(count) + " more" : "";
        }

        private static String rest(int count) {
            return count > 0 ? "<p>and " + Wording.number(count) + " more</p>\n" : "";
        }
    }
}
