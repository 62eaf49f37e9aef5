package dev.graft.app;

import static dev.graft.app.CommandLineRun.graft;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// On photos of steel and on Korean reviews, `--errors` names what is found by asking about each example of the list of
/// the validation part.
class SharedErrorsTest {
    private static final JsonMapper JSON = new JsonMapper();
    private static final String STEEL = "data/images/neu-steel";
    private static final String REVIEWS = "data/text/nsmc/validation.tsv";

    private static final int A_CLASS = 15;

    @TempDir
    Path folder;

    /// The test is left out where the folder of real inputs is not beside the project, or `GRAFT_SHARED`.
    private static Path shared(String below) {
        String given = System.getenv("GRAFT_SHARED");
        Path path = (given == null ? Pages.root().resolveSibling("shared") : Path.of(given)).resolve(below);
        assumeThat(path).exists();
        return path;
    }

    private static List<CSVRecord> rows(Path table) throws IOException {
        CSVFormat format = CSVFormat.RFC4180
                .builder()
                .setHeader()
                .setSkipHeaderRecord(true)
                .get();
        try (Reader reader = Files.newBufferedReader(table)) {
            return format.parse(reader).getRecords();
        }
    }

    private static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted().toList();
        }
    }

    private Path trained(Path data, Object... more) {
        List<Object> arguments = new ArrayList<>(List.of("train", data, "--out", folder.resolve("run"), "-q"));
        arguments.addAll(List.of(more));
        graft(arguments.toArray()).succeeds();
        return folder.resolve("run");
    }

    private List<String> named(Path run, Path data, String where) throws IOException {
        Path list = folder.resolve("errors.csv");
        graft("evaluate", run, data, "--part", "val", "--errors", list, "-q").succeeds();
        return rows(list).stream()
                .map(row -> row.get(where) + " " + row.get("truth") + " " + row.get("answer"))
                .toList();
    }

    private static List<CSVRecord> validation(Path run) throws IOException {
        return rows(run.resolve("parts.csv")).stream()
                .filter(entry -> entry.get("part").equals("validation"))
                .toList();
    }

    /// @param options what is asked, in the order of the list
    private static List<String> asked(List<CSVRecord> list, String where, Object... options) {
        List<JsonNode> answers =
                graft(options).succeeds().out().lines().map(JSON::readTree).toList();
        assertThat(answers).hasSameSizeAs(list);
        List<String> wrong = new ArrayList<>();
        for (int i = 0; i < answers.size(); i++) {
            String truth = list.get(i).get("label");
            String answer = answers.get(i).at("/classes/0/label").asString();
            if (!answer.equals(truth)) {
                wrong.add(list.get(i).get(where) + " " + truth + " " + answer);
            }
        }
        assertThat(wrong).isNotEmpty();
        return wrong;
    }

    @Test
    void steel() throws IOException {
        Path data = folder.resolve("steel");
        for (Path label : files(shared(STEEL))) {
            Path copies = Files.createDirectories(data.resolve(String.valueOf(label.getFileName())));
            for (Path photo : files(label).subList(0, A_CLASS)) {
                Files.copy(photo, copies.resolve(String.valueOf(photo.getFileName())));
            }
        }
        Path run = trained(data, "--model", "graft-nano", "--size", 64, "--epochs", 1);
        List<CSVRecord> list = validation(run);
        List<Object> options = new ArrayList<>(List.of("predict", run, "--json"));
        list.forEach(entry -> options.add(data.resolve(entry.get("file"))));
        assertThat(named(run, data, "file"))
                .containsExactlyInAnyOrderElementsOf(asked(list, "file", options.toArray()));
    }

    @Test
    void reviews() throws IOException {
        List<String> lines = Files.readAllLines(shared(REVIEWS));
        Path data = Files.write(folder.resolve("reviews.tsv"), lines.subList(0, 301));
        Path run = trained(data, "--model", "graft-nano-ko", "--strategy", "feature-extraction", "--epochs", 1);
        List<CSVRecord> list = validation(run);
        StringBuilder texts = new StringBuilder("text\n");
        for (CSVRecord entry : list) {
            String line = lines.get(Integer.parseInt(entry.get("row")) - 1);
            texts.append('"').append(line.split("\t")[1].replace("\"", "\"\"")).append("\"\n");
        }
        Path asked = Files.writeString(folder.resolve("asked.csv"), texts, StandardCharsets.UTF_8);
        assertThat(named(run, data, "row"))
                .containsExactlyInAnyOrderElementsOf(
                        asked(list, "row", "predict", run, "--input", asked, "--text", "text", "--json"));
    }
}
