package dev.graft.app;

import static dev.graft.app.CommandLineRun.graft;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.graft.job.AdaptationJob;
import dev.graft.job.AdaptationOptions;
import dev.graft.job.TrainingJob;
import dev.graft.job.TrainingOptions;
import dev.graft.train.TrainingEvent;
import dev.graft.train.TrainingListener;
import dev.graft.weights.Hub;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// Runs and models say what they are: what is another version's is refused by every command, what is of one before
/// labels is still taken.
class LabelledRunsTest {
    private static final JsonMapper JSON = new JsonMapper();
    private static final String SENTENCE = "the film was very good and the plot was fun";

    @TempDir
    static Path shared;

    private static Path images = Path.of("");
    private static Path texts = Path.of("");
    private static Path reviews = Path.of("");
    private static Path tuned = Path.of("");
    private static Path classified = Path.of("");
    private static Path adapted = Path.of("");

    @TempDir
    Path folder;

    @BeforeAll
    static void makeARunOfEachKind() throws IOException {
        images = Surfaces.classes(shared.resolve("photos"), 4);
        texts = Files.write(shared.resolve("texts.txt"), Collections.nCopies(40, SENTENCE));
        List<String> rows = new ArrayList<>(List.of("text,label"));
        for (int i = 0; i < 20; i++) {
            rows.add(i % 2 == 0 ? "very good film,up" : "very dull plot,down");
        }
        reviews = Files.write(shared.resolve("reviews.csv"), rows);
        tuned = shared.resolve("tuned");
        graft("train", images, "--model", "graft-nano", "--epochs", 2, "--size", 32, "--batch", 8, "--out", tuned)
                .succeeds();
        adapted = shared.resolve("adapted");
        List<Object> small = List.of("--vocabulary", 100, "--layers", 1, "--width", 16, "--heads", 2);
        adapt(small, "--new", texts, "--epochs", 2, "--max-length", 16, "--out", adapted);
        classified = shared.resolve("classified");
        graft("train", reviews, "--model", adapted, "--epochs", 2, "--out", classified)
                .succeeds();
    }

    private static void adapt(List<Object> more, Object... arguments) {
        Stream<Object> first = Stream.concat(Stream.of("adapt"), Stream.of(arguments));
        graft(Stream.concat(first, more.stream()).toArray()).succeeds();
    }

    private Path copy(Path run) throws IOException {
        Path copy = folder.resolve(run.getFileName());
        try (Stream<Path> files = Files.walk(run)) {
            for (Path file : files.toList()) {
                Files.copy(file, copy.resolve(run.relativize(file)));
            }
        }
        return copy;
    }

    private static void change(Path file, Consumer<ObjectNode> change) throws IOException {
        ObjectNode read = (ObjectNode) JSON.readTree(file.toFile());
        change.accept(read);
        Files.writeString(file, read.toString());
    }

    private static JsonNode json(Path file) {
        return JSON.readTree(file.toFile());
    }

    private static Path report(Path run) {
        return run.resolve("run.json");
    }

    private static Path config(Path run) {
        return run.resolve("model/config.json");
    }

    @Test
    void everyRunAndModelSaysWhatItIs() {
        for (Path run : List.of(tuned, classified, adapted)) {
            assertThat(json(report(run)).propertyNames()).startsWith("kind", "version");
            assertThat(json(report(run)).get("version").asInt()).isEqualTo(1);
        }
        assertThat(json(report(tuned)).get("kind").asString()).isEqualTo("fine-tuning");
        assertThat(json(report(classified)).get("kind").asString()).isEqualTo("fine-tuning");
        assertThat(json(report(adapted)).get("kind").asString()).isEqualTo("adaptation");
        assertThat(json(config(tuned)).propertyNames()).startsWith("kind", "version");
        assertThat(json(config(tuned)).toString()).contains("\"kind\":\"image\",\"version\":1");
        assertThat(json(config(classified)).get("graft").toString())
                .isEqualTo("{\"kind\":\"text\",\"version\":1,\"max_length\":16}");
        assertThat(json(config(adapted)).get("graft").toString())
                .isEqualTo("{\"kind\":\"language-model\",\"version\":1}");
    }

