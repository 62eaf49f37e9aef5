package dev.graft.job;

import static dev.graft.job.Runs.HUB;
import static dev.graft.job.Runs.bytes;
import static dev.graft.job.Runs.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.graft.data.Augmentation;
import dev.graft.data.DataSummary;
import dev.graft.data.Kind;
import dev.graft.job.TrainingOptions.NetworkOptions;
import dev.graft.method.Answer;
import dev.graft.method.Choice;
import dev.graft.method.DataFacts;
import dev.graft.method.ModelFacts;
import dev.graft.nn.Network;
import dev.graft.testing.Outlines;
import dev.graft.testing.Surfaces;
import dev.graft.testing.ToyBert;
import dev.graft.torch.Device;
import dev.graft.torch.Threads;
import dev.graft.train.Averaging;
import dev.graft.train.Mixing;
import dev.graft.train.Recipe;
import dev.graft.train.RunJson;
import dev.graft.train.TrainingEvent;
import dev.graft.tune.Group;
import dev.graft.tune.NetworkOutline;
import dev.graft.tune.OptimizerSettings;
import dev.graft.tune.Plan;
import dev.graft.zoo.Zoo;
import dev.graft.zoo.encoder.EncoderConfig;
import dev.graft.zoo.encoder.EncoderHead;
import dev.graft.zoo.encoder.Encoders;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/// When a head is solved though nobody asked for it, and what a run says of it.
class SolvedTrainingTest {
    @TempDir
    static Path shared;

    private static Path data = Path.of("");

    @TempDir
    Path folder;

    /// 3 x 12 images, of which 2 a class become the validation part: 30 to train on.
    @BeforeAll
    static void draw() throws IOException {
        data = Surfaces.classes(shared.resolve("surfaces"), 12);
    }

    @AfterAll
    static void giveTheThreadsBack() {
        Threads.set(Threads.available());
    }

    private static TrainingRequest photos() {
        return TrainingRequest.images(Path.of("photos")).with(Choice.STRATEGY, "feature-extraction");
    }

    private static final Plan SOLVED =
            Plan.of(1, new Group("fc", List.of("fc"), 0, 0)).withOptimizer(OptimizerSettings.solve());

    private static TrainingOptions options(TrainingRequest request, NetworkOutline outline) {
        return options(request, outline, 1000);
    }

    private static DataSummary counts(Kind kind, int training) {
        return new DataSummary(
                kind,
                "folders",
                List.of("a", "b"),
                Map.of("train", training),
                Map.of("train", Map.of("a", training / 2, "b", training / 2)),
                Map.of(),
                List.of(),
                Map.of(),
                List.of(),
                null);
    }

    private static TrainingOptions options(TrainingRequest request, NetworkOutline outline, int training) {
        return request.options(
                new DataFacts(counts(request.kind(), training)),
                Optional.of(new ModelFacts(outline, OptionalDouble.empty())));
    }

    @Test
    void aHeadIsSolvedWhereNothingIsSaidOfSteps() {
        TrainingOptions options = options(photos(), Outlines.SMALL);
        assertThat(options.tuning().solvesAlone()).isTrue();
        assertThat(options.defaults())
                .containsEntry("optimizer", new Answer("solve", "method"))
                .containsEntry("epochs", new Answer(1, "method"));
        assertThat(options.data().views()).isZero();
        Plan plan = options.plan(Outlines.SMALL);
        assertThat(plan.optimizer()).isEqualTo(OptimizerSettings.solve());
        assertThat(plan.epochs()).isOne();
        assertThat(photos().options().tuning().solves())
                .as("before the network is known")
                .isFalse();
    }

