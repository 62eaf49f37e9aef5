package dev.graft.tune;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.graft.nn.Network;
import dev.graft.testing.Golden;
import dev.graft.torch.Device;
import dev.graft.tune.ResolvedPlan.ResolvedPhase;
import dev.graft.zoo.NetworkOptions;
import dev.graft.zoo.Zoo;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// What each method comes to on ResNet-18 with ten classes.
class MethodsTest {
    private static final Plan.Rates RATES = Plan.Rates.DEFAULT;
    private static final NetworkOutline RESNET18 = outline("resnet18");

    /// One plan of every method.
    static List<Plan> all() {
        return List.of(
                Plans.featureExtraction(RESNET18, 10, 1e-3),
                Plans.lastStages(RESNET18, 1, 10, RATES),
                Plans.full(RESNET18, 10, RATES),
                Plans.discriminative(RESNET18, 10, RATES),
                Plans.layerDecay(RESNET18, 10, 1e-3, 0.75),
                Plans.gradual(RESNET18, List.of(3, 6), 10, RATES),
                Plans.gradualWhenStalled(RESNET18, 2, 3, 10, RATES),
                Plans.probeThenFineTune(RESNET18, 4, 2, 10, RATES),
                Plans.solvedHead(RESNET18),
                Plans.solvedProbeThenFineTune(RESNET18, 10, RATES),
                Plans.fineTune(RESNET18, 1, 9, 2e-3),
                Plans.surgical(RESNET18, List.of("layer1"), 10, RATES).withBatchNorms(BatchNorms.TRAIN_FROZEN),
                Plans.normOnly(RESNET18, 10, RATES),
                Plans.biasOnly(RESNET18, 10, RATES));
    }

    @Test
    void everyMethodTrainsTheHeadAndFitsTheNetwork() {
        for (Plan plan : all()) {
            for (ResolvedPhase phase : plan.resolve(RESNET18).phases()) {
                assertThat(phase.parameters()).as(plan.name()).contains("fc.weight", "fc.bias");
            }
        }
    }

    @Test
    void gradualUnfreezingIsTheTutorials() {
        ResolvedPlan plan = Plans.gradual(RESNET18, List.of(3, 6), 10, new Plan.Rates(1e-4, 1e-4))
                .resolve(RESNET18);
        assertThat(plan.phases()).extracting(ResolvedPhase::fromEpoch).containsExactly(0, 3, 6);
        assertThat(plan.phases())
                .extracting(ResolvedPhase::trainableCount)
                .containsExactly(5_130L, 8_398_858L, 10_498_570L);
        assertThat(plan.describe()).isEqualTo("""
                gradual unfreezing of resnet18: 10 epochs; Adam, betas 0.9 0.999, eps 1e-8; constant rate
                epochs 1 to 3: fc; 5,130 of 11,181,642 parameters train
                  group  parameters  learning rate  weight decay  selects
                  fc          5,130           1e-4             0  fc
                  frozen: stem, layer1, layer2, layer3, layer4
                  batch norms: all keep their statistics
                after 3 epochs, epochs 4 to 6: + layer4; 8,398,858 of 11,181,642 parameters train
                  group   parameters  learning rate  weight decay  selects
                  fc           5,130           1e-4             0  fc
                  layer4   8,393,728           1e-4             0  layer4
                  frozen: stem, layer1, layer2, layer3
                  batch norms: those of layer4 learn the statistics of the batches, the others keep theirs
                after 6 epochs, epochs 7 to 10: + layer3; 10,498,570 of 11,181,642 parameters train
                  group   parameters  learning rate  weight decay  selects
                  fc           5,130           1e-4             0  fc
                  layer4   8,393,728           1e-4             0  layer4
                  layer3   2,099,712           1e-4             0  layer3
                  frozen: stem, layer1, layer2
                  batch norms: those of layer3, layer4 learn the statistics of the batches, the others keep theirs""");
    }

