package dev.graft.job;

import static org.assertj.core.api.Assertions.assertThat;

import dev.graft.data.Augmentation;
import dev.graft.data.DataSummary;
import dev.graft.method.Answer;
import dev.graft.method.Choice;
import dev.graft.method.DataFacts;
import dev.graft.method.FewImages;
import dev.graft.method.Method;
import dev.graft.method.Methods;
import dev.graft.method.ModelFacts;
import dev.graft.testing.Outlines;
import dev.graft.train.Recipe;
import dev.graft.tune.BatchNorms;
import dev.graft.tune.Numbers;
import dev.graft.tune.OptimizerSettings;
import dev.graft.tune.Plan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The guide's tables of defaults have the values of the code: those that stand in code font, but for options.
class DefaultsPageTest {
    private static final String ENGLISH = "docs/guide/defaults.md";
    private static final String KOREAN = "docs/guide/ko/defaults.md";

    private static final int OF_IMAGES = 0;
    private static final int OF_TEXTS = 1;
    private static final int OF_STRATEGIES = 2;
    private static final int OF_BOTH = 3;

    private static final Pattern CODE = Pattern.compile("`([^`]+)`");
    private static final List<String> LABELS = List.of("a", "b");
    private static final int MANY = 1_000_000;

    private static final TrainingRequest IMAGES = TrainingRequest.images(Path.of("photos"));
    private static final TrainingRequest TEXTS = TrainingRequest.texts(Path.of("reviews.csv"), "graft-nano-ko");

    @ParameterizedTest
    @ValueSource(strings = {ENGLISH, KOREAN})
    void imagesHaveTheDefaultsOfTheCode(String page) throws IOException {
        TrainingOptions solved = options(IMAGES, MANY);
        TrainingOptions views = options(IMAGES.with(Choice.AUGMENT, Augmentation.STRONG), MANY);
        TrainingOptions steps = options(IMAGES.with(Choice.OPTIMIZER, "adamw"), MANY);
        Plan plan = steps.plan(Outlines.SMALL);

        assertThat(plan.optimizer()).isEqualTo(OptimizerSettings.adamW());
        assertThat(plan.schedule().toString()).startsWith("Cosine");
        assertThat(steps.tuning().decaysVectors()).isTrue();
        assertSays(
                table(page, OF_IMAGES),
                Map.of(
                        "--model", values(solved.network().model()),
                        "--weights", values(solved.network().weights()),
                        "--strategy", values(solved.tuning().strategy()),
                        "--optimizer", values(solved.tuning().optimizer(), "adamw"),
                        "--epochs",
                                values(
                                        solved.tuning().epochs(),
                                        steps.tuning().epochs(),
                                        FewImages.MOST_EPOCHS,
                                        FewImages.STEPS),
                        "--batch", values(solved.data().batch(), FewImages.SMALLEST_BATCH, FewImages.BATCHES),
                        "--batch-norm",
                                values(
                                        BatchNorms.FREEZE_STATISTICS.word(),
                                        FewImages.STEPS_FOR_STATISTICS,
                                        steps.tuning().batchNorms().word()),
                        "--augment", values(word(steps.data().augment()), word(Augmentation.NONE)),
                        "--views", values(solved.data().views(), views.data().views()),
                        "--weight-decay", values(decay(plan))));
        assertSays(
                table(page, OF_IMAGES),
                Map.of(
                        "--schedule", values("cosine", steps.tuning().warmup()),
                        "--clip", values(clip(steps))));
    }

    @ParameterizedTest
    @ValueSource(strings = {ENGLISH, KOREAN})
    void textsHaveTheDefaultsOfTheCode(String page) throws IOException {
        TrainingOptions many = options(TEXTS, MANY);
        TrainingOptions few = options(TEXTS, 1);
        TrainingRequest full = TEXTS.with(Choice.STRATEGY, many.tuning().strategy());
        int fewOfAClass = IntStream.range(1, 1000)
                .filter(each -> options(TEXTS, each * LABELS.size())
                        .tuning()
                        .strategy()
                        .equals(few.tuning().strategy()))
                .max()
                .orElseThrow();
        int stepsAnEpoch = 100;
        int steps = stepsAnEpoch
                * options(full, stepsAnEpoch * many.data().batch()).tuning().epochs();

        assertThat(many.tuning().decaysVectors()).isFalse();
        assertSays(
                table(page, OF_TEXTS),
                Map.of(
                        "--model", values("graft-nano-ko"),
                        "--strategy",
                                values(many.tuning().strategy(), few.tuning().strategy(), fewOfAClass),
                        "--pooling",
                                values(Objects.requireNonNull(many.network().pooling())),
                        "--epochs",
                                values(
                                        few.tuning().epochs(),
                                        many.tuning().epochs(),
                                        options(full, 1).tuning().epochs(),
                                        steps),
                        "--batch", values(many.data().batch()),
                        "--weight-decay", values(decay(many.plan(Outlines.SMALL))),
                        "--schedule",
                                values(many.tuning().schedule(), many.tuning().warmup()),
                        "--clip", values(clip(many))));
    }