    /// Every command that takes such a run.
    private List<CommandLineRun> asked(Path run) {
        if (run.endsWith("tuned")) {
            Path image = images.resolve(Surfaces.GOOD).resolve("00.png");
            return List.of(
                    resumed(run),
                    graft("evaluate", run, images),
                    graft("evaluate", run.resolve("model"), images, "--part", "all"),
                    graft("predict", run, image),
                    graft("predict", run.resolve("model"), image));
        }
        return List.of(
                resumed(run),
                graft("train", reviews, "--model", run, "--out", folder.resolve("none")),
                graft("train", reviews, "--model", run.resolve("model"), "--out", folder.resolve("none")),
                graft("plan", reviews, "--model", run, "--no-estimate"),
                graft("find-lr", reviews, "--model", run),
                graft("adapt", run.resolve("model"), texts, "--out", folder.resolve("none")),
                graft("evaluate", run, reviews),
                graft("predict", run, "very good film"));
    }

    private static CommandLineRun resumed(Path run) {
        return graft(run.endsWith("adapted") ? "adapt" : "train", "--resume", run);
    }

    private static Path original(String name) {
        return shared.resolve(name);
    }

    @ParameterizedTest
    @ValueSource(strings = {"tuned", "classified", "adapted"})
    void aRunOfALaterVersionIsRefusedByEveryCommand(String name) throws IOException {
        Path run = copy(original(name));
        change(report(run), report -> {
            report.put("version", 2).put("more", true);
            ((ObjectNode) report.get("versions")).put("graft", "0.9.0");
        });
        for (CommandLineRun answer : asked(run)) {
            answer.isRefusedWith(report(run)
                    + ": expected version 1, found 2, which this Graft is too old to read; use the one that wrote it"
                    + " (Graft 0.9.0) or a later one");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"tuned", "classified", "adapted"})
    void aRunOfAnUnknownKindIsTakenForNoOther(String name) throws IOException {
        Path run = copy(original(name));
        change(report(run), report -> report.put("kind", "distillation"));
        for (CommandLineRun answer : asked(run)) {
            answer.isRefusedWith(
                    report(run) + ": expected the kind fine-tuning or adaptation or race, found 'distillation'");
        }
    }

    @ParameterizedTest
    @CsvSource({"tuned, version", "tuned, kind", "classified, version", "classified, kind", "adapted, version"})
    void aModelOfAnotherVersionOrKindIsRefused(String name, String member) throws IOException {
        Path run = copy(original(name));
        change(config(run), config -> {
            ObjectNode label = run.endsWith("tuned") ? config : (ObjectNode) config.get("graft");
            if (member.equals("version")) {
                label.put("version", 7);
            } else {
                label.put("kind", "audio");
            }
        });
        String newest = run.endsWith("tuned") ? "3" : "2";
        String found = member.equals("version") ? ": expected version " + newest + ", found 7" : ", found 'audio'";
        for (CommandLineRun answer : asked(run)) {
            answer.isRefusedWith(config(run).toString(), found, "versions.graft in the run.json beside its folder");
        }
    }

    @Test
    void halfALabelIsDamage() throws IOException {
        Path run = copy(tuned);
        change(report(run), report -> report.remove("version"));
        resumed(run)
                .isRefusedWith(
                        report(run)
                                + ": version: expected a whole number from 1 on, found none; the file is damaged: copy it again");
        change(report(run), report -> report.put("version", "new"));
        graft("evaluate", run, images).isRefusedWith("expected a whole number from 1 on, found \"new\"");
        change(report(run), report -> report.put("version", 1).put("kind", 3));
        graft("evaluate", run, images).isRefusedWith(report(run) + ": kind: expected a word, found 3");
    }

    @Test
    void eachCommandSendsToTheOther() {
        graft("train", "--resume", adapted)
                .isRefusedWith(adapted + ": expected a run of graft train, found one of graft adapt; to continue it:"
                        + " graft adapt --resume " + adapted);
        graft("adapt", "--resume", classified)
                .isRefusedWith(classified + ": expected a run of graft adapt, found one of graft train; to continue it:"
                        + " graft train --resume " + classified);
    }

