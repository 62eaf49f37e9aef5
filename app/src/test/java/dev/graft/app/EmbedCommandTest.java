package dev.graft.app;

import static dev.graft.app.CommandLineRun.graft;
import static dev.graft.app.CommandLineRun.graftReading;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.graft.data.ImageFiles;
import dev.graft.data.ImageSource;
import dev.graft.data.demo.SurfacePhotos.Kind;
import dev.graft.model.ModelKind;
import dev.graft.model.Predictor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVRecord;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class EmbedCommandTest {
    private static final JsonMapper JSON = new JsonMapper();
    private static final int HEADER = 128;

    @TempDir
    static Path shared;

    private static Path photos = Path.of("");
    private static Path run = Path.of("");

    @TempDir
    Path folder;

    @BeforeAll
    static void train() throws IOException {
        photos = Surfaces.classes(shared.resolve("photos"), 4);
        run = shared.resolve("run");
        graft("train", photos, "--model", "graft-nano", "--out", run, "--size", 32, "--epochs", 1)
                .succeeds();
    }

    /// What a program gets of the same images.
    private static List<float[]> expected() {
        try (Predictor<ImageSource> predictor = Predictor.open(ModelKind.IMAGE, run)) {
            return predictor.features(
                    ImageFiles.below(photos).stream().map(ImageSource::of).toList());
        }
    }

    private static List<float[]> rows(Path file, int width) throws IOException {
        ByteBuffer numbers = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
        numbers.position(HEADER);
        List<float[]> rows = new ArrayList<>();
        while (numbers.hasRemaining()) {
            float[] row = new float[width];
            for (int i = 0; i < width; i++) {
                row[i] = numbers.getFloat();
            }
            rows.add(row);
        }
        return rows;
    }

    private static List<CSVRecord> table(Path file) throws IOException {
        try (var parser = CSVFormat.DEFAULT
                .builder()
                .setHeader()
                .setSkipHeaderRecord(true)
                .get()
                .parse(Files.newBufferedReader(file))) {
            return parser.getRecords();
        }
    }

    @Test
    void theArrayIsWhatAPredictorGives() throws IOException {
        Path file = folder.resolve("features.npy");
        CommandLineRun found = graft("embed", run, photos, "--out", file).succeeds();
        Path names = folder.resolve("features.rows.csv");
        assertThat(found.out()).isEqualTo("12 images, 256 numbers each: " + file + ", " + names + "\n");
        assertThat(found.err()).isEmpty();
        assertThat(rows(file, 256)).usingRecursiveComparison().isEqualTo(expected());

        byte[] start = Arrays.copyOf(Files.readAllBytes(file), HEADER);
        assertThat(start)
                .startsWith(0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0, HEADER - 10, 0)
                .endsWith('\n');
        assertThat(new String(start, StandardCharsets.ISO_8859_1))
                .contains("{'descr': '<f4', 'fortran_order': False, 'shape': (12, 256), } ");

        List<CSVRecord> told = table(names);
        assertThat(told).hasSize(12);
        assertThat(told.stream().map(row -> Path.of(row.get("path")))).isEqualTo(ImageFiles.below(photos));
        assertThat(told.stream().map(row -> row.get("label")).distinct())
                .containsExactlyInAnyOrder(Surfaces.GOOD, Surfaces.SCRATCHED, Surfaces.STAINED);
        assertThat(folder).isDirectoryNotContaining("glob:**.tmp");
    }

    /// Mapped into memory as well.
    @Test
    @ExtendWith(NumPy.class)
    void numPyReadsIt() throws IOException {
        Path file = folder.resolve("features.npy");
        graft("embed", run, photos, "--out", file).succeeds();
        float[] last = expected().getLast();
        String program = "import numpy, sys; a = numpy.load(sys.argv[1], mmap_mode='r'); b = numpy.load(sys.argv[1]);"
                + "print(a.shape, a.dtype, a.flags.c_contiguous, (a == b).all(), repr(float(a[-1, -1])))";
        assertThat(NumPy.run(program, file)).isEqualTo("(12, 256) float32 True True " + (double) last[255]);
    }

    @Test
    void tablesAndLinesHoldTheSameNumbers() throws IOException {
        List<float[]> expected = expected();
        Path csv = folder.resolve("new/features.csv");
        graft("embed", run, photos, "--out", csv).succeeds();
        List<CSVRecord> table = table(csv);
        Path lines = folder.resolve("features.JSONL");
        Files.writeString(lines, "what was there");
        assertThat(graft("embed", run, photos, "--out", lines, "--json")
                        .succeeds()
                        .out())
                .isEqualTo("{\"n\":12,\"dimensions\":256,\"file\":\"" + lines + "\"}\n");
        List<String> objects = Files.readAllLines(lines);
        assertThat(table).hasSameSizeAs(expected);
        assertThat(objects).hasSameSizeAs(expected);
        for (int i = 0; i < expected.size(); i++) {
            JsonNode object = JSON.readTree(objects.get(i));
            assertThat(object.propertyNames()).containsExactly("source", "label", "features");
            assertThat(object.get("source").asString()).isEqualTo(table.get(i).get("path"));
            assertThat(object.get("label").asString()).isEqualTo(table.get(i).get("label"));
            for (int k = 0; k < 256; k++) {
                assertThat(Float.parseFloat(table.get(i).get("f" + k))).isEqualTo(expected.get(i)[k]);
                assertThat(object.get("features").get(k).floatValue()).isEqualTo(expected.get(i)[k]);
            }
        }
    }

    @Test
    void whatCannotBeReadHasNoRow() throws IOException {
        Path inbox = Files.createDirectory(folder.resolve("inbox"));
        Surfaces.write(inbox, Kind.GOOD, 2, 1);
        Files.write(inbox.resolve("00b.png"), Arrays.copyOf(Files.readAllBytes(inbox.resolve("00.png")), 300));
        Path file = folder.resolve("features.npy");
        CommandLineRun found = graft("embed", run, inbox, "--out", file, "--quiet");
        assertThat(found.exit()).isEqualTo(2);
        assertThat(found.err()).hasLineCount(1).startsWith("graft: " + inbox.resolve("00b.png") + ": ");
        assertThat(found.out()).startsWith("2 images, ");
        assertThat(rows(file, 256)).hasSize(2);
        assertThat(Files.readAllLines(folder.resolve("features.rows.csv")))
                .containsExactly("path", inbox.resolve("00.png") + "", inbox.resolve("01.png") + "");

        Path nothing = folder.resolve("nothing.npy");
        graft("embed", run, inbox.resolve("00b.png"), "--out", nothing, "--quiet");
        assertThat(nothing).doesNotExist();
        assertThat(folder).isDirectoryNotContaining("glob:**.tmp");
    }

    @Test
    void aStageOfAModelThatWasNeverTuned() throws IOException {
        byte[] png = Files.readAllBytes(ImageFiles.below(photos).getFirst());
        Path file = folder.resolve("one.npy");
        assertThat(graftReading(png, "embed", "graft-nano", "-", "--out", file, "--stage", "layer1")
                        .succeeds()
                        .out())
                .startsWith("1 image, 32 numbers each: ");
        byte[] once = Files.readAllBytes(file);
        graftReading(png, "embed", "graft-nano", "-", "--out", file, "--stage", "layer1")
                .succeeds();
        assertThat(Files.readAllBytes(file)).isEqualTo(once);
        graft("embed", "graft-nano", photos, "--out", file, "--stage", "layer9")
                .isRefusedWith("expected a stage, one of [stem, layer1,", "found 'layer9'");
        assertThat(Files.readAllBytes(file)).isEqualTo(once);
    }

    /// More than are read at a time, of very different lengths, in their order.
    @Test
    void textsOfAColumn() throws IOException {
        List<String> table = new ArrayList<>(List.of("id,review"));
        for (int i = 0; i < 5000; i++) {
            table.add(i + ",좋다 " + "정말 ".repeat(i % 3) + i);
        }
        table.add(7, "x,");
        Path reviews = Files.write(folder.resolve("reviews.csv"), table);
        Path file = folder.resolve("reviews.npy");
        CommandLineRun found = graft("embed", "graft-nano-ko", reviews, "--text", "review", "--out", file);
        assertThat(found.exit()).as(found.err()).isEqualTo(2);
        assertThat(found.err()).contains("reviews.csv line 8: no text; it is left out");
        assertThat(found.out()).startsWith("5,000 texts, 256 numbers each: ");
        List<CSVRecord> told = table(folder.resolve("reviews.rows.csv"));
        for (int i = 0; i < 5000; i++) {
            assertThat(told.get(i).get("text")).endsWith(" " + i);
        }
        Path some = folder.resolve("some.npy");
        byte[] lines =
                (told.get(4500).get("text") + "\n" + told.get(3).get("text") + "\n").getBytes(StandardCharsets.UTF_8);
        graftReading(lines, "embed", "graft-nano-ko", "-", "--out", some).succeeds();
        List<float[]> all = rows(file, 256);
        List<float[]> two = rows(some, 256);
        for (int k = 0; k < 256; k++) {
            assertThat(two.get(0)[k]).isCloseTo(all.get(4500)[k], within(1e-4f));
            assertThat(two.get(1)[k]).isCloseTo(all.get(3)[k], within(1e-4f));
        }
    }

    @Test
    void whatMakesNoSenseIsRefused() throws IOException {
        Path file = folder.resolve("features.npy");
        graft("embed", run, photos, "--out", folder.resolve("a.txt"))
                .isRefusedWith("--out: expected a file that ends in .npy, .csv or .jsonl, found ");
        graft("embed", run, photos, "--out", folder).isRefusedWith("--out: expected a file, found the folder");
        graft("embed", run, photos).isRefusedWith("--out");
        graft("embed", "", photos, "--out", file).isRefusedWith("MODEL: expected");
        graft("embed", run, photos.resolve("gone"), "--out", file).isRefusedWith("found nothing");
        graft("embed", run.resolveSibling("ru"), photos, "--out", file)
                .isRefusedWith("expected a run folder, found nothing; nearest beside it: " + run.getFileName());
        graft("embed", "resnet81", photos, "--out", file).isRefusedWith("no model named resnet81", "resnet18");
        graft("embed", run, photos, "--out", file, "--size", 64).isRefusedWith("--size: is for a model that was not");
        graft("embed", "graft-nano", photos, "--out", file, "--weights", "none").isRefusedWith("--weights none");
        Path weights = run.resolve("model/model.safetensors");
        graft("embed", weights, photos, "--out", file)
                .isRefusedWith("found the file", "NAME DATA --weights " + weights);
        graft("embed", "graft-nano", photos, "--out", file, "--text", "a").isRefusedWith("--text: is for a table");
        graft("embed", "graft-nano-ko", photos, "--out", file, "--path", "a").isRefusedWith("--path: is for images");
        assertThat(file).doesNotExist();
    }

    /// Under whatever name they are given.
    @Test
    void theDataAreNotReplaced() throws IOException {
        Path table = Files.writeString(folder.resolve("a.rows.csv"), "text,label\ngood,1\n");
        Path link = Files.createSymbolicLink(folder.resolve("link.csv"), table);
        for (Path out : List.of(table, link, folder.resolve("a.npy"))) {
            graft("embed", "graft-nano-ko", table, "--out", out)
                    .isRefusedWith("--out: ", " are the data; choose another name");
        }
        assertThat(table).hasContent("text,label\ngood,1\n");
    }
}