    @Test
    void stagesJoinEverySoManyEpochsOrWhenValidationStalls() {
        assertThat(Plans.gradualEvery(RESNET18, 2, 4, 9, RATES).phases())
                .extracting(Phase::fromEpoch)
                .containsExactly(0, 2, 4, 6, 8);
        assertThatThrownBy(() -> Plans.gradualEvery(RESNET18, 2, 4, 8, RATES))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("expected 4 stages")
                .hasMessageContaining("of 8 epochs, found one every 2");
        assertThatThrownBy(() -> Plans.gradual(RESNET18, List.of(3, 12), 10, RATES))
                .hasMessage("plan: a phase from epoch 12 is past the end; the last of 10 epochs is 9");

        Plan plan = Plans.gradualWhenStalled(RESNET18, 2, 3, 12, RATES);
        assertThat(plan.phases()).extracting(Phase::fromEpoch).containsExactly(0, 3, 6, 9);
        // best in epoch 0, then none better in 1 and 2: the phase due at 3 at the latest begins there all the same
        assertThat(groups(plan, 3, List.of(1.0, 1.1, 1.2))).containsExactly("fc", "layer4");
        // stalled after epochs 4 and 5 of the second phase, whose best is its first
        assertThat(groups(plan, 5, List.of(1.0, 0.9, 0.8, 0.7, 0.71))).containsExactly("fc", "layer4");
        assertThat(groups(plan, 6, List.of(1.0, 0.9, 0.8, 0.7, 0.71, 0.72))).containsExactly("fc", "layer4", "layer3");
        assertThat(groups(plan, 8, List.of(1.0, 0.9, 0.8, 0.7, 0.6, 0.5, 0.4, 0.3)))
                .containsExactly("fc", "layer4", "layer3");
        Plan patient = Plans.gradualWhenStalled(RESNET18, 1, 2, 12, RATES);
        assertThat(groups(patient, 2, List.of(1.0, 1.1))).containsExactly("fc", "layer4");
        assertThat(groups(patient, 4, List.of(1.0, 1.1, 1.0, 1.1))).containsExactly("fc", "layer4", "layer3");
        assertThat(groups(patient, 3, List.of(1.0, 0.9, 0.8))).containsExactly("fc");
    }

    @Test
    void probeThenFineTuneStartsTheSecondPartWhenTheHeadHasConverged() {
        Plan plan = Plans.probeThenFineTune(RESNET18, 6, 2, 10, new Plan.Rates(1e-5, 1e-2));
        assertThat(plan.learningRates(5, 1)).isEqualTo(Map.of("head", 1e-2));
        assertThat(plan.learningRates(6, 1)).isEqualTo(Map.of("backbone", 1e-5, "head", 1e-5));
        // the cosine runs over what is left: from epoch 4 on here
        List<Double> stalled = List.of(1.0, 0.5, 0.6, 0.7);
        assertThat(plan.learningRates(4, 1, stalled)).isEqualTo(Map.of("backbone", 1e-5, "head", 1e-5));
        List<Double> later = List.of(1.0, 0.5, 0.6, 0.7, 0.4, 0.4, 0.4);
        assertThat(plan.learningRates(7, 1, later).get("head")).isCloseTo(0.5e-5, within(1e-15));
        assertThat(plan.phases().getLast().resetsOptimizer()).isTrue();
    }

    @Test
    void fineTuneHasFastaisNumbers() {
        Plan plan = Plans.fineTune(RESNET18, 1, 4, 2e-3);
        assertThat(plan.optimizer()).isEqualTo(new OptimizerSettings.AdamW(0.9, 0.99, 1e-5));
        ResolvedPlan resolved = plan.resolve(RESNET18);
        assertThat(resolved.at(0).groups())
                .extracting(group -> group.group().name())
                .containsExactly("norms", "head");
        assertThat(resolved.at(0).statisticsStages()).hasSize(6);
        assertThat(plan.at(0).groups()).allMatch(group -> !group.decaysVectors() && group.weightDecay() == 0.01);
        assertThat(plan.at(0).groups().getFirst().learningRate()).isCloseTo(2e-4, within(1e-15));
        List<Double> rates =
                plan.at(1).groups().stream().map(Group::learningRate).toList();
        assertThat(rates.getFirst()).isCloseTo(1e-5, within(1e-15));
        assertThat(rates.getLast()).isCloseTo(1e-3, within(1e-15));
        // the peak of the first cycle is at its end, of the second at three tenths
        assertThat(plan.learningRates(0, 100).get("head")).isCloseTo(2e-3 / 25, within(1e-12));
        assertThat(plan.learningRates(98, 100).get("head")).isCloseTo(2e-3, within(1e-12));
        assertThat(plan.learningRates(100, 100).get("fc")).isCloseTo(1e-3 / 5, within(1e-12));
        assertThat(plan.learningRates(219, 100).get("fc")).isCloseTo(1e-3, within(1e-12));
        assertThat(plan.learningRates(499, 100).get("fc")).isCloseTo(1e-3 / 1e5, within(1e-12));
        assertThat(plan.momentum(219, 100, List.of()).orElseThrow()).isCloseTo(0.85, within(1e-12));
    }