    @ParameterizedTest
    @ValueSource(strings = {ENGLISH, KOREAN})
    void strategiesHaveTheRatesOfTheCode(String page) throws IOException {
        List<List<String>> table = table(page, OF_STRATEGIES);
        for (Method method : Methods.all()) {
            List<String> row = row(table, method.word());
            assertThat(code(row.get(1))).as(method.word()).isEqualTo(rates(IMAGES, method));
            assertThat(code(row.get(2))).as(method.word()).isEqualTo(rates(TEXTS, method));
        }
        assertThat(row(table, "layer-decay").get(3)).contains("`--layer-decay " + defaultOf("layer_decay") + "`");
        assertThat(row(table, "lora").get(3)).contains("`--lora-rank " + defaultOf("lora_rank") + "`");
    }

    @ParameterizedTest
    @ValueSource(strings = {ENGLISH, KOREAN})
    void whatHoldsForBothIsThatOfTheCode(String page) throws IOException {
        TrainingRequest.Examples examples = IMAGES.examples();
        Recipe steps = IMAGES.steps();
        assertSays(
                table(page, OF_BOTH),
                Map.of(
                        "--val-fraction", values(examples.validationFraction()),
                        "--seed", values((int) steps.seed()),
                        "--per-class", values(examples.perClass()),
                        "--accumulate", values(steps.accumulation(), word(steps.precision())),
                        "--label-smoothing", values(steps.labelSmoothing(), steps.patience()),
                        "--device", values(IMAGES.device())));
    }

    private static TrainingOptions options(TrainingRequest request, int training) {
        DataSummary summary = new DataSummary(
                request.kind(),
                "folders",
                LABELS,
                Map.of("train", training),
                Map.of(),
                Map.of(),
                List.of(),
                Map.of(),
                List.of(),
                null);
        return request.options(
                new DataFacts(summary), Optional.of(new ModelFacts(Outlines.SMALL, OptionalDouble.empty())));
    }

    private static List<String> rates(TrainingRequest request, Method method) {
        Map<String, Answer> defaults = Objects.requireNonNull(
                request.with(Choice.STRATEGY, method.word()).options().defaults());
        return Stream.of(Choice.LEARNING_RATE, Choice.BACKBONE_RATE)
                .filter(choice -> defaults.containsKey(choice.name()))
                .map(choice -> Objects.requireNonNull(defaults.get(choice.name())))
                .map(answer -> text(answer.value()))
                .toList();
    }

    /// Of the one method that has it.
    private static String defaultOf(String choice) {
        return Methods.all().stream()
                .map(method -> IMAGES.with(Choice.STRATEGY, method.word()).options())
                .map(options -> Objects.requireNonNull(options.defaults()).get(choice))
                .filter(Objects::nonNull)
                .map(answer -> text(answer.value()))
                .findFirst()
                .orElseThrow();
    }

    private static double decay(Plan plan) {
        return plan.phases().getFirst().groups().getLast().weightDecay();
    }

    private static double clip(TrainingOptions options) {
        return Objects.requireNonNull(options.steps().clip());
    }

    private static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    private static List<String> values(Object... values) {
        return Stream.of(values).map(DefaultsPageTest::text).toList();
    }

    private static String text(Object value) {
        return value instanceof Double number ? Numbers.text(number) : value.toString();
    }

    private static void assertSays(List<List<String>> table, Map<String, List<String>> expected) {
        expected.forEach((option, values) ->
                assertThat(code(row(table, option).get(1))).as(option).containsExactlyInAnyOrderElementsOf(values));
    }

    private static List<String> row(List<List<String>> table, String name) {
        return table.stream()
                .filter(row -> row.getFirst().contains("`" + name + "`"))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no row of " + name));
    }

    private static List<String> code(String cell) {
        return CODE.matcher(cell)
                .results()
                .map(found -> found.group(1))
                .filter(code -> !code.startsWith("--"))
                .toList();
    }

    /// The cells of the table that is the n-th of the page.
    private static List<List<String>> table(String page, int n) throws IOException {
        Map<Integer, List<List<String>>> tables = new LinkedHashMap<>();
        int number = 0;
        for (String line : Files.readAllLines(Path.of("..").resolve(page))) {
            if (line.startsWith("|")) {
                List<String> cells = List.of(line.substring(1).split("\\|"));
                tables.computeIfAbsent(number, first -> new ArrayList<>()).add(cells);
            } else if (tables.containsKey(number)) {
                number++;
            }
        }
        return Objects.requireNonNull(tables.get(n));
    }
}
