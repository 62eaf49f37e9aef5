package dev.graft.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.graft.data.Augmentation;
import dev.graft.data.DataSummary;
import dev.graft.data.ImageOptions.Table;
import dev.graft.data.Kind;
import dev.graft.job.TrainingOptions.NetworkOptions;
import dev.graft.method.Answer;
import dev.graft.method.Answers;
import dev.graft.method.Choice;
import dev.graft.method.DataFacts;
import dev.graft.method.Method;
import dev.graft.method.Setting;
import dev.graft.method.Source;
import dev.graft.method.TuningOptions;
import dev.graft.method.Usual;
import dev.graft.nn.Lora;
import dev.graft.testing.Outlines;
import dev.graft.train.Recipe;
import dev.graft.train.RunJson;
import dev.graft.tune.Group;
import dev.graft.tune.Plan;
import dev.graft.tune.PlanJson;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.node.ObjectNode;

/// What is done where nothing is said.
class DefaultsTest {
    private static final List<Choice<?>> CHOICES = Stream.concat(
                    Stream.of(Choice.STRATEGY), Choice.OF_A_METHOD.stream())
            .toList();

    /// A line of `recorded-options.tsv`: what the command line made of options before defaults had a place of
    /// their own.
    ///
    /// @param kind    `image` or `text`
    /// @param weights `pretrained` or `none`
    /// @param asked   what was said, by the names of `run.json`
    /// @param plan    start of the SHA-256 of the plan for [Outlines#SMALL], as JSON
    /// @param options as `run.json` has them
    record Recorded(String kind, String weights, String asked, String plan, String options) {}