    @Test
    void discriminativeRatesRiseByOneFactorFromStageToStage() {
        List<Group> groups = Plans.discriminative(RESNET18, 10, new Plan.Rates(1e-5, 1e-3))
                .at(0)
                .groups();
        assertThat(groups)
                .extracting(Group::name)
                .containsExactly("stem", "layer1", "layer2", "layer3", "layer4", "fc");
        for (int i = 0; i < 6; i++) {
            assertThat(groups.get(i).learningRate()).isCloseTo(1e-5 * Math.pow(100, i / 5.0), within(1e-15));
        }
        assertThatThrownBy(() -> Plans.discriminative(RESNET18, 10, new Plan.Rates(0, 1e-3)))
                .hasMessage("discriminative: expected rates above 0, found 0.0 and 0.001");
    }

    @Test
    void layerDecayGoesByBlocks() {
        assertThat(Plans.layerDecay(RESNET18, 10, 1, 0.75).at(0).groups())
                .extracting(Group::name)
                .containsExactly(
                        "stem",
                        "layer1.0",
                        "layer1.1",
                        "layer2.0",
                        "layer2.1",
                        "layer3.0",
                        "layer3.1",
                        "layer4.0",
                        "layer4.1",
                        "fc");
        NetworkOutline mobilenet = outline("mobilenet_v2");
        assertThat(Plans.layerDecay(mobilenet, 10, 1, 0.75)
                        .resolve(mobilenet)
                        .at(0)
                        .trainableCount())
                .isEqualTo(mobilenet.parameterCount());
        assertThat(Plans.layerDecay(mobilenet, 10, 1, 0.75).at(0).groups()).hasSize(20);
        assertThatThrownBy(() -> Plans.layerDecay(RESNET18, 10, 1, 1.5))
                .hasMessage("layer decay: expected above 0 and at most 1, found 1.5");
    }

    @Test
    void normsAndBiasesAreCountedByFormula() {
        // ResNet-18: 20 batch norms of 64 to 512 channels, 4,800 channels in all; convolutions have no bias
        ResolvedPhase norms =
                Plans.normOnly(RESNET18, 10, RATES).resolve(RESNET18).at(0);
        assertThat(norms.trainableCount()).isEqualTo(2 * 4_800 + 5_130);
        ResolvedPhase biases =
                Plans.biasOnly(RESNET18, 10, RATES).resolve(RESNET18).at(0);
        assertThat(biases.trainableCount()).isEqualTo(4_800 + 5_130);
        NetworkOutline squeezenet = outline("squeezenet1_1");
        assertThatThrownBy(() -> Plans.normOnly(squeezenet, 10, RATES))
                .hasMessage("norm only: squeezenet1_1 has no norms before its head");
    }

    @Test
    void chosenStagesAreNamedWithTheirNeighboursWhenThereAreNone() {
        Plan plan = Plans.surgical(RESNET18, List.of("layer1", "fc"), 10, RATES);
        assertThat(plan.resolve(RESNET18).at(0).trainingStages()).containsExactly("layer1", "fc");
        assertThatThrownBy(() ->
                        Plans.surgical(RESNET18, List.of("leyer1"), 10, RATES).resolve(RESNET18))
                .hasMessage(
                        "group chosen stages: 'leyer1' matches nothing in resnet18; nearest: layer1, layer2, layer3");
    }

    @Test
    void theHeadAloneIsNoChoiceOfStages() {
        assertThatThrownBy(() -> Plans.surgical(RESNET18, List.of("fc"), 10, RATES))
                .hasMessage(
                        "surgical: expected stages to train besides the head, which is always trained, found [fc]; there are"
                                + " stem, layer1, layer2, layer3, layer4");
    }

    @Test
    void whatIsFrozenInsideAStageIsSaid() {
        assertThat(Plans.biasOnly(RESNET18, 10, RATES).resolve(RESNET18).describe())
                .contains("  frozen: all that is not selected of stem, layer1, layer2, layer3, layer4\n");
        Plan one = Plan.of(1, new Group("some", List.of("layer4", "fc.bias"), 1e-3, 0));
        assertThat(one.resolve(RESNET18).describe())
                .startsWith("groups of resnet18: 1 epoch; ")
                .contains("\nepoch 1: some; ")
                .contains("  frozen: stem, layer1, layer2, layer3; all that is not selected of fc\n");
    }