    static Stream<TrainingRequest> sayingSomethingOfSteps() {
        TrainingRequest plain = photos();
        return Stream.of(
                plain.with(Choice.OPTIMIZER, "adamw"),
                plain.with(Choice.LEARNING_RATE, 1e-3),
                plain.with(Choice.SCHEDULE, "constant"),
                plain.with(Choice.EPOCHS, 10),
                plain.with(Choice.WEIGHT_DECAY, 0.01),
                plain.with(Choice.WARMUP, 0.1),
                plain.with(Choice.DECAYS_VECTORS, false),
                plain.withSteps(Recipe.DEFAULT.withPatience(3)),
                plain.withSteps(Recipe.DEFAULT.withMixing(Mixing.mixup(0.2))),
                plain.withSteps(Recipe.DEFAULT.withMixing(Mixing.cutmix(1))),
                plain.withSteps(Recipe.DEFAULT.withLabelSmoothing(0.1)),
                plain.withSteps(Recipe.DEFAULT.withAveraging(new Averaging.Ema(0.9, true))),
                plain.withSteps(Recipe.DEFAULT.withAccumulation(2)),
                plain.withSteps(Recipe.DEFAULT.withClip(1)),
                plain.withNetwork(new NetworkOptions("graft-nano", "pretrained", 0, 3, 0.3, 0, null, null, null)));
    }

    /// To the byte what it was before heads were solved: the plan goes by the same answers as without a
    /// network.
    @ParameterizedTest
    @MethodSource("sayingSomethingOfSteps")
    void whoeverSaysSomethingOfStepsGetsSteps(TrainingRequest request) {
        TrainingOptions options = options(request, Outlines.SMALL);
        assertThat(options.tuning().solves()).isFalse();
        assertThat(options.plan(Outlines.SMALL)).isEqualTo(request.options().plan(Outlines.SMALL));
    }

    @Test
    void solvingAndSomethingOfStepsAreNotAskedForTogether() {
        TrainingRequest solved = photos().with(Choice.OPTIMIZER, "solve");
        assertThatThrownBy(() -> solved.with(Choice.EPOCHS, 10)
                        .withSteps(Recipe.DEFAULT.withPatience(2))
                        .options())
                .hasMessage("optimizer: solve takes no steps; leave out epochs, patience, or use adamw");
        assertThat(solved.options().tuning().solvesAlone()).isTrue();
    }

    @Test
    void theDefaultOfProbeThenFineTuneSolvesItsFirstPhase() {
        TrainingRequest request =
                TrainingRequest.images(Path.of("photos")).with(Choice.STRATEGY, "probe-then-fine-tune");
        TrainingOptions options = options(request.with(Choice.AUGMENT, Augmentation.STRONG), Outlines.SMALL);
        Plan plan = options.plan(Outlines.SMALL);
        assertThat(plan.phases()).hasSize(2);
        assertThat(plan.phases().getFirst().optimizer()).contains(OptimizerSettings.solve());
        assertThat(plan.phases().getFirst().groups())
                .extracting(Group::selectors)
                .containsExactly(List.of("fc"));
        assertThat(plan.phases().getLast().fromEpoch()).isOne();
        assertThat(plan.solves(plan.phases().getLast())).isFalse();
        assertThat(options.data().views())
                .as("the second phase sees new ones each epoch")
                .isZero();
        assertThat(options(request.with(Choice.EPOCHS, 6), Outlines.SMALL)
                        .plan(Outlines.SMALL)
                        .solves())
                .isFalse();
        TrainingOptions asked = options(request.with(Choice.EPOCHS, 6).with(Choice.OPTIMIZER, "solve"), Outlines.SMALL);
        assertThat(asked.plan(Outlines.SMALL).epochs()).isEqualTo(6);
        assertThat(asked.fromScratch().tuning().epochs()).isEqualTo(6);
    }

    @Test
    void solvingIsRefusedWhereTheHeadIsNeverAlone() {
        assertThatThrownBy(() -> TrainingRequest.images(Path.of("photos"))
                        .with(Choice.STRATEGY, "full")
                        .with(Choice.OPTIMIZER, "solve")
                        .options())
                .hasMessage(
                        "optimizer: solve is for feature-extraction, probe-then-fine-tune, in which the head is alone;"
                                + " the strategy is full");
    }

