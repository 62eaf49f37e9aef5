package dev.graft.app;

import static dev.graft.app.CommandLineRun.graft;
import static org.assertj.core.api.Assertions.assertThat;

import dev.graft.data.demo.SurfacePhotos.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// `--best-by`, `--threshold`, `--save` and `--raw`, from training to an answer.
class ThresholdCommandsTest {
    private static final JsonMapper JSON = new JsonMapper();
    private static final String AIM = "recall:" + Surfaces.SCRATCHED + "=0.99";

    @TempDir
    static Path shared;

    private static Path data = Path.of("");
    private static Path run = Path.of("");
    private static CommandLineRun trained = graft("--version");

    @TempDir
    Path folder;

    @BeforeAll
    static void train() throws IOException {
        data = shared.resolve("data");
        Surfaces.classes(data.resolve("train"), 8);
        for (String part : List.of("val", "test")) {
            int seed = part.equals("val") ? 11 : 31;
            Surfaces.write(data.resolve(part).resolve(Surfaces.GOOD), Kind.GOOD, 6, seed);
            Surfaces.write(data.resolve(part).resolve(Surfaces.SCRATCHED), Kind.SCRATCH, 6, seed + 1);
            Surfaces.write(data.resolve(part).resolve(Surfaces.STAINED), Kind.STAIN, 6, seed + 2);
        }
        run = shared.resolve("run");
        trained = train(run, "--best-by", "f1:" + Surfaces.SCRATCHED, "--threshold", AIM);
    }

    private static CommandLineRun train(Path out, Object... more) {
        List<Object> arguments = new ArrayList<>(List.of(
                "train", data, "--model", "graft-nano", "--out", out, "--size", 32, "--batch", 6, "--epochs", 2));
        arguments.addAll(List.of(more));
        return graft(arguments.toArray()).succeeds();
    }

    private static JsonNode json(Path file) throws IOException {
        return JSON.readTree(Files.readString(file));
    }

    private JsonNode evaluated(Object... options) {
        List<Object> arguments = new ArrayList<>(List.of("evaluate", run, data, "--json"));
        arguments.addAll(List.of(options));
        return graft(arguments.toArray()).succeeds().json();
    }

    @Test
    void aTrainingSaysWhatItIsJudgedByAndWhatTheThresholdCosts() throws IOException {
        assertThat(trained.err()).contains("Val F1 of " + Surfaces.SCRATCHED + ": ");
        assertThat(trained.out())
                .contains("Best validation f1:" + Surfaces.SCRATCHED + ": ")
                .contains(
                        "threshold of " + Surfaces.SCRATCHED + ": ",
                        "(for recall 0.99): on the validation part it" + " finds 6 of 6 (recall 1.0000), with ")
                .contains(
                        "note: it was found with 6 images of " + Surfaces.SCRATCHED + ", and 0.99 of them is all: with"
                                + " a certainty of 95% it finds at least 0.6070 of others like them")
                .contains("With the threshold: accuracy ", "Without: accuracy ");
        JsonNode report = json(run.resolve("run.json"));
        assertThat(report.at("/recipe/aim/best_by").asString()).isEqualTo("f1:" + Surfaces.SCRATCHED);
        assertThat(report.at("/recipe/aim/thresholds/0").asString()).isEqualTo(AIM);
        assertThat(report.at("/model/objective").asString())
                .isEqualTo("single_label_classification, best by f1:" + Surfaces.SCRATCHED);
        assertThat(report.at("/decision/with/classes/" + Surfaces.SCRATCHED + "/recall")
                        .asDouble())
                .isEqualTo(1);
        JsonNode kept = json(run.resolve("model").resolve("decision.json"));
        assertThat(kept.at("/thresholds")).isEqualTo(report.at("/decision/thresholds"));
    }