    @Test
    void whatIsDamagedInARecipeIsSaid() throws IOException {
        Path run = copy(tuned);
        change(report(run), report -> ((ObjectNode) report.at("/recipe/tuning")).put("epochs", "many"));
        String place = report(run) + ": recipe.tuning.epochs: expected a value as Graft writes it, found \"many\"; the"
                + " file is damaged: restore it from a copy, or start a new run";
        resumed(run).isRefusedWith(place);
        graft("evaluate", run, images).isRefusedWith(place);
        change(report(run), report -> ((ObjectNode) report.at("/recipe/tuning")).put("epochs", 2));
        change(report(run), report -> ((ObjectNode) report.at("/recipe")).remove("data"));
        resumed(run).isRefusedWith(report(run) + ": recipe.data: expected a value, found none");
        change(report(run), report -> ((ObjectNode) report.at("/recipe")).remove("tuning"));
        resumed(run).isRefusedWith(report(run) + ": recipe: a member is missing");
        Path other = copy(adapted);
        change(report(other), report -> ((ObjectNode) report.at("/recipe")).put("batch", -1));
        resumed(other).isRefusedWith(report(other) + ": recipe: batch: expected ", "-1");
        change(report(other), report -> ((ObjectNode) report.at("/recipe")).put("batch", 8));
        change(report(other), report -> ((ObjectNode) report.at("/recipe/steps")).remove("seed"));
        resumed(other).isRefusedWith(report(other) + ": recipe.steps.seed: expected a value, found none");
        change(report(other), report -> ((ObjectNode) report.at("/recipe/steps")).put("later", 1));
        change(report(other), report -> ((ObjectNode) report.at("/recipe/steps")).put("seed", 1));
        resumed(other).isRefusedWith("recipe.steps.later: there is no such member");
    }

    private static void unlabel(Path run) throws IOException {
        for (Path file : List.of(report(run), config(run))) {
            change(file, read -> {
                read.remove(List.of("kind", "version"));
                if (read.get("graft") instanceof ObjectNode own) {
                    own.remove(List.of("kind", "version"));
                    if (own.isEmpty()) {
                        read.remove("graft");
                    }
                }
            });
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"tuned", "classified"})
    void runsFromBeforeLabelsAreJudgedAndAsked(String name) throws IOException {
        Path run = copy(original(name));
        List<CommandLineRun> before = answers(run);
        unlabel(run);
        assertThat(answers(run)).isEqualTo(before);
        assertThat(resumed(run).succeeds().err()).contains("the run has ended (completed)");
        assertThat(json(report(run)).get("kind").asString()).isEqualTo("fine-tuning");
    }

    private static List<CommandLineRun> answers(Path run) {
        return run.endsWith("tuned")
                ? List.of(
                        graft("evaluate", run, images).succeeds(),
                        graft("predict", run, images.resolve(Surfaces.GOOD), "--top", 3)
                                .succeeds())
                : List.of(
                        graft("evaluate", run, reviews).succeeds(),
                        graft("predict", run, "very dull film", "--top", 2).succeeds());
    }

    @ParameterizedTest
    @ValueSource(strings = {"tuned", "classified", "adapted"})
    void interruptedRunsFromBeforeLabelsGoOnToTheSameBytes(String name) throws IOException {
        Path run = folder.resolve(name);
        Path whole = original(name);
        interrupt(whole, run);
        unlabel(run);
        if (name.equals("adapted")) {
            graft("train", "--resume", run).isRefusedWith("graft adapt --resume " + run);
        }
        assertThat(resumed(run).succeeds().err()).contains("[Epoch 02/02]").doesNotContain("[Epoch 01/02]");
        assertThat(run.resolve("metrics.jsonl")).hasSameBinaryContentAs(whole.resolve("metrics.jsonl"));
        assertThat(run.resolve("model/model.safetensors"))
                .hasSameBinaryContentAs(whole.resolve("model/model.safetensors"));
        assertThat(json(report(run)).get("kind")).isEqualTo(json(report(whole)).get("kind"));
    }

    private static void interrupt(Path whole, Path run) {
        TrainingListener cut = event -> {
            if (event instanceof TrainingEvent.BatchDone done && done.epoch() == 2) {
                throw new IllegalStateException("power cut");
            }
        };
        Hub hub = Hub.fromEnvironment();
        if (run.endsWith("adapted")) {
            AdaptationOptions options = AdaptationOptions.ofRun(whole).orElseThrow();
            try (AdaptationJob job = AdaptationJob.of(options, hub)) {
                assertThatThrownBy(() -> job.adaptation().withListener(cut).run(run))
                        .hasMessage("power cut");
            }
        } else {
            TrainingOptions options = TrainingOptions.ofRun(whole).orElseThrow();
            try (TrainingJob job = TrainingJob.of(options, hub)) {
                assertThatThrownBy(() -> job.tuning().withListener(cut).run(run))
                        .hasMessage("power cut");
            }
        }
    }
}