    @Test
    void headsThatAreMoreThanALinearLayerAreStepped() throws IOException {
        try (Network squeezenet = Zoo.create("squeezenet1_1", 2, 3, Device.CPU)) {
            requireStepped(photos(), squeezenet);
        }
        Path model = ToyBert.write(folder.resolve("distilbert"));
        Files.writeString(model.resolve("config.json"), """
                {"model_type": "distilbert", "dim": 16, "n_layers": 1, "n_heads": 2, "hidden_dim": 32,
                 "vocab_size": 20, "max_position_embeddings": 16, "pad_token_id": 0}""");
        EncoderConfig config = EncoderConfig.read(model);
        try (Network distilbert = Encoders.create(config, new EncoderHead.Classification(2, true), Device.CPU)) {
            requireStepped(
                    TrainingRequest.texts(Path.of("texts.csv"), "distilbert")
                            .with(Choice.STRATEGY, "feature-extraction"),
                    distilbert);
        }
        requireStepped(photos().withNetwork(NetworkOptions.of("graft-nano").withWeights("none")), Outlines.SMALL);
    }

    private static void requireStepped(TrainingRequest request, Network network) {
        requireStepped(request, NetworkOutline.of(network));
    }

    private static void requireStepped(TrainingRequest request, NetworkOutline outline) {
        TrainingOptions options = options(request, outline);
        assertThat(options.tuning().solves()).isFalse();
        assertThat(options.tuning().epochs()).isGreaterThan(1);
    }

    @Test
    void augmentationThatIsAskedForGivesViews() {
        TrainingOptions options = options(photos().with(Choice.AUGMENT, Augmentation.STRONG), Outlines.SMALL);
        assertThat(options.data().views()).isEqualTo(4);
        assertThat(options.defaults()).containsEntry("views", new Answer(4, "method"));
        assertThat(options(photos().with(Choice.AUGMENT, Augmentation.NONE), Outlines.SMALL)
                        .data()
                        .views())
                .isZero();
        TrainingOptions planned = TrainingRequest.images(Path.of("photos"))
                .with(Choice.PLAN, SOLVED)
                .with(Choice.AUGMENT, Augmentation.LIGHT)
                .options();
        assertThat(planned.data().views()).isEqualTo(4);
        assertThat(planned.defaults()).containsEntry("views", new Answer(4, "plan file"));
    }

    /// Of 30 images, batches of 8 would make more steps, but there are none.
    @Test
    void aHeadThatIsSolvedHasTheUsualBatchAndNothingOfSteps() {
        TrainingOptions options = options(photos(), Outlines.SMALL, 30);
        assertThat(options.tuning().solvesAlone()).isTrue();
        assertThat(options.defaults())
                .containsEntry("batch", new Answer(32, "kind of examples"))
                .doesNotContainKeys("learning_rate", "schedule", "warmup", "decays_vectors", "clip", "batch_norm");
        TrainingOptions planned =
                options(TrainingRequest.images(Path.of("photos")).with(Choice.PLAN, SOLVED), Outlines.SMALL, 30);
        assertThat(planned.data().batch()).isEqualTo(32);
        assertThat(options(photos().with(Choice.OPTIMIZER, "adamw"), Outlines.SMALL, 30)
                        .data()
                        .batch())
                .isEqualTo(8);
    }

    /// What it is compared with takes as many steps as 30 images need, and at a rate, which a plan that solves has not.
    @Test
    void fewImagesFromScratchTakeStepsAsIsUsual() {
        TrainingRequest planned = TrainingRequest.images(Path.of("photos")).with(Choice.PLAN, SOLVED);
        for (TrainingRequest request : List.of(photos(), planned)) {
            TrainingOptions scratch = options(request, Outlines.SMALL, 30).fromScratch(counts(Kind.IMAGE, 30));
            assertThat(scratch.data().batch()).isEqualTo(8);
            assertThat(scratch.tuning().epochs()).isEqualTo(30);
            assertThat(scratch.tuning().learningRate()).isEqualTo(1e-3);
            assertThat(scratch.defaults()).containsEntry("epochs", new Answer(30, "data"));
        }
        assertThat(options(photos().with(Choice.BATCH, 4), Outlines.SMALL, 30)
                        .fromScratch(counts(Kind.IMAGE, 30))
                        .data()
                        .batch())
                .isEqualTo(4);
    }

