package dev.graft.app;

import static dev.graft.app.CommandLineRun.graft;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.graft.data.demo.SurfacePhotos.Kind;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVRecord;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What `--errors` names is what a program finds that asks `predict` about each example of the part.
class ErrorListTest {
    private static final JsonMapper JSON = new JsonMapper();
    private static final String LONG = "scratched, \"very\" | 긁힘";

    @TempDir
    static Path shared;

    private static Path data = Path.of("");
    private static Path run = Path.of("");

    @TempDir
    Path folder;

    /// So little training that much is wrong; a name of a class that a table has to quote.
    @BeforeAll
    static void train() throws IOException {
        data = shared.resolve("data");
        Surfaces.write(data.resolve(Surfaces.GOOD), Kind.GOOD, 20, 1);
        Surfaces.write(data.resolve(LONG), Kind.SCRATCH, 20, 2);
        Surfaces.write(data.resolve(Surfaces.STAINED), Kind.STAIN, 20, 3);
        run = shared.resolve("run");
        trained(data, run, "--val-fraction", 0.5);
    }

    private static void trained(Path from, Path to, Object... more) {
        List<Object> arguments = new ArrayList<>(List.of(
                "train", from, "--model", "graft-nano", "--out", to, "--size", 32, "--epochs", 1, "--lr", 1e-4, "-q"));
        arguments.addAll(List.of(more));
        graft(arguments.toArray()).succeeds();
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

    private static List<JsonNode> answers(Path run, List<Path> files) {
        List<Object> arguments = new ArrayList<>(List.of("predict", run));
        arguments.addAll(files);
        arguments.addAll(List.of("--json", "--top", 99));
        return graft(arguments.toArray())
                .succeeds()
                .out()
                .lines()
                .map(JSON::readTree)
                .toList();
    }

    private static double probability(JsonNode answer, String label) {
        return answer.get("classes")
                .valueStream()
                .filter(found -> found.get("label").asString().equals(label))
                .findFirst()
                .orElseThrow()
                .get("probability")
                .asDouble();
    }

    private record Wrong(String path, String truth, String answer, double probability, double ofTruth) {
        List<String> cells() {
            return List.of(path, truth, answer, "%.6f".formatted(probability), "%.6f".formatted(ofTruth));
        }
    }

    /// A program that reads the validation list and asks about each example.
    private static List<Wrong> asked() throws IOException {
        List<CSVRecord> validation = rows(run.resolve("parts.csv")).stream()
                .filter(entry -> entry.get("part").equals("validation"))
                .toList();
        List<JsonNode> answers = answers(
                run,
                validation.stream()
                        .map(entry -> data.resolve(entry.get("file")))
                        .toList());
        List<Wrong> wrong = new ArrayList<>();
        for (int i = 0; i < answers.size(); i++) {
            JsonNode answer = answers.get(i);
            String truth = validation.get(i).get("label").replace("\\|", "|");
            String said = answer.at("/classes/0/label").asString();
            if (!said.equals(truth)) {
                String path = answer.get("source").asString();
                wrong.add(new Wrong(path, truth, said, probability(answer, said), probability(answer, truth)));
            }
        }
        return wrong;
    }

    @Test
    void namesWhatAProgramFinds() throws IOException {
        List<Wrong> expected = asked();
        assertThat(expected).isNotEmpty();
        Path table = folder.resolve("new/folder/errors.csv");
        CommandLineRun said = graft(
                        "evaluate", run, data, "--errors", table, "--error-sheets", folder.resolve("sheets"), "--json")
                .succeeds();
        assertThat(said.err())
                .contains("errors: %d of 30 images are wrong, the most certain first: %s"
                        .formatted(expected.size(), table));
        assertThat(said.json().get("accuracy").asDouble()).isEqualTo((30 - expected.size()) / 30.0);
        assertThat(folder.resolve("sheets/sheet-001.png")).exists();
        assertThat(Files.readString(folder.resolve("sheets/index.html"))
                        .lines()
                        .filter(line -> line.startsWith("<tr><td>")))
                .hasSameSizeAs(expected);
        List<CSVRecord> rows = rows(table);
        assertThat(rows)
                .extracting(row -> List.of(
                        row.get("path"),
                        row.get("truth"),
                        row.get("answer"),
                        row.get("probability"),
                        row.get("truth_probability")))
                .containsExactlyInAnyOrderElementsOf(
                        expected.stream().map(Wrong::cells).toList());
        assertThat(rows)
                .extracting(row -> row.get("probability"))
                .isSortedAccordingTo(Comparator.comparing(Double::parseDouble, Comparator.reverseOrder()));
        assertThat(rows).allMatch(row -> row.get("part").equals("validation"));
        assertThat(rows)
                .allMatch(row ->
                        row.get("path").equals(data.resolve(row.get("file")).toString()));
        assertThat(table.getParent()).isDirectoryContaining("glob:**/errors.csv");
        assertThat(requireNonNull(table.getParent()).toFile().list()).containsExactly("errors.csv");
    }

    /// Lines of JSON say the same, and a list of ours may be replaced.
    @Test
    void asLinesOfJson() throws IOException {
        Path lines = folder.resolve("errors.jsonl");
        Path table = folder.resolve("errors.csv");
        for (int time = 0; time < 2; time++) {
            graft("evaluate", run, data, "--errors", lines, "-q").succeeds();
            graft("evaluate", run, data, "--errors", table, "-q").succeeds();
        }
        List<JsonNode> found =
                Files.readAllLines(lines).stream().map(JSON::readTree).toList();
        assertThat(found)
                .extracting(line -> List.of(
                        line.get("part").asString(),
                        line.get("path").asString(),
                        line.get("file").asString(),
                        line.get("truth").asString(),
                        line.get("answer").asString(),
                        "%.6f".formatted(line.get("probability").asDouble()),
                        "%.6f".formatted(line.get("truth_probability").asDouble())))
                .isEqualTo(rows(table).stream().map(CSVRecord::toList).toList());
    }

    @Test
    void saysOfAllInWhichPartTheyWere() throws IOException {
        Map<String, String> parts = rows(run.resolve("parts.csv")).stream()
                .collect(Collectors.toMap(entry -> entry.get("file"), entry -> entry.get("part")));
        Path table = folder.resolve("errors.csv");
        Path added = Files.copy(data.resolve(LONG).resolve("00.png"), data.resolve(Surfaces.STAINED + "/added.png"));
        try {
            graft("evaluate", run, data, "--part", "all", "--errors", table, "-q")
                    .succeeds();
        } finally {
            Files.delete(added);
        }
        List<CSVRecord> rows = rows(table);
        assertThat(rows)
                .allSatisfy(row -> assertThat(row.get("part")).isEqualTo(parts.getOrDefault(row.get("file"), "")));
        assertThat(rows).extracting(row -> row.get("part")).contains("train", "validation");
    }

    @Test
    void nothingWrongIsAHeader() throws IOException {
        Path right = folder.resolve("right");
        List<Path> images = new ArrayList<>(files(data.resolve(Surfaces.GOOD)));
        images.addAll(files(data.resolve(LONG)));
        for (String label : List.of(Surfaces.GOOD, Surfaces.STAINED)) {
            Files.createDirectories(right.resolve(label));
        }
        for (JsonNode answer : answers(run, images)) {
            Path image = Path.of(answer.get("source").asString());
            Path of = Files.createDirectories(
                    right.resolve(answer.at("/classes/0/label").asString()));
            Files.copy(image, of.resolve(images.indexOf(image) + ".png"));
        }
        Path table = folder.resolve("errors.csv");
        CommandLineRun said = graft("evaluate", run, right, "--part", "all", "--errors", table)
                .succeeds();
        assertThat(said.err()).contains("errors: none of 40 images is wrong: " + table);
        assertThat(Files.readString(table)).isEqualTo("part,path,file,truth,answer,probability,truth_probability\n");
    }

    private static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted().toList();
        }
    }

    @Test
    void severalLabelsAreMissedOrTooMany() throws IOException {
        List<String> rows = new ArrayList<>(List.of("path,labels"));
        for (Path file : files(data.resolve(Surfaces.GOOD))) {
            rows.add(file + "," + (rows.size() % 3 == 0 ? "smooth;dark" : rows.size() % 3 == 1 ? "smooth" : ""));
        }
        Path table = Files.write(folder.resolve("labels.csv"), rows);
        Path several = folder.resolve("several");
        trained(table, several, "--label-separator", ";", "--task", "labels", "--val-fraction", 0.5);
        Path list = folder.resolve("errors.csv");
        graft("evaluate", several, table, "--part", "all", "--errors", list, "-q")
                .succeeds();
        Map<String, CSVRecord> found =
                rows(list).stream().collect(Collectors.toMap(row -> row.get("path"), row -> row));
        assertThat(found).isNotEmpty();
        List<JsonNode> answers = answers(
                several,
                rows.stream()
                        .skip(1)
                        .map(row -> Path.of(row.substring(0, row.indexOf(','))))
                        .toList());
        for (int i = 1; i < rows.size(); i++) {
            String row = rows.get(i);
            String path = row.substring(0, row.indexOf(','));
            Set<String> truth = Stream.of(row.substring(row.indexOf(',') + 1).split(";"))
                    .filter(label -> !label.isEmpty())
                    .collect(Collectors.toSet());
            JsonNode answer = answers.get(i - 1);
            Set<String> said = Stream.of("smooth", "dark")
                    .filter(label -> probability(answer, label) > 0.5)
                    .collect(Collectors.toSet());
            CSVRecord wrong = found.get(path);
            assertThat(wrong == null).as(path).isEqualTo(said.equals(truth));
            if (wrong != null) {
                Set<String> missed = new HashSet<>(truth);
                missed.removeAll(said);
                Set<String> tooMany = new HashSet<>(said);
                tooMany.removeAll(truth);
                assertThat(split(wrong.get("truth"))).isEqualTo(truth);
                assertThat(split(wrong.get("answer"))).isEqualTo(said);
                assertThat(split(wrong.get("missed"))).isEqualTo(missed);
                assertThat(split(wrong.get("too_many"))).isEqualTo(tooMany);
                assertThat("%.6f".formatted(probability(answer, wrong.get("worst"))))
                        .isEqualTo(wrong.get("worst_probability"));
            }
        }
    }

    private static Set<String> split(String cell) {
        return cell.isEmpty() ? Set.of() : Set.of(cell.split("\\|"));
    }

    @Test
    void ofNumbersAllAreListedTheFarthestOffFirst() throws IOException {
        List<String> rows = new ArrayList<>(List.of("path,wear"));
        for (Path file : files(data.resolve(Surfaces.GOOD))) {
            rows.add(file + "," + rows.size() / 4.0);
        }
        Path table = Files.write(folder.resolve("wear.csv"), rows);
        Path numbers = folder.resolve("numbers");
        trained(table, numbers, "--task", "regression");
        Path list = folder.resolve("errors.csv");
        CommandLineRun said = graft("evaluate", numbers, table, "--part", "all", "--errors", list)
                .succeeds();
        assertThat(said.err()).contains("errors: all 20 images, those farthest off first: " + list);
        List<CSVRecord> found = rows(list);
        assertThat(found).hasSize(20);
        assertThat(found)
                .extracting(row -> row.get("difference"))
                .isSortedAccordingTo(Comparator.comparing(
                        difference -> Math.abs(Double.parseDouble(difference)), Comparator.reverseOrder()));
        assertThat(rows)
                .containsAll(found.stream()
                        .map(row -> row.get("path") + "," + row.get("truth"))
                        .toList());
        Map<String, Double> answers = graft("predict", numbers, data.resolve(Surfaces.GOOD))
                .succeeds()
                .out()
                .lines()
                .map(line -> line.split("\t"))
                .collect(Collectors.toMap(cells -> cells[0], cells -> Double.valueOf(cells[2])));
        for (CSVRecord row : found) {
            double answer = Double.parseDouble(row.get("answer"));
            assertThat(answer).isCloseTo(answers.get(row.get("path")), within(1e-4));
            assertThat(Double.parseDouble(row.get("difference")))
                    .isCloseTo(answer - Double.parseDouble(row.get("truth")), within(1e-4));
        }
    }

    @Test
    void whatCannotBeWrittenIsOneLine() throws IOException {
        refused(folder, "--errors: expected a file whose name ends in .csv, .jsonl or .json, found " + folder);
        Path named = Files.createDirectories(folder.resolve("x.csv"));
        refused(named, "--errors: expected a file, found the folder " + named);
        Path theirs = Files.writeString(folder.resolve("theirs.csv"), "part,file,row,label,sha256\n");
        refused(theirs, theirs + " is there, and is no list of errors; choose another name");
        assertThat(theirs).hasContent("part,file,row,label,sha256\n");
        refused(
                theirs.resolve("errors.csv"),
                "--errors: " + theirs.resolve("errors.csv") + " cannot be written: " + theirs + " is a file");
        Path table = Files.writeString(
                folder.resolve("data.csv"),
                "part,truth,answer\n" + files(data.resolve(LONG)).getFirst() + ",a,b\n");
        graft("evaluate", run, table, "--errors", table, "-q")
                .isRefusedWith("--errors: " + table + " are the data; choose another name");
    }

    private static void refused(Path list, String message) {
        graft("evaluate", run, data, "--errors", list, "-q").isRefusedWith(message);
    }
}