    /// To the last digit what the training found.
    @Test
    void evaluateGoesByItAndRawDoesNot() throws IOException {
        JsonNode report = json(run.resolve("run.json"));
        JsonNode with = evaluated("--part", "val");
        JsonNode without = evaluated("--part", "val", "--raw");
        assertThat(with.get("accuracy").asDouble())
                .isEqualTo(report.at("/decision/with/metrics/accuracy").asDouble());
        assertThat(without.get("accuracy").asDouble())
                .isEqualTo(report.at("/decision/without/metrics/accuracy").asDouble());
        assertThat(with.at("/classes/" + Surfaces.SCRATCHED + "/recall").asDouble())
                .isEqualTo(1);
        assertThat(with.get("loss")).isEqualTo(without.get("loss"));
        assertThat(with.get("macro_roc_auc")).isEqualTo(without.get("macro_roc_auc"));
        assertThat(with.at("/thresholds/" + Surfaces.SCRATCHED + "/found/asked").asDouble())
                .isEqualTo(0.99);
        assertThat(without.has("thresholds")).isFalse();
        assertThat(graft("evaluate", run, data).succeeds().err())
                .contains("part: test", "thresholds of the model: " + Surfaces.SCRATCHED + " from a probability of ")
                .contains("--raw passes over them", " of 6 are found, recall ")
                .doesNotContain("expect less of others");
        assertThat(graft("evaluate", run, data, "--part", "val").succeeds().err())
                .contains("note: these are the images that the thresholds were found with");
    }

    @Test
    void predictSaysWhatDecided() throws IOException {
        Path all = data.resolve("test");
        double limit = json(run.resolve("model").resolve("decision.json"))
                .at("/thresholds/" + Surfaces.SCRATCHED + "/value")
                .asDouble();
        List<String> with = graft("predict", run, all, "--json", "--top", 3)
                .succeeds()
                .out()
                .lines()
                .toList();
        List<String> without = graft("predict", run, all, "--json", "--top", 3, "--raw")
                .succeeds()
                .out()
                .lines()
                .toList();
        assertThat(with).hasSize(18);
        for (int i = 0; i < with.size(); i++) {
            JsonNode line = JSON.readTree(with.get(i));
            JsonNode raw = JSON.readTree(without.get(i));
            assertThat(line.at("/classes")).containsExactlyInAnyOrderElementsOf(raw.at("/classes"));
            boolean reached = probability(raw, Surfaces.SCRATCHED) >= limit;
            String said = line.at("/decision/labels/0").asString();
            assertThat(said).isEqualTo(line.at("/classes/0/label").asString());
            assertThat(said.equals(Surfaces.SCRATCHED)).isEqualTo(reached);
            assertThat(line.at("/decision/thresholds").size()).isEqualTo(reached ? 1 : 0);
            assertThat(raw.has("decision")).isFalse();
        }
    }

    private static double probability(JsonNode line, String label) {
        for (JsonNode found : line.at("/classes")) {
            if (found.at("/label").asString().equals(label)) {
                return found.at("/probability").asDouble();
            }
        }
        throw new AssertionError(label);
    }

    @Test
    void otherThresholdsAreTriedAndKept() throws IOException {
        Path copy = folder.resolve("run");
        copy(run, copy);
        Path file = copy.resolve("model").resolve("decision.json");
        String before = Files.readString(file);
        graft("evaluate", copy, data, "--threshold", Surfaces.GOOD + "=0.9", "-q")
                .succeeds();
        assertThat(Files.readString(file)).isEqualTo(before);
        graft("evaluate", copy, data, "--threshold", "recall:" + Surfaces.STAINED + "=0.5", "--save", "-q")
                .succeeds();
        assertThat(json(file).at("/thresholds").propertyNames()).containsExactly(Surfaces.STAINED);
        assertThat(json(file)
                        .at("/thresholds/" + Surfaces.STAINED + "/found/examples")
                        .asInt())
                .isEqualTo(6);
        graft("evaluate", copy, data, "--raw", "--save", "-q").succeeds();
        assertThat(file).doesNotExist();
        Files.writeString(file, before.replace("\"" + Surfaces.SCRATCHED + "\"", "\"scratchd\""));
        graft("predict", copy, data, "-q").isRefusedWith(file + ": threshold: there is no class 'scratchd'");
    }