    @Test
    void aTrainingFromScratchTakesSteps() {
        TrainingOptions scratch = options(photos(), Outlines.SMALL).fromScratch();
        assertThat(scratch.tuning().solves()).isFalse();
        assertThat(scratch.tuning().epochs()).isEqualTo(10);
        assertThat(scratch.defaults())
                .containsEntry("epochs", new Answer(10, "comparison"))
                .doesNotContainKey("optimizer");
    }

    private TrainingRequest nano() {
        return TrainingRequest.images(data)
                .withNetwork(Surfaces.options(data).values().network())
                .withThreads(1)
                .withDevice("cpu");
    }

    @Test
    void aRunSaysHowItsHeadWasSolvedAndGoesOnBySolvingAgain() throws IOException {
        Path whole = folder.resolve("whole");
        try (TrainingJob job = TrainingJob.of(nano(), HUB)) {
            job.tuning().run(whole);
        }
        List<String> lines = Files.readAllLines(whole.resolve("metrics.jsonl"));
        assertThat(lines).hasSize(1);
        JsonNode solved = RunJson.LINES.readTree(lines.getFirst()).get("solved");
        assertThat(solved.propertyNames())
                .containsExactly("strength", "cross_validated_loss", "folds", "views", "iterations", "at_edge");
        assertThat(solved.get("strength").asDouble()).isPositive();
        assertThat(solved.get("folds").asInt()).isEqualTo(5);
        assertThat(solved.get("views").asInt()).isOne();
        assertThat(json(whole).at("/plan/optimizer/type").asString()).isEqualTo("solve");
        assertThat(json(whole).at("/recipe/defaults/optimizer/value").asString())
                .isEqualTo("solve");

        Path broken = folder.resolve("broken");
        try (TrainingJob job = TrainingJob.of(nano(), HUB)) {
            assertThatThrownBy(() -> job.tuning()
                            .withListener(event -> {
                                if (event instanceof TrainingEvent.BatchDone) {
                                    throw new IllegalStateException("power cut");
                                }
                            })
                            .run(broken))
                    .hasMessage("power cut");
        }
        if (Files.exists(broken.resolve("run.json"))) {
            try (TrainingJob job = TrainingJob.resumed(broken, HUB)) {
                job.tuning().resume(broken);
            }
        } else {
            try (TrainingJob job = TrainingJob.of(nano(), HUB)) {
                job.tuning().run(broken);
            }
        }
        assertThat(bytes(broken)).isEqualTo(bytes(whole));
    }

    /// Of a BERT with its pooler, and of a sentence encoder, whose head stands on the mean of the tokens.
    @ParameterizedTest
    @ValueSource(strings = {"cls", "mean"})
    void theHeadOfATextModelIsSolved(String pooling) throws IOException {
        List<String> rows = new ArrayList<>(List.of("text,label"));
        for (int i = 0; i < 40; i++) {
            String words = String.join(" ", ToyBert.WORDS.subList(i % 5, i % 5 + 2 + i % 3));
            rows.add((i % 2 == 0 ? "good " : "bad ") + words + (i % 2 == 0 ? ",yes" : ",no"));
        }
        Path reviews = Files.write(folder.resolve("reviews.csv"), rows);
        Path model = ToyBert.write(folder.resolve("bert"));
        TrainingRequest request = TrainingRequest.texts(reviews, model.toString())
                .with(Choice.STRATEGY, "feature-extraction")
                .with(Choice.OPTIMIZER, "solve")
                .withThreads(1)
                .withDevice("cpu");
        request = request.withNetwork(request.network().withWeights("none").withPooling(pooling));
        try (TrainingJob job = TrainingJob.of(request, HUB)) {
            assertThat(job.tuning().plan().solves()).isTrue();
            Run run = job.tuning().run(folder.resolve("run"));
            assertThat(run.history().epochs()).hasSize(1);
            assertThat(run.history().epochs().getFirst().solvedLine()).isPresent();
            assertThat(run.history().epochs().getFirst().trainAccuracy()).isGreaterThan(0.6);
        }
    }
}
