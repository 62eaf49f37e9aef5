package dev.graft.app;

import static dev.graft.app.CommandLineRun.graft;
import static org.assertj.core.api.Assertions.assertThat;

import dev.graft.data.ImageFiles;
import dev.graft.data.demo.SurfacePhotos.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class EvaluateCommandTest {
    @TempDir
    static Path shared;

    private static Path data = Path.of("");
    private static Path run = Path.of("");
    private static JsonNode report = tools.jackson.databind.node.JsonNodeFactory.instance.objectNode();

    @TempDir
    Path folder;

    /// 10 images a class to train on, 7 to validate with.
    @BeforeAll
    static void train() throws IOException {
        data = shared.resolve("data");
        Surfaces.classes(data.resolve("train"), 10);
        Surfaces.write(data.resolve("val").resolve(Surfaces.GOOD), Kind.GOOD, 7, 11);
        Surfaces.write(data.resolve("val").resolve(Surfaces.SCRATCHED), Kind.SCRATCH, 7, 12);
        Surfaces.write(data.resolve("val").resolve(Surfaces.STAINED), Kind.STAIN, 7, 13);
        run = shared.resolve("run");
        report = graft(
                        "train",
                        data,
                        "--model",
                        "graft-nano",
                        "--out",
                        run,
                        "--size",
                        32,
                        "--batch",
                        6,
                        "--epochs",
                        3,
                        "--lr",
                        3e-3,
                        "--json")
                .succeeds()
                .json();
    }

    /// To the last digit.
    @ParameterizedTest
    @ValueSource(strings = {"auto", "val"})
    void measuresWhatTrainingMeasured(String part) {
        JsonNode result = graft("evaluate", run, data, "--part", part, "--json")
                .succeeds()
                .json();
        assertThat(result.get("part").asString()).isEqualTo("val");
        assertThat(result.get("examples").asInt()).isEqualTo(21);
        assertThat(result.get("accuracy").asDouble())
                .isEqualTo(report.at("/best/val_accuracy").asDouble());
        assertThat(result.get("classes").propertyNames())
                .containsExactly(Surfaces.STAINED, Surfaces.GOOD, Surfaces.SCRATCHED);
        int right = 0;
        for (int c = 0; c < 3; c++) {
            right += result.at("/confusion/" + c + "/" + c).asInt();
            int row = 0;
            for (JsonNode count : result.at("/confusion/" + c)) {
                row += count.asInt();
            }
            assertThat(row).isEqualTo(7);
        }
        assertThat(right / 21.0).isEqualTo(result.get("accuracy").asDouble());
    }

    @Test
    void printsATable() {
        CommandLineRun result = graft("evaluate", run, data).succeeds();
        assertThat(result.out())
                .contains(String.format(
                        Locale.ROOT,
                        "accuracy %.4f, macro F1 ",
                        report.at("/best/val_accuracy").asDouble()))
                .contains("21 images", "precision", "recall", "F1", "confusion matrix");
        for (String label : List.of(Surfaces.GOOD, Surfaces.SCRATCHED, Surfaces.STAINED)) {
            assertThat(result.out().lines().filter(line -> line.startsWith(label + " ")))
                    .as(label + " in the table and in the matrix")
                    .hasSize(2);
        }
    }

    /// Their mean is over the classes that there are.
    @Test
    void aClassWithoutImagesHasNoRanking() throws IOException {
        Surfaces.write(folder.resolve(Surfaces.GOOD), Kind.GOOD, 4, 11);
        Surfaces.write(folder.resolve(Surfaces.SCRATCHED), Kind.SCRATCH, 3, 12);
        JsonNode result = graft("evaluate", run, folder, "--json").succeeds().json();
        assertThat(result.at("/classes/" + Surfaces.STAINED).propertyNames())
                .containsExactly("precision", "recall", "f1", "support");
        assertThat(result.at("/classes/" + Surfaces.GOOD).propertyNames())
                .containsExactly("precision", "recall", "f1", "support", "roc_auc", "average_precision");
        assertThat(result.at("/classes/" + Surfaces.GOOD + "/support").isInt()).isTrue();
        for (String name : List.of("roc_auc", "average_precision")) {
            double sum = 0;
            for (String label : List.of(Surfaces.GOOD, Surfaces.SCRATCHED)) {
                sum += result.at("/classes/" + label + "/" + name).asDouble();
            }
            assertThat(result.get("macro_" + name).asDouble()).isEqualTo(sum / 2);
        }
        CommandLineRun shown = graft("evaluate", run, folder).succeeds();
        assertThat(shown.out())
                .containsPattern("(?m)^class +precision +recall +F1 +images +ROC AUC +AP$")
                .containsPattern("(?m)^" + Surfaces.STAINED + " .* 0 +- +-$")
                .contains("mean over the classes: ROC AUC ");
    }

    @Test
    void otherParts() {
        assertThat(examples("--part", "train")).isEqualTo(30);
        assertThat(examples("--part", "all")).isEqualTo(51);
        graft("evaluate", run, data, "--part", "test", "-q").isRefusedWith(data + ": has no test part");
        graft("evaluate", run, data, "--part", "vla")
                .isRefusedWith("--part: expected train, val, test, all, auto, found 'vla'");
    }

    private static int examples(Object... options) {
        List<Object> arguments = new java.util.ArrayList<>(List.of("evaluate", run, data, "--json"));
        arguments.addAll(List.of(options));
        return graft(arguments.toArray()).succeeds().json().get("examples").asInt();
    }

    @Test
    void dataWithoutPartsAreMeasuredWhole() {
        JsonNode result = graft("evaluate", run, data.resolve("train"), "--json")
                .succeeds()
                .json();
        assertThat(result.get("part").asString()).isEqualTo("all");
        assertThat(result.get("examples").asInt()).isEqualTo(30);
    }

    /// Where nobody knows which images a model has learned from, there is no telling apart either.
    @Test
    void aModelWithoutItsRunHasNoPartsOfItsOwn() throws IOException {
        Path model = Files.createDirectories(folder.resolve("sorter"));
        try (var files = Files.list(run.resolve("model"))) {
            for (Path file : files.toList()) {
                Files.copy(file, model.resolve(String.valueOf(file.getFileName())));
            }
        }
        Path flat = data.resolve("train");
        graft("evaluate", model, flat, "--part", "val", "-q")
                .isRefusedWith("does not say which examples it was validated with", "--part all");
        assertThat(graft("evaluate", model, flat, "--json")
                        .succeeds()
                        .json()
                        .get("examples")
                        .asInt())
                .isEqualTo(30);
    }

    @Test
    void dataWithFewerClassesAreFine() throws IOException {
        Surfaces.write(folder.resolve(Surfaces.GOOD), Kind.GOOD, 3, 11);
        Surfaces.write(folder.resolve(Surfaces.SCRATCHED), Kind.SCRATCH, 3, 12);
        Files.writeString(folder.resolve(Surfaces.GOOD).resolve("broken.jpg"), "no image");
        CommandLineRun result = graft("evaluate", run, folder, "--json").succeeds();
        assertThat(result.json().get("examples").asInt()).isEqualTo(6);
        assertThat(result.json().at("/confusion/0")).hasSize(3);
        assertThat(result.err()).contains("left out: ", "broken.jpg");
    }

    @Test
    void aTableOfImagesWhoseColumnsAreSaid() throws IOException {
        Surfaces.write(folder.resolve("p"), Kind.GOOD, 3, 21);
        List<String> rows = new ArrayList<>(List.of("photo,width,kind,weight"));
        for (Path photo : ImageFiles.below(folder.resolve("p"))) {
            rows.add("p/" + photo.getFileName() + ",64," + Surfaces.GOOD + ",1");
        }
        rows.add("p/none.jpg,64,NaN,1");
        rows.add(rows.get(1).replace(Surfaces.GOOD, Surfaces.SCRATCHED));
        Path table = Files.write(folder.resolve("table.csv"), rows);
        graft("evaluate", run, table, "--part", "all", "-q").isRefusedWith("table.csv", "--label COLUMN");
        CommandLineRun result = graft(
                        "evaluate", run, table, "--part", "all", "--label", "kind", "--path", "photo", "--json")
                .succeeds();
        assertThat(result.json().get("examples").asInt()).isEqualTo(4);
        assertThat(result.err()).contains("data: image from column photo, label from column kind; ");
        assertThat(result.err()).contains("left out: 1 (1 no label)");
    }

    @Test
    void dataOfOtherClassesAreRefused() throws IOException {
        Surfaces.write(folder.resolve("dent"), Kind.DENT, 3, 1);
        Surfaces.write(folder.resolve(Surfaces.GOOD), Kind.GOOD, 3, 1);
        graft("evaluate", run, folder, "-q").isRefusedWith("labels [dent] of the data are not among the model's");
        graft("evaluate", run, data, "--label", "kind", "-q")
                .isRefusedWith("--label: is for a table of images, but", "is a folder");
        graft("evaluate", run, data, "--text", "words", "-q")
                .isRefusedWith("--text: is for a table of texts", "classifies images");
        graft("evaluate", run, folder.resolve("gone"), "-q").isRefusedWith("no such file or folder");
        graft("evaluate", folder, data, "-q").isRefusedWith(folder + ": expected a model folder");
    }
}