    @Test
    void whatMayNotBeMeantIsNoted() {
        assertThat(all())
                .allSatisfy(plan -> assertThat(plan.resolve(RESNET18).notes(60)).isEmpty());
        assertThat(Plan.of(3, new Group("late", List.of("layer4"), 0, 0))
                        .resolve(RESNET18)
                        .notes(60))
                .satisfiesExactly(
                        head -> assertThat(head).startsWith("the head, fc, is in no group and is never trained"),
                        idle -> assertThat(idle).startsWith("learning rate 0: late will not be trained"));
    }

    /// `OneCycleLR` over one or two steps ends before it has begun.
    @Test
    void tooFewStepsForAScheduleAreNoted() {
        ResolvedPlan plan = Plans.fineTune(RESNET18, 1, 4, 2e-3).resolve(RESNET18);
        assertThat(plan.notes(1))
                .hasSize(1)
                .first()
                .asString()
                .startsWith("epoch 1: 1 optimizer step is too few for the"
                        + " schedule (one cycle, by step): the rate of head gets to 2e-8, not to 2e-3");
        assertThat(plan.notes(2)).hasSize(1).first().asString().contains("2 optimizer steps are", "gets to 8e-5");
        assertThat(plan.notes(3)).isEmpty();
        Plan whole = Plan.of(1, new Group("all", List.of("layer4", "fc"), 1e-3, 0));
        assertThat(whole.withSchedule(Schedule.oneCycle(), Interval.STEP)
                        .resolve(RESNET18)
                        .notes(1))
                .hasSize(1);
        assertThat(whole.resolve(RESNET18).notes(1)).isEmpty();
    }

    @Test
    void adaptersNeedAdapters() {
        assertThatThrownBy(() -> Plans.adapters(RESNET18, 10, RATES))
                .hasMessage("adapters: resnet18 has none; add them before making the plan (LoRA)");
    }

    @Test
    void batchNormsOfFrozenStagesLearnOnlyWhenToldTo() {
        Plan plan = Plans.featureExtraction(RESNET18, 10, 1e-3);
        assertThat(plan.resolve(RESNET18).at(0).statisticsStages()).containsExactly("fc");
        ResolvedPlan training = plan.withBatchNorms(BatchNorms.TRAIN_FROZEN).resolve(RESNET18);
        assertThat(training.at(0).statisticsStages()).containsAll(RESNET18.batchNorms());
        assertThat(training.describe()).endsWith("  batch norms: all learn the statistics of the batches");
    }

    @Test
    void aPlateauIsPyTorchs() {
        JsonNode golden = Golden.json("trajectories/values.json").get("plateau");
        List<Double> losses = new ArrayList<>();
        golden.get("losses").forEach(loss -> losses.add(loss.asDouble()));
        for (JsonNode one : golden.get("cases")) {
            JsonNode settings = one.get("settings");
            Schedule schedule = new Schedule.Plateau(
                    settings.get("factor").asDouble(),
                    settings.get("patience").asInt(),
                    settings.path("threshold").asDouble(1e-4),
                    settings.path("cooldown").asInt(0),
                    settings.path("min_lr").asDouble(0));
            for (int epoch = 0; epoch < losses.size(); epoch++) {
                assertThat(schedule.at(1, epoch, 100, losses.subList(0, epoch)))
                        .as("%s before epoch %d", settings, epoch)
                        .isCloseTo(one.get("rates").get(epoch).asDouble(), within(1e-12));
            }
        }
    }

    @Test
    void aWarmUpRisesToTheFirstRateOfAnySchedule() {
        for (Schedule then : ScheduleTest.kinds()
                .filter(kind -> !(kind instanceof Schedule.WarmUp))
                .toList()) {
            Schedule warm = then.withWarmUp(Span.ticks(4));
            double first = then.at(1, 0, 16);
            for (int tick = 0; tick < 4; tick++) {
                assertThat(warm.at(1, tick, 20)).isCloseTo(first * tick / 4, within(1e-12));
            }
            for (int tick = 4; tick < 20; tick++) {
                assertThat(warm.at(1, tick, 20)).isEqualTo(then.at(1, tick - 4, 16));
            }
        }
    }

    private static List<String> groups(Plan plan, int epoch, List<Double> losses) {
        return plan.at(epoch, losses).groups().stream().map(Group::name).toList();
    }

    private static NetworkOutline outline(String name) {
        try (Network network = Zoo.create(name, NetworkOptions.of(10), Device.CPU)) {
            return NetworkOutline.of(network);
        }
    }
}
