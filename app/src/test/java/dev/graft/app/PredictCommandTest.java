package dev.graft.app;

import static dev.graft.app.CommandLineRun.graft;
import static dev.graft.app.CommandLineRun.graftReading;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.graft.data.ImageEncoder;
import dev.graft.data.demo.SurfacePhotos;
import dev.graft.data.demo.SurfacePhotos.Kind;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVRecord;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class PredictCommandTest {
    private static final JsonMapper JSON = new JsonMapper();

    @TempDir
    static Path shared;

    private static Path run = Path.of("");
    private static Path inbox = Path.of("");

    @TempDir
    Path folder;

    /// A run, and three images of scratches in an inbox, one of them deeper down, with a file that is none.
    @BeforeAll
    static void train() throws IOException {
        Path data = Surfaces.classes(shared.resolve("data"), 16);
        run = shared.resolve("run");
        graft(
                        "train",
                        data,
                        "--model",
                        "graft-nano",
                        "--out",
                        run,
                        "--size",
                        32,
                        "--batch",
                        8,
                        "--epochs",
                        6,
                        "--strategy",
                        "full",
                        "--lr",
                        3e-3)
                .succeeds();
        inbox = shared.resolve("새 사진, to sort");
        Surfaces.write(inbox, Kind.SCRATCH, 2, 2);
        Surfaces.write(inbox.resolve("later"), Kind.SCRATCH, 1, 9);
        Files.writeString(inbox.resolve("readme.txt"), "to be sorted");
    }

    @Test
    void aFile() {
        Path image = inbox.resolve("00.png");
        CommandLineRun found = graft("predict", run, image).succeeds();
        assertThat(found.err()).isEmpty();
        assertThat(found.out()).hasLineCount(1).startsWith(image + "\t긁힘\t0.");
    }

    /// In the order given, folders in the order of names; an image given twice is classified twice.
    @Test
    void aFolderAndAFile() {
        Path image = inbox.resolve("01.png");
        CommandLineRun found = graft("predict", run, inbox, image).succeeds();
        assertThat(found.out().lines().map(line -> line.split("\t")[0]))
                .containsExactly(
                        inbox.resolve("00.png").toString(),
                        inbox.resolve("01.png").toString(),
                        inbox.resolve("later/00.png").toString(),
                        image.toString());
        List<String> lines = found.out().lines().toList();
        assertThat(lines.get(3)).isEqualTo(lines.get(1));
    }

    @Test
    void theModelFolderIsEnough() {
        assertThat(graft("predict", run.resolve("model"), inbox).succeeds().out())
                .isEqualTo(graft("predict", run, inbox).succeeds().out());
    }

    @Test
    void theMostProbableClassesAsJsonLines() {
        CommandLineRun found =
                graft("predict", run, inbox, "--json", "--top", 5).succeeds();
        assertThat(found.out()).hasLineCount(3);
        for (String line : found.out().lines().toList()) {
            JsonNode prediction = JSON.readTree(line);
            assertThat(prediction.propertyNames()).containsExactly("source", "classes");
            assertThat(prediction.get("source").asString()).startsWith(inbox + "/");
            JsonNode classes = prediction.get("classes");
            assertThat(classes).hasSize(3);
            double sum = 0;
            double last = 1;
            for (JsonNode each : classes) {
                assertThat(each.get("label").asString()).isIn(Surfaces.GOOD, Surfaces.SCRATCHED, Surfaces.STAINED);
                double probability = each.get("probability").asDouble();
                assertThat(probability).isLessThanOrEqualTo(last);
                last = probability;
                sum += probability;
            }
            assertThat(sum).isEqualTo(1, within(1e-5));
        }
        assertThat(graft("predict", run, inbox, "--json").succeeds().out().lines())
                .allMatch(line -> JSON.readTree(line).get("classes").size() == 1);
    }

    /// Whatever is in paths and labels, it is a table that other programs read.
    @Test
    void aTable() throws IOException {
        CommandLineRun found = graft("predict", run, inbox, "--csv", "--top", 9).succeeds();
        assertThat(found.out().lines().findFirst())
                .contains("path,label_1,probability_1,label_2,probability_2,label_3,probability_3");
        List<CSVRecord> rows = rows(found.out());
        assertThat(rows).hasSize(3).allMatch(CSVRecord::isConsistent);
        assertThat(rows.getFirst().get("path"))
                .isEqualTo(inbox.resolve("00.png").toString());
        assertThat(List.of(
                        rows.getFirst().get("label_1"),
                        rows.getFirst().get("label_2"),
                        rows.getFirst().get("label_3")))
                .containsExactlyInAnyOrder(Surfaces.GOOD, Surfaces.SCRATCHED, Surfaces.STAINED);
        assertThat(Double.parseDouble(rows.getFirst().get("probability_1"))).isBetween(1 / 3.0, 1.0);

        assertThat(graft("predict", run, inbox, "--csv").succeeds().out()).startsWith("path,label,probability\n");
    }

    private static List<CSVRecord> rows(String table) throws IOException {
        CSVFormat format = CSVFormat.DEFAULT
                .builder()
                .setHeader()
                .setSkipHeaderRecord(true)
                .get();
        try (var parser = format.parse(new StringReader(table))) {
            return parser.getRecords();
        }
    }

    /// With labels or without, with a header or without, and rows whose file is gone.
    @Test
    void theImagesThatATableNames() throws IOException {
        Path table = inbox.resolve("list.csv");
        Files.writeString(table, "taken,image,label\n2024,00.png,a\n2025,later/00,b\n");
        CommandLineRun found = graft("predict", run, table).succeeds();
        assertThat(found.out().lines().map(line -> line.split("\t")[0]))
                .containsExactly(
                        inbox.resolve("00.png").toString(),
                        inbox.resolve("later/00.png").toString());
        assertThat(found.err()).contains("path from column image", "found 1 file with .png added");

        Files.writeString(table, "01.png\n00.png\ngone.png\n");
        CommandLineRun partly = graft("predict", run, table);
        assertThat(partly.exit()).isEqualTo(2);
        assertThat(partly.out())
                .hasLineCount(2)
                .startsWith(inbox.resolve("01.png").toString());
        assertThat(partly.err()).contains("list.csv line 3: no such file: gone.png; it is left out");

        Files.writeString(table, "a,b,c\n1,00.png,01.png\n");
        graft("predict", run, table).isRefusedWith("specify it: --path COLUMN");
        assertThat(graft("predict", run, table, "--path", "c").succeeds().out()).contains("01.png");
        Files.delete(table);
    }

    @Test
    void anUnreadableImageDoesNotStopTheOthers() throws IOException {
        Surfaces.write(folder, Kind.GOOD, 2, 1);
        Path broken = folder.resolve("00b.png");
        byte[] whole = Files.readAllBytes(folder.resolve("00.png"));
        Files.write(broken, Arrays.copyOf(whole, whole.length / 2));
        for (String format : List.of("--quiet", "--json", "--csv")) {
            CommandLineRun found = graft("predict", run, folder, format);
            assertThat(found.exit()).isEqualTo(2);
            assertThat(found.err())
                    .hasLineCount(1)
                    .startsWith("graft: " + broken + ": ")
                    .contains("cut off");
            assertThat(found.out())
                    .contains(
                            folder.resolve("00.png").toString(),
                            folder.resolve("01.png").toString())
                    .doesNotContain(broken.toString());
        }
    }

    /// Bytes from anywhere, to their end, answered as a file is.
    @Test
    void anImageOnStandardInput() throws IOException {
        Path image = Files.copy(inbox.resolve("00.png"), folder.resolve("00.png")); // a path that needs no quotes
        byte[] png = Files.readAllBytes(image);
        Path jpeg = folder.resolve("00.jpg");
        ImageEncoder.write(SurfacePhotos.draw(Kind.STAIN, 7, 48), jpeg);
        for (String format : List.of("--quiet", "--csv", "--json")) {
            String ofFile = graft("predict", run, image, format).succeeds().out();
            CommandLineRun piped =
                    graftReading(png, "predict", run, "--input", "-", format).succeeds();
            assertThat(piped.err()).isEmpty();
            assertThat(piped.out()).isEqualTo(ofFile.replace(image.toString(), "standard input"));
        }
        assertThat(graftReading(Files.readAllBytes(jpeg), "predict", run, "--input", "-")
                        .succeeds()
                        .out())
                .isEqualTo(graft("predict", run, jpeg).succeeds().out().replace(jpeg.toString(), "standard input"));
    }

    @Test
    void whatIsNoImageOnStandardInputIsOneLine() throws IOException {
        Path image = inbox.resolve("00.png");
        byte[] png = Files.readAllBytes(image);
        graftReading(new byte[0], "predict", run, "--input", "-")
                .isRefusedWith("standard input: not an image: expected JPEG, PNG", "found an empty file");
        graftReading("hello".getBytes(StandardCharsets.UTF_8), "predict", run, "--input", "-")
                .isRefusedWith("standard input: not an image: expected JPEG, PNG");
        graftReading(Arrays.copyOf(png, png.length / 2), "predict", run, "--input", "-", "--json")
                .isRefusedWith("standard input: ", "cut off");
        graftReading(png, "predict", run, image, "--input", "-").isRefusedWith("not both");
        graft("predict", run, "--input", image).isRefusedWith("--input: for images", "graft predict " + run);
    }

    @Test
    void nothingToPredictIsRefused() throws IOException {
        graft("predict", run, folder).isRefusedWith(folder + "", "expected images, found none");
        Path gone = folder.resolve("gone.jpg");
        graft("predict", run, gone).isRefusedWith(gone + ": expected an image or a folder, found nothing");
        Path image = inbox.resolve("00.png");
        graft("predict", folder, image).isRefusedWith(folder + ": expected a model folder with config.json");
        graft("predict", run, image, "--top", 0).isRefusedWith("--top: expected at least 1, found 0");
        graft("predict", run, image, "--csv", "--json").isRefusedWith("--csv and --json: choose one");

        Path unfinished = folder.resolve("unfinished");
        Files.createDirectories(unfinished.resolve("model"));
        for (String file : List.of("config.json", "labels.txt", "preprocessing.json")) {
            Files.copy(
                    run.resolve("model").resolve(file),
                    unfinished.resolve("model").resolve(file));
        }
        graft("predict", unfinished, image)
                .isRefusedWith("model.safetensors: not there", "graft train --resume " + unfinished);
        Files.write(unfinished.resolve("model/model.safetensors"), new byte[100]);
        graft("predict", unfinished, image).isRefusedWith("model.safetensors");
        Files.writeString(unfinished.resolve("model/labels.txt"), "one\n");
        graft("predict", unfinished, image).isRefusedWith("labels.txt: expected 3 labels", "found 1");
    }
}
