package dev.graft.app;

import static dev.graft.app.CommandLineRun.graft;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.graft.data.PartsTable;
import dev.graft.data.demo.SurfacePhotos.Kind;
import dev.graft.job.TrainingJob;
import dev.graft.job.TrainingOptions;
import dev.graft.train.TrainingEvent;
import dev.graft.weights.Hub;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class TrainCommandTest {
    @TempDir
    static Path shared;

    private static Path data = Path.of("");
    private static Path trained = Path.of("");
    private static CommandLineRun training = new CommandLineRun(-1, "", "");

    @TempDir
    Path folder;

    @BeforeAll
    static void trainOnce() throws IOException {
        data = Surfaces.classes(shared.resolve("my data"), 12);
        Files.writeString(data.resolve(Surfaces.GOOD).resolve("notes.txt"), "photographed in May");
        Files.writeString(data.resolve(Surfaces.GOOD).resolve("broken.png"), "not an image");
        trained = shared.resolve("runs").resolve("표면 1");
        training = small(data, "--out", trained);
    }

    /// Everything learns, for two epochs, from images of 32 px.
    private static CommandLineRun small(Object data, Object... more) {
        List<Object> arguments = new ArrayList<>(List.of("train", data));
        if (!List.of(more).contains("--model")) {
            arguments.addAll(List.of("--model", "graft-nano"));
        }
        arguments.addAll(List.of("--strategy", "full", "--epochs", 2, "--size", 32, "--batch", 8));
        arguments.addAll(List.of(more));
        return graft(arguments.toArray());
    }

    @Test
    void tellsWhatItDoesAndWhatCameOfIt() {
        training.succeeds();
        assertThat(training.out().lines())
                .anyMatch(line -> line.matches(
                        "Best validation accuracy: [01]\\.\\d{4} \\(epoch [12]\\), \\d+ examples/s, [\\d.]+ s"))
                .contains("Run: " + trained);
        assertThat(training.err())
                .contains("left out: " + data.resolve(Surfaces.GOOD).resolve("broken.png") + ": not an image")
                .contains("note: split off 6 images for validation")
                .contains("[Epoch 01/02] Train Loss: ")
                .contains("[Epoch 02/02] Train Loss: ")
                .contains("* best");
    }

    /// Six images are too few to judge by, whatever it made of them.
    @Test
    void saysThatAResultIsNotGoodAndWhatToTypeNext() {
        assertThat(training.out().lines().filter(line -> line.startsWith("note: ")))
                .isNotEmpty()
                .first()
                .asString()
                .contains(" on 6 images to validate with ", "; next: ")
                .satisfiesAnyOf(
                        line -> assertThat(line).contains(": graft train '" + data + "' --strategy full"),
                        line -> assertThat(line).contains("label more examples"));
        assertThat(trained.resolve("run.json")).content().contains("\"findings\" : [ {");
    }

    @Test
    void leavesARunFolder() throws IOException {
        assertThat(trained).isDirectoryContaining("glob:**/run.json");
        assertThat(files(trained).keySet())
                .containsExactlyInAnyOrder(
                        "run.json",
                        "metrics.jsonl",
                        "parts.csv",
                        "run.lock",
                        "checkpoints/last.safetensors",
                        "model/config.json",
                        "model/labels.txt",
                        "model/preprocessing.json",
                        "model/model.safetensors");
        assertThat(Files.readAllLines(trained.resolve("model/labels.txt")))
                .containsExactly(Surfaces.STAINED, Surfaces.GOOD, Surfaces.SCRATCHED);
        assertThat(Files.readAllLines(trained.resolve("metrics.jsonl"))).hasSize(2);
    }

    @Test
    void printsTheReportAsJson() {
        CommandLineRun run = small(data, "--out", folder.resolve("run"), "--json", "--quiet", "--workers", 5);
        assertThat(run.succeeds().err()).isEmpty();
        JsonNode saved =
                new JsonMapper().readTree(folder.resolve("run/run.json").toFile());
        assertThat(run.json()).isEqualTo(saved);
        assertThat(saved.at("/recipe/data/workers").asInt()).isEqualTo(5);
        assertThat(saved.at("/data/counts/train/긁힘").asInt()).isEqualTo(10);
        assertThat(saved.at("/data/skipped")).hasSize(1);
    }

    @Test
    void frozenStagesRunOnceWhereThatChangesNothingAndItIsSaid() {
        CommandLineRun kept = head("--augment", "none", "--out", folder.resolve("kept"));
        assertThat(kept.succeeds().err())
                .contains("Frozen stages run once for each training example: what enters fc is kept, 1 MiB in memory")
                .contains(
                        "Frozen stages run once for each validation example: what enters fc is kept, 1 MiB in memory");
        CommandLineRun fresh = head("--out", folder.resolve("fresh"));
        assertThat(fresh.succeeds().err()).contains("(--views K makes only K per image)");
        CommandLineRun views = head("--views", 2, "--out", folder.resolve("views"));
        assertThat(views.succeeds().err()).contains("run once for each training example");
        CommandLineRun off = head("--augment", "none", "--no-cache", "--out", folder.resolve("off"));
        assertThat(off.succeeds().err()).doesNotContain("Frozen stages");
        assertThat(folder.resolve("kept/cache")).doesNotExist();
    }

    @Test
    void whatIsKeptCanStayForAResume() throws IOException {
        Path run = folder.resolve("run");
        head("--augment", "none", "--keep-cache", "--cache-precision", "fp16", "--out", run)
                .succeeds();
        assertThat(files(run).keySet())
                .contains("cache/training-fc.features", "cache/training-fc.json", "cache/validation-fc.json");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            --cache-memory lots       | --cache-memory: expected a size such as 500m, 4g or a number of bytes, found 'lots'
            --no-cache --keep-cache   | --no-cache: cannot be combined with --cache-memory, --keep-cache or --cache-precision
            --views 3 --augment none  | --views: needs --augment light or strong
            --views -1                | views: expected 0 to 10000, found -1
            """)
    void cacheOptionsThatCannotBeAreRefused(String options, String line) {
        Object[] arguments = Stream.concat(
                        Stream.of(options.split(" ")),
                        Stream.of("--out", folder.resolve("run").toString()))
                .toArray();
        CommandLineRun run = head(arguments);
        assertThat(run.exit()).isEqualTo(2);
        assertThat(run.err()).contains(line);
        assertThat(folder.resolve("run")).doesNotExist();
    }

    /// Only the head learns, for four epochs.
    private static CommandLineRun head(Object... more) {
        List<Object> arguments = new ArrayList<>(List.of("train", data, "--model", "graft-nano"));
        arguments.addAll(List.of("--epochs", 4, "--size", 32, "--batch", 8));
        arguments.addAll(List.of(more));
        return graft(arguments.toArray());
    }

    @Test
    void workersDoNotMatterAndTheSeedDoes() throws IOException {
        small(data, "--out", folder.resolve("one"), "--workers", 1).succeeds();
        small(data, "--out", folder.resolve("seed"), "--seed", 7).succeeds();
        assertThat(folder.resolve("one/metrics.jsonl")).hasSameBinaryContentAs(trained.resolve("metrics.jsonl"));
        assertThat(folder.resolve("one/model/model.safetensors"))
                .hasSameBinaryContentAs(trained.resolve("model/model.safetensors"));
        assertThat(Files.readString(folder.resolve("seed/metrics.jsonl")))
                .isNotEqualTo(Files.readString(trained.resolve("metrics.jsonl")));
    }

    @Test
    void resumesAnInterruptedRunToTheSameBytes() {
        Path run = folder.resolve("run");
        TrainingOptions options = TrainingOptions.ofRun(trained).orElseThrow();
        try (TrainingJob job = TrainingJob.of(options, Hub.fromEnvironment())) {
            assertThatThrownBy(() -> job.tuning()
                            .withListener(event -> {
                                if (event instanceof TrainingEvent.BatchDone done && done.epoch() == 2) {
                                    throw new IllegalStateException("power cut");
                                }
                            })
                            .run(run))
                    .hasMessage("power cut");
        }
        CommandLineRun resumed = graft("train", "--resume", run).succeeds();
        assertThat(resumed.err()).contains("[Epoch 02/02]").doesNotContain("[Epoch 01/02]");
        assertThat(resumed.out().lines().findFirst().orElseThrow().replaceFirst(", .*", ""))
                .isEqualTo(training.out().lines().findFirst().orElseThrow().replaceFirst(", .*", ""));
        assertThat(run.resolve("metrics.jsonl")).hasSameBinaryContentAs(trained.resolve("metrics.jsonl"));
        assertThat(run.resolve("model/model.safetensors"))
                .hasSameBinaryContentAs(trained.resolve("model/model.safetensors"));
    }

    @Test
    void correctionsAreKeptByTheRun() throws IOException {
        List<PartsTable.Entry> known = PartsTable.in(trained).orElseThrow().entries();
        PartsTable.Entry wrong = known.stream()
                .filter(entry -> !entry.labels().equals(List.of(Surfaces.GOOD)))
                .findFirst()
                .orElseThrow();
        Path table = Files.writeString(
                folder.resolve("suspects.csv"),
                "file;action;suggested\n" + wrong.id().file() + ";relabel;" + Surfaces.GOOD + "\n"
                        + known.getLast().id().file() + ";drop;\n");
        Path run = folder.resolve("run");
        String note = "note: " + table + ": 1 label changed, 1 image left out";
        assertThat(small(data, "--corrections", table, "--out", run).succeeds().err())
                .contains(note);
        assertThat(PartsTable.in(run).orElseThrow().entries())
                .hasSize(known.size() - 1)
                .filteredOn(entry -> entry.id().equals(wrong.id()))
                .extracting(PartsTable.Entry::labels)
                .containsExactly(List.of(Surfaces.GOOD));

        Files.writeString(table, "file,action\n");
        assertThat(graft("train", "--resume", run).succeeds().err())
                .contains("note: " + table + " has changed since the run was started")
                .contains(note);
        Files.delete(table);
        assertThat(graft("evaluate", run, data).succeeds().err()).contains(note);
        graft("train", data, "--corrections", table).isRefusedWith(table.toString());
    }

    @Test
    void resumeTakesNoOtherOptions() {
        graft("train", "--resume", trained, data, "--lr", 0.1, "--epochs", 3)
                .isRefusedWith("remove DATA, --lr, --epochs");
        graft("train", "--resume", folder).isRefusedWith(folder + ": expected a run folder with run.json");
        graft("train", "--resume", folder.resolve("gone")).isRefusedWith("found nothing");
    }

    @Test
    void aRunIsNotOverwritten() throws IOException {
        var before = files(trained);
        small(data, "--out", trained).isRefusedWith(trained + ": already holds a run", "--resume " + trained);
        assertThat(files(trained)).isEqualTo(before);
    }

    @Test
    void aComparisonIsNotResumed() throws IOException {
        var before = files(trained);
        CommandLineRun refused = small(data, "--out", trained, "--compare-scratch");
        refused.isRefusedWith(trained + ": already holds a run, and --compare-scratch makes two new ones");
        assertThat(refused.err()).doesNotContain("--resume");
        assertThat(files(trained)).isEqualTo(before);
    }

    /// Before anything is read or said.
    @Test
    void aFolderThatCannotBeMadeIsRefusedFirst() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "mine");
        Path run = file.resolve("runs/one");
        graft("train", folder.resolve("no-such-data"), "--model", "graft-nano", "--out", run)
                .isRefusedWith(run + ": cannot be used as a run folder: ", "; choose another with --out");
        graft("train", folder.resolve("no-such-data"), "--model", "graft-nano", "--out", folder.resolve("a/b"))
                .isRefusedWith("no-such-data");
        assertThat(folder.resolve("a")).doesNotExist();
    }

    @Test
    void aTrainingWithTooFewStepsSaysSo() {
        CommandLineRun run = graft(
                "train",
                data,
                "--model",
                "graft-nano",
                "--strategy",
                "fine-tune",
                "--epochs",
                2,
                "--batch",
                32,
                "--size",
                32,
                "--out",
                folder.resolve("run"));
        assertThat(run.succeeds().err()).contains("note: epoch 1: 1 optimizer step is too few for the schedule");
    }

    @Test
    void aFileIsNoRunFolder() throws IOException {
        Path file = Files.writeString(folder.resolve("run"), "mine");
        small(data, "--out", file).isRefusedWith(file + ": expected a folder for the run, found a file");
        assertThat(file).hasContent("mine");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    --model resnet81       | no model named resnet81
                    --model resnet81       | resnet18
                    --strategy ful         | bias-only, lora, found 'ful'; nearest: full
                    --optimizer adan       | expected adamw, adam, sgd or solve, found 'adan'
                    --schedule cosin       | multi-step, plateau, found 'cosin'; nearest: cosine
                    --stages 9 --strategy last-stage | expected 1 to 5 for graft-nano
                    --lr 1e30 --batch 8 --size 32 | became NaN or infinite in epoch 1
                    --precision fp16 --device cpu | fp16 needs a GPU
                    --device cuda:99       | device: cuda
                    --device tpu           | expected cpu, cuda, cuda:N or auto, found 'tpu'
                    --weights gone.pth     | gone.pth: cannot be read
                    --workers 0            | workers
                    --threads 0            | threads: expected 1 to 1024
                    --batch 0              | batch: expected 1 to 65536
                    --epochs 0             | plan: epochs: expected 1 to 100000
                    --val-fraction 0       | fraction between 0 and 1
                    --strict               | 1 image cannot be used
                    --strict               | broken.png
                    --offline --model resnet18 | resnet18-f37072fd.pth: is not in the cache
                    --offline --model resnet18 | weights/resnet18-f37072fd.pth (SHA-256 f37072fd
                    --offline --model resnet18 | https://download.pytorch.org/models/resnet18-f37072fd.pth
                    """)
    void badInputIsOneLineAndWritesNothing(String options, String message) {
        Path run = folder.resolve("run");
        List<Object> arguments = new ArrayList<>(List.of("train", data, "--quiet", "--out", run));
        if (!options.contains("--model")) {
            arguments.addAll(List.of("--model", "graft-nano"));
        }
        arguments.addAll(List.of(options.split(" ")));
        graft(arguments.toArray()).isRefusedWith(message);
        assertThat(run).doesNotExist();
    }

    @Test
    void aShareBesideAValidationPartIsRefused() {
        Path run = folder.resolve("run");
        graft("train", data, "--model", "graft-nano", "--val", data, "--val-fraction", "0.3", "--quiet", "--out", run)
                .isRefusedWith("--val-fraction: splits a validation part off DATA, but --val gives " + data
                        + " as one; use only one of them");
        assertThat(run).doesNotExist();
    }

    /// The best model there was is kept, and nobody takes it for what was asked.
    @Test
    void aLossThatIsNoNumberLaterOnIsSaid() {
        Path run = folder.resolve("run");
        List<Object> oneStepAnEpoch = List.of("--lr", 1e30, "--batch", 32, "--size", 32);
        List<Object> arguments = new ArrayList<>(List.of("train", data, "--model", "graft-nano", "--quiet"));
        arguments.addAll(List.of("--out", run));
        arguments.addAll(oneStepAnEpoch);
        CommandLineRun result = graft(arguments.toArray());
        assertThat(result.exit()).isEqualTo(2);
        assertThat(result.err()).hasLineCount(1).startsWith("graft: ").contains("not finite after epoch 2");
        assertThat(result.out()).contains("Run: " + run);
        assertThat(run.resolve("model/model.safetensors")).exists();
    }

    @Test
    void dataThatCannotBeLearnedFromIsOneLine() throws IOException {
        small(folder.resolve("gone")).isRefusedWith(folder.resolve("gone") + ": no such file or folder");
        graft("train").isRefusedWith("expected DATA");

        Path single = folder.resolve("single");
        Surfaces.write(single.resolve("good"), Kind.GOOD, 3, 1);
        small(single, "--out", folder.resolve("run"))
                .isRefusedWith(single + ": expected at least two classes, found only good");

        Path images = single.resolve("good");
        small(images, "--out", folder.resolve("run")).isRefusedWith("expected one folder per class");

        Files.createDirectories(single.resolve("stain"));
        Files.writeString(single.resolve("stain/1.jpg"), "not an image");
        small(single, "--out", folder.resolve("run"))
                .isRefusedWith("class stain has no image to train on", "stain/1.jpg", "remove the class");
        assertThat(folder.resolve("run")).doesNotExist();
    }

    @Test
    void weightsOfAnotherModelAreRefused() throws IOException {
        Path weights = trained.resolve("model/model.safetensors");
        Path run = folder.resolve("run");
        small(data, "--out", run, "--model", "squeezenet1_1", "--weights", weights)
                .isRefusedWith(
                        "does not fit squeezenet1_1",
                        "choose the architecture it was saved from",
                        "; it fits graft-nano");
        Path text = Files.writeString(folder.resolve("weights.pth"), "<!DOCTYPE html>");
        small(data, "--out", run, "--weights", text).isRefusedWith("is a web page");
        assertThat(run).doesNotExist();
    }

    @Test
    void aFileIsNoModel() {
        Path weights = trained.resolve("model/model.safetensors");
        small(data, "--out", folder.resolve("run"), "--model", weights)
                .isRefusedWith(
                        "--model: expected the name of an image model or the folder of a text model, found the file",
                        "--model resnet18 --weights " + weights);
    }

    @Test
    void aTableOfPathsIsDataToo() throws IOException {
        StringBuilder table = new StringBuilder("path,label\n");
        for (String label : List.of(Surfaces.GOOD, Surfaces.SCRATCHED)) {
            for (int i = 0; i < 4; i++) {
                table.append(data.resolve(label).resolve("%02d.png".formatted(i)))
                        .append(',')
                        .append(label)
                        .append('\n');
            }
        }
        Path csv = Files.writeString(folder.resolve("labels.csv"), table);
        JsonNode report = small(csv, "--out", folder.resolve("run"), "--json", "--channels", 1)
                .succeeds()
                .json();
        assertThat(report.at("/data/counts/train/긁힘").asInt()).isEqualTo(3);
    }

    private static TreeMap<String, String> files(Path run) throws IOException {
        TreeMap<String, String> contents = new TreeMap<>();
        try (Stream<Path> files = Files.walk(run)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                contents.put(
                        run.relativize(file).toString().replace('\\', '/'),
                        java.util.HexFormat.of().formatHex(Files.readAllBytes(file)));
            }
        }
        return contents;
    }

    @Test
    void saysWhatTransferGainedOverTrainingFromScratch() {
        Path run = folder.resolve("compared");
        CommandLineRun compared = small(data, "--out", run, "--compare-scratch").succeeds();
        assertThat(compared.out())
                .containsPattern("From scratch: [01]\\.\\d{4} \\(epoch [12]\\), [\\d.]+ s, in .*compared-scratch")
                .containsPattern("Transfer learning (gains|loses) [\\d.]+ percentage points; it (is as good|never)");
        assertThat(folder.resolve("compared-scratch/model/model.safetensors")).exists();
        // the tuned run is what it is without the comparison
        assertThat(run.resolve("metrics.jsonl")).hasSameBinaryContentAs(trained.resolve("metrics.jsonl"));
        JsonNode scratch = new JsonMapper()
                .readTree(folder.resolve("compared-scratch/run.json").toFile());
        assertThat(scratch.at("/model/weights").asString()).isEqualTo("none");
        small(data, "--out", folder.resolve("none"), "--compare-scratch", "--weights", "none")
                .isRefusedWith("--weights none, which already trains from scratch");
        assertThat(folder.resolve("none")).doesNotExist();
    }
}