    static List<Recorded> recorded() throws IOException {
        try (InputStream table =
                Objects.requireNonNull(DefaultsTest.class.getResourceAsStream("recorded-options.tsv"))) {
            return new String(table.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .map(line -> line.split("\t"))
                    .map(cells -> new Recorded(cells[0], cells[1], cells[2], cells[3], cells[4]))
                    .toList();
        }
    }

    @ParameterizedTest
    @MethodSource("recorded")
    void theSameOptionsAndPlansAsEver(Recorded line) throws NoSuchAlgorithmException {
        TrainingRequest request = request(line.kind(), line.weights());
        for (String said : line.asked().isEmpty() ? new String[0] : line.asked().split(" ")) {
            request = with(request, said.split("=")[0], said.split("=")[1]);
        }
        TrainingOptions options = request.options();
        assertThat(RunJson.LINES.writeValueAsString(options.tuning())).isEqualTo(line.options());
        boolean images = line.kind().equals("image");
        assertThat(options.data().batch()).isEqualTo(images ? 32 : 16);
        assertThat(options.steps().clip()).isEqualTo(images ? 0 : 1);
        assertThat(options.data().augment()).isEqualTo(images ? Augmentation.LIGHT : Augmentation.NONE);
        byte[] plan = PlanJson.write(options.plan(Outlines.SMALL)).getBytes(StandardCharsets.UTF_8);
        byte[] sha = MessageDigest.getInstance("SHA-256").digest(plan);
        assertThat(HexFormat.of().formatHex(sha)).startsWith(line.plan());
    }

    private static TrainingRequest request(String kind, String weights) {
        TrainingRequest request = kind.equals("image")
                ? TrainingRequest.images(Path.of("photos"))
                : TrainingRequest.texts(Path.of("reviews.csv"), "graft-nano-ko");
        return request.withNetwork(request.network().withWeights(weights));
    }

    private static TrainingRequest with(TrainingRequest request, String name, String value) {
        Choice<?> choice = CHOICES.stream()
                .filter(one -> one.name().equals(name))
                .findFirst()
                .orElseThrow();
        return with(request, choice, RunJson.MAPPER.readValue('"' + value + '"', choice.type()));
    }

    private static <T> TrainingRequest with(TrainingRequest request, Choice<T> choice, Object value) {
        return request.with(choice, choice.type().cast(value));
    }

    @Test
    void everyAnswerSaysWhoGaveIt() {
        TrainingOptions options = TrainingRequest.texts(Path.of("reviews.csv"), "graft-nano-ko")
                .with(Choice.EPOCHS, 5)
                .with(Choice.STRATEGY, "lora")
                .withSteps(Recipe.DEFAULT.withClip(2))
                .options();
        assertThat(options.defaults())
                .containsEntry("learning_rate", new Answer(1e-3, "method"))
                .containsEntry("backbone_rate", new Answer(1e-3, "method"))
                .containsEntry("lora_rank", new Answer(8, "method"))
                .containsEntry("schedule", new Answer("linear", "kind of examples"))
                .containsEntry("batch", new Answer(16, "kind of examples"))
                .containsEntry("augment", new Answer("none", "kind of examples"))
                .doesNotContainKeys("epochs", "strategy", "clip", "layer_decay", "stages");
        assertThat(options.network().lora()).isEqualTo(Lora.of(8));
        assertThat(options.steps().clip()).isEqualTo(2);
    }

    @Test
    void aWholePlanAnswersForItself() {
        Plan plan = Plan.of(4, new Group("fc", List.of("fc"), 1e-3, 0));
        TrainingRequest request = TrainingRequest.images(Path.of("photos")).with(Choice.PLAN, plan);
        assertThat(request.method()).isEmpty();
        TrainingOptions options = request.options();
        assertThat(options.tuning()).isEqualTo(TuningOptions.defaults().withPlan(plan));
        assertThat(options.defaults())
                .containsEntry("epochs", new Answer(4, "plan file"))
                .containsKeys("batch", "clip", "augment")
                .hasSize(4);
        assertThatThrownBy(() -> request.with(Choice.LEARNING_RATE, 1e-3).options())
                .hasMessage("plan: is a whole plan; leave out learning_rate");
    }

    @Test
    void aMethodIsToldWhatItTakes() {
        TrainingRequest request = TrainingRequest.images(Path.of("photos"));
        assertThatThrownBy(() -> request.with(Choice.STAGES, "2").options())
                .hasMessage("stages: is for last-stage, gradual, surgical, but the strategy is feature-extraction");
        assertThat(request.method().map(Method::word)).contains("feature-extraction");
        assertThatThrownBy(() -> request.with(Choice.STRATEGY, "ful").options())
                .hasMessageStartingWith("strategy: expected feature-extraction, last-stage, full, ")
                .hasMessageEndingWith(", bias-only, lora, found 'ful'; nearest: full");
    }

    /// A head alone would learn from features that nobody made.
    @Test
    void randomWeightsAllLearn() {
        for (String kind : List.of("image", "text")) {
            TrainingOptions options = request(kind, "none").options();
            assertThat(options.tuning().strategy()).isEqualTo("full");
            assertThat(options.defaults()).containsEntry("strategy", new Answer("full", "kind of examples"));
        }
        TrainingRequest head = request("image", "none").with(Choice.STRATEGY, "feature-extraction");
        assertThat(head.options().tuning().strategy()).isEqualTo("feature-extraction");
    }

    @ParameterizedTest
    @CsvSource({"0, 16, 3", "160, 16, 20", "1600, 16, 4", "1600, 64, 16", "1600, 4, 3"})
    void fewTextsGetMoreEpochsByTheBatchTheyComeIn(int texts, int batch, int epochs) {
        DataSummary summary = new DataSummary(
                Kind.TEXT,
                "table",
                List.of("a", "b"),
                Map.of("train", texts),
                Map.of(),
                Map.of(),
                List.of(),
                Map.of(),
                List.of(),
                null);
        Setting setting = new Setting(
                Kind.TEXT,
                false,
                texts == 0 ? Optional.empty() : Optional.of(new DataFacts(summary)),
                Optional.empty());
        assertThat(Answers.NONE
                        .ask(List.of(Choice.BATCH), List.of(Source.GIVEN.with(Choice.BATCH, batch)))
                        .ask(List.of(Choice.EPOCHS), List.of(Usual.ofKind(setting)))
                        .get(Choice.EPOCHS))
                .isEqualTo(epochs);
    }

    /// Said before any data are read, where it can be.
    @Test
    void onlyClassesAreBalanced() {
        TrainingRequest request = TrainingRequest.images(Path.of("photos"));
        assertThat(balanced(request, "auto", List.of(), "").options().data().balanced())
                .isTrue();
        for (TrainingRequest other : List.of(
                balanced(request, "multi_label_classification", List.of(), ""),
                balanced(request, "regression", List.of(), ""),
                balanced(request, "auto", List.of("red", "green"), ""),
                balanced(request, "auto", List.of(), "|"))) {
            assertThatThrownBy(other::options)
                    .hasMessageStartingWith(
                            "balanced: weighs the classes, so each example has to have one; the task is ")
                    .hasMessageEndingWith(": leave it out");
        }
    }

    private static TrainingRequest balanced(
            TrainingRequest request, String task, List<String> labels, String separator) {
        TrainingRequest.Examples from = request.examples();
        return request.withExamples(new TrainingRequest.Examples(
                from.path(),
                from.validationFraction(),
                from.perClass(),
                from.strict(),
                true,
                from.views(),
                from.exactDecoding(),
                from.workers(),
                null,
                new Table("auto", labels, separator, false),
                null,
                task,
                from.parts(),
                null,
                null));
    }

    @Test
    void whatIsComparedSaysSo() {
        TrainingOptions tuned = TrainingRequest.images(Path.of("photos"))
                .with(Choice.STRATEGY, "gradual")
                .with(Choice.EPOCHS, 6)
                .options();
        assertThat(tuned.fromScratch().defaults())
                .containsEntry("strategy", new Answer("full", "comparison"))
                .containsEntry("backbone_rate", new Answer(1e-3, "comparison"))
                .containsEntry("learning_rate", new Answer(1e-3, "method"))
                .doesNotContainKey("epochs");
    }

    /// `auto` leaves a choice to whoever is asked next.
    @Test
    void autoSaysNothing() {
        TrainingRequest texts = TrainingRequest.texts(Path.of("reviews.csv"), "graft-nano-ko");
        assertThat(texts.with(Choice.SCHEDULE, "auto").options()).isEqualTo(texts.options());
    }

    @Test
    void runJsonKeepsThemAndEarlierOnesHaveNone() {
        Plan plan = Plan.of(4, new Group("fc", List.of("fc"), 1e-3, 0));
        TrainingRequest request = TrainingRequest.images(Path.of("photos")).withNetwork(NetworkOptions.of("resnet18"));
        for (TrainingOptions options :
                List.of(request.options(), request.with(Choice.PLAN, plan).options())) {
            ObjectNode json = (ObjectNode) RunJson.MAPPER.readTree(RunJson.MAPPER.writeValueAsString(options));
            assertThat(RunJson.MAPPER.treeToValue(json, TrainingOptions.class)).isEqualTo(options);
            json.remove("defaults");
            assertThat(RunJson.MAPPER.treeToValue(json, TrainingOptions.class).defaults())
                    .isNull();
        }
        assertThat(RunJson.MAPPER
                        .valueToTree(request.with(Choice.PLAN, plan).options())
                        .at("/tuning/plan")
                        .toString())
                .isEqualTo(PlanJson.write(plan));
    }
}