    @Test
    void aRunThatGoesOnKeepsItsAim() throws IOException {
        Path copy = folder.resolve("run");
        copy(run, copy);
        Path decision = copy.resolve("model").resolve("decision.json");
        String before = Files.readString(decision);
        Files.delete(decision);
        forgetDecision(copy.resolve("run.json")); // as if it had been killed before it had any
        assertThat(graft("train", "--resume", copy).succeeds().out()).contains("With the threshold: ");
        assertThat(Files.readString(decision)).isEqualTo(before);
        assertThat(json(copy.resolve("run.json")).at("/decision"))
                .isEqualTo(json(run.resolve("run.json")).at("/decision"));
    }

    private static void forgetDecision(Path report) throws IOException {
        ObjectNode without = ((ObjectNode) json(report)).without("decision");
        Files.writeString(report, JSON.writeValueAsString(without));
    }

    @Test
    void aRunThatHasEndedKeepsTheThresholdsThatItWasGivenSince() throws IOException {
        Path copy = folder.resolve("run");
        copy(run, copy);
        Path decision = copy.resolve("model").resolve("decision.json");
        graft("evaluate", copy, data, "--threshold", Surfaces.GOOD + "=0.9", "--save", "-q")
                .succeeds();
        String given = Files.readString(decision);
        graft("train", "--resume", copy).succeeds();
        assertThat(Files.readString(decision)).isEqualTo(given);
        assertThat(json(copy.resolve("run.json")).at("/decision"))
                .isEqualTo(json(run.resolve("run.json")).at("/decision"));
    }

    @Test
    void whereNothingIsAskedNothingIsWritten() throws IOException {
        Path plain = folder.resolve("plain");
        Path same = folder.resolve("same");
        train(plain, "-q");
        train(same, "-q", "--best-by", "accuracy");
        JsonNode report = json(plain.resolve("run.json"));
        assertThat(report.has("decision")).isFalse();
        assertThat(report.at("/recipe").has("aim")).isFalse();
        assertThat(plain.resolve("model").resolve("decision.json")).doesNotExist();
        assertThat(Files.readString(same.resolve("metrics.jsonl")))
                .isEqualTo(Files.readString(plain.resolve("metrics.jsonl")));
        assertThat(json(same.resolve("run.json")).at("/model/objective").asString())
                .isEqualTo("single_label_classification");
    }

    @Test
    void aPlanTellsIt() {
        String out = graft(
                        "plan", data, "--model", "graft-nano", "--no-estimate", "--best-by", "loss", "--threshold", AIM)
                .succeeds()
                .out();
        assertThat(out)
                .contains("best epoch: by loss on the validation part")
                .contains("thresholds: " + AIM + "; found in the end, with the best model on the validation part");
    }

    @Test
    void whatCannotBeIsRefusedBeforeTraining() {
        Path out = folder.resolve("none");
        refused(out, "best by f1:scratchd: there is no class 'scratchd'; expected one of ", "--best-by", "f1:scratchd");
        refused(out, "best by: expected accuracy, macro-f1, loss, f1:CLASS,", "--best-by", "f3");
        refused(out, "threshold: there is no class 'dent'", "--threshold", "recall:dent=0.9");
        refused(out, "threshold: expected CLASS=0.2, recall:CLASS=0.99", "--threshold", "0.9");
        refused(out, Surfaces.GOOD + ": expected a number above 0 and below 1", "--threshold", Surfaces.GOOD + "=1");
        assertThat(out).doesNotExist();
        graft("evaluate", run, data, "--save").isRefusedWith("--save: expected --threshold CLASS=0.2");
        graft("evaluate", run, data, "--raw", "--threshold", Surfaces.GOOD + "=0.5")
                .isRefusedWith("--raw and --threshold: choose one");
        graft("evaluate", run.resolve("model"), data.resolve("test"), "--threshold", AIM, "-q")
                .isRefusedWith("--threshold: " + AIM + ": is found on a validation part", "--threshold CLASS=0.2");
    }

    private static void refused(Path out, String message, Object... options) {
        List<Object> arguments = new ArrayList<>(List.of("train", data, "--model", "graft-nano", "--out", out, "-q"));
        arguments.addAll(List.of(options));
        graft(arguments.toArray()).isRefusedWith(message);
    }

    private static void copy(Path from, Path to) throws IOException {
        try (var files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Path copy = to.resolve(from.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(copy);
                } else {
                    Files.copy(file, copy);
                }
            }
        }
    }
}
