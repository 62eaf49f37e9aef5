package dev.graft.tune;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.graft.tune.NetworkOutline.Parameter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PlanTest {
    /// A small network with names like those of a ResNet.
    static final NetworkOutline NETWORK = new NetworkOutline(
            "small",
            List.of("stem", "layer1", "layer2", "fc"),
            "fc",
            List.of(
                    Parameter.of("conv1.weight", "stem", 1, 100),
                    Parameter.of("layer1.0.conv.weight", "layer1", 1, 1_000),
                    Parameter.of("layer1.0.bn.bias", "layer1", 10),
                    Parameter.of("layer2.0.conv.weight", "layer2", 1, 2_000),
                    Parameter.of("layer2.0.bn.bias", "layer2", 20),
                    Parameter.of("fc.weight", "fc", 1, 50),
                    Parameter.of("fc.bias", "fc", 5)),
            List.of("layer1", "layer2"));

    static LongStream seeds() {
        return LongStream.range(0, 50);
    }

    @Test
    void featureExtractionTrainsTheHeadAlone() {
        ResolvedPlan plan = Plans.featureExtraction(NETWORK, 3, 1e-3).resolve(NETWORK);
        ResolvedPlan.ResolvedPhase phase = plan.at(2);
        assertThat(phase.trainingStages()).containsExactly("fc");
        assertThat(phase.frozenStages()).containsExactly("stem", "layer1", "layer2");
        assertThat(phase.parameters()).containsExactly("fc.weight", "fc.bias");
        assertThat(phase.trainableCount()).isEqualTo(55);
        assertThat(plan.plan().learningRates(5, 2)).isEqualTo(Map.of("head", 1e-3));
    }

    @Test
    void lastStagesTrainsThemAndTheHeadAtTheirOwnRates() {
        Plan plan = Plans.lastStages(NETWORK, 2, 5, Plan.Rates.DEFAULT);
        ResolvedPlan.ResolvedPhase phase = plan.resolve(NETWORK).at(0);
        assertThat(phase.trainingStages()).containsExactly("layer1", "layer2", "fc");
        assertThat(phase.trainableCount()).isEqualTo(3_085);
        assertThat(plan.learningRates(0, 10)).isEqualTo(Map.of("last stages", 1e-4, "head", 1e-3));
        assertThatThrownBy(() -> Plans.lastStages(NETWORK, 4, 5, Plan.Rates.DEFAULT))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("last stages: expected 1 to 3 for small (stem, layer1, layer2), found 4");
    }

    @Test
    void fullTrainsEverythingWithDecayAndACosineOverTheEpochs() {
        Plan plan = Plans.full(NETWORK, 10, Plan.Rates.DEFAULT);
        ResolvedPlan resolved = plan.resolve(NETWORK);
        assertThat(resolved.at(9).frozenStages()).isEmpty();
        assertThat(resolved.at(9).trainableCount()).isEqualTo(NETWORK.parameterCount());
        assertThat(plan.optimizer()).isEqualTo(OptimizerSettings.adamW());
        assertThat(plan.at(0).groups()).allMatch(group -> group.weightDecay() == 0.01);
        Group head = plan.at(0).groups().getLast();
        for (long step = 0; step < 7; step++) {
            assertThat(plan.learningRate(head, step, 7)).isEqualTo(1e-3); // all through the first epoch
        }
        assertThat(plan.learningRate(head, 7, 7)).isCloseTo(0.975528258e-3, within(1e-12));
        assertThat(plan.learningRate(head, 69, 7)).isCloseTo(0.0244717419e-3, within(1e-12));
    }

    @Test
    void aScheduleByStepMovesWithEveryStep() {
        Plan plan = Plans.full(NETWORK, 2, Plan.Rates.DEFAULT)
                .withSchedule(Schedule.warmupLinear(Span.share(0.2)), Interval.STEP);
        Group head = plan.at(0).groups().getLast();
        List<Double> rates = LongStream.range(0, 10)
                .mapToObj(step -> plan.learningRate(head, step, 5) / 1e-3)
                .toList();
        assertThat(rates.get(0)).isZero();
        assertThat(rates.get(1)).isCloseTo(0.5, within(1e-12));
        assertThat(rates.get(2)).isCloseTo(1, within(1e-12));
        assertThat(rates.get(9)).isCloseTo(0.125, within(1e-12));
    }

    @Test
    void phasesFollowOneAnotherAndALateGroupJoinsTheScheduleWhereItIs() {
        Group head = new Group("head", List.of("fc"), 1e-3, 0);
        Group body = new Group("body", List.of("layer2"), 1e-4, 0);
        Plan plan =
                Plan.of(10, head).withPhases(List.of(new Phase(0, List.of(head)), new Phase(4, List.of(head, body))));
        ResolvedPlan resolved = plan.resolve(NETWORK);

        assertThat(resolved.at(3).trainingStages()).containsExactly("fc");
        assertThat(resolved.at(4).trainingStages()).containsExactly("layer2", "fc");
        assertThat(resolved.phases())
                .extracting(ResolvedPlan.ResolvedPhase::toEpoch)
                .containsExactly(4, 10);
        assertThat(plan.learningRates(3, 1)).containsOnlyKeys("head");
        Map<String, Double> late = plan.learningRates(5, 1);
        assertThat(late).containsEntry("body", plan.learningRate(body, 5, 1));
        assertThat(plan.learningRate(body, 5, 1)).isCloseTo(0.5e-4, within(1e-12));
    }

    @Test
    void selectorsAreStagesNamesAndPatterns() {
        assertThat(chosen("layer1")).containsExactly("layer1.0.conv.weight", "layer1.0.bn.bias");
        assertThat(chosen("fc.bias")).containsExactly("fc.bias");
        assertThat(chosen("layer?.*.weight")).containsExactly("layer1.0.conv.weight", "layer2.0.conv.weight");
        assertThat(chosen("*.bias", "!fc")).containsExactly("layer1.0.bn.bias", "layer2.0.bn.bias");
        assertThat(chosen("fc", "layer2.*", "!*.bias")).containsExactly("layer2.0.conv.weight", "fc.weight");
    }

    @Test
    void aDotInAPatternIsADot() {
        assertThatThrownBy(() -> chosen("fc?weigh?t"))
                .hasMessageStartingWith("group g: 'fc?weigh?t' matches nothing in small; nearest: fc.weight");
        assertThatThrownBy(() -> chosen("classifier")).hasMessageContaining("nearest: fc, ");
        assertThatThrownBy(() -> chosen("layer1.0.bn.b.as")).hasMessageContaining("matches nothing");
    }

    @Test
    void aSelectorThatMatchesNothingIsNamedWithItsNeighbours() {
        Plan plan = Plan.of(1, new Group("late", List.of("layer2", "layr1"), 1, 0));
        assertThatThrownBy(() -> plan.resolve(NETWORK))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("group late: 'layr1' matches nothing in small; nearest: layer1, layer2, stem");
    }

    @Test
    void aPlanForAdaptersSaysWhereTheyComeFrom() {
        Plan plan = Plan.of(1, new Group("adapters", List.of("*.lora_?.weight"), 1, 0));
        assertThatThrownBy(() -> plan.resolve(NETWORK))
                .hasMessageStartingWith("group adapters: '*.lora_?.weight' matches nothing in small; nearest: ")
                .hasMessageEndingWith("; it has no adapters; --lora-rank adds them");
    }

    @Test
    void aParameterInTwoGroupsIsNamed() {
        Plan plan = Plan.of(1, new Group("a", List.of("fc"), 1, 0), new Group("b", List.of("*.bias"), 1, 0));
        assertThatThrownBy(() -> plan.resolve(NETWORK))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("phase from epoch 0: fc.bias is in group a and in group b");
    }

    @Test
    void aGroupThatIsEmptyIsNamed() {
        assertThatThrownBy(() -> new Group("none", List.of(), 1, 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("group none: is empty; name a stage or a pattern to train");
        Plan plan = Plan.of(1, new Group("none", List.of("fc", "!fc.*"), 1, 0));
        assertThatThrownBy(() -> plan.resolve(NETWORK))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("group none: is empty: [fc, !fc.*] select nothing in small");
    }

    @Test
    void ratesBelowZeroOrNoNumberAreRefused() {
        for (double wrong : new double[] {-1e-3, Double.NaN, Double.POSITIVE_INFINITY}) {
            assertThatThrownBy(() -> new Group("g", List.of("fc"), wrong, 0))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("group g: learning rate: expected at least 0, found " + wrong);
            assertThatThrownBy(() -> new Group("g", List.of("fc"), 0, wrong))
                    .hasMessage("group g: weight decay: expected at least 0, found " + wrong);
        }
    }

    @Test
    void twoGroupsOfOneNameAreRefused() {
        assertThatThrownBy(() -> Plan.of(1, new Group("g", List.of("fc"), 1, 0), new Group("g", List.of("stem"), 1, 0)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("phase from epoch 0: two groups are named g");
    }

    @Test
    void phasesMustBeginAtZeroBeInOrderAndEndInTime() {
        assertThatThrownBy(() -> withPhases(1)).hasMessage("plan: expected a first phase from epoch 0, found epoch 1");
        assertThatThrownBy(() -> withPhases()).hasMessage("plan: expected a first phase from epoch 0, found none");
        assertThatThrownBy(() -> withPhases(0, 3, 2))
                .hasMessage(
                        "plan: phases are out of order: epoch 2 comes after epoch 3; sort them, one phase per epoch");
        assertThatThrownBy(() -> withPhases(0, 2, 2)).hasMessageContaining("out of order");
        assertThatThrownBy(() -> withPhases(0, 5))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("plan: a phase from epoch 5 is past the end; the last of 5 epochs is 4");
        assertThatThrownBy(() -> Plan.of(0, new Group("g", List.of("fc"), 1, 0)))
                .hasMessage("plan: epochs: expected 1 to 100000, found 0");
        assertThatThrownBy(() -> withPhases(0).at(5)).hasMessage("plan: expected an epoch from 0 to 4, found 5");
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void groupsAndFrozenStagesAlwaysPartitionTheNetwork(long seed) {
        Random random = new Random(seed);
        NetworkOutline network = randomNetwork(random);
        List<List<String>> dealt = List.of(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        dealt.getFirst().add(network.head());
        List<String> frozen = new ArrayList<>();
        for (String stage : network.backbone()) {
            int to = random.nextInt(4);
            (to < 3 ? dealt.get(to) : frozen).add(stage);
        }
        List<Group> groups = new ArrayList<>();
        for (List<String> stages : dealt) {
            if (!stages.isEmpty()) {
                groups.add(new Group("g" + groups.size(), stages, random.nextDouble(), random.nextDouble()));
            }
        }
        ResolvedPlan plan = Plan.of(1 + random.nextInt(9), groups).resolve(network);
        ResolvedPlan.ResolvedPhase phase = plan.at(0);

        assertThat(phase.frozenStages()).isEqualTo(frozen);
        long frozenCount = network.parameters().stream()
                .filter(parameter -> frozen.contains(parameter.stage()))
                .mapToLong(Parameter::count)
                .sum();
        assertThat(phase.trainableCount() + frozenCount).isEqualTo(network.parameterCount());
        assertThat(phase.parameters()).doesNotHaveDuplicates();
        assertThat(PlanJson.read(PlanJson.write(plan.plan()))).isEqualTo(plan.plan());
    }

    @Test
    void thePlanCanBeReadBeforeAnythingRuns() {
        Plan plan = Plans.full(NETWORK, 10, new Plan.Rates(2e-5, 1e-3));
        assertThat(plan.resolve(NETWORK).describe()).isEqualTo("""
                        full of small: 10 epochs; AdamW, betas 0.9 0.999, eps 1e-8; cosine to 0, by epoch
                        epochs 1 to 10: backbone, head; 3,185 of 3,185 parameters train
                          group     parameters  learning rate  weight decay  selects
                          backbone       3,130           2e-5          0.01  stem, layer1, layer2
                          head              55           1e-3          0.01  fc
                          frozen: nothing
                          batch norms: all learn the statistics of the batches""");
        assertThat(Plans.featureExtraction(NETWORK, 2, 1e-3).resolve(NETWORK).describe())
                .endsWith(
                        "  head           55           1e-3             0  fc\n  frozen: stem, layer1, layer2\n  batch norms: all keep their statistics");
    }

    private static List<String> chosen(String... selectors) {
        return Plan.of(1, new Group("g", List.of(selectors), 1, 0))
                .resolve(NETWORK)
                .at(0)
                .parameters();
    }

    private static Plan withPhases(int... epochs) {
        Group group = new Group("g", List.of("fc"), 1, 0);
        List<Phase> phases = new ArrayList<>();
        for (int epoch : epochs) {
            phases.add(new Phase(epoch, List.of(group)));
        }
        return Plan.of(5, group).withPhases(phases);
    }

    private static NetworkOutline randomNetwork(Random random) {
        List<String> stages = new ArrayList<>();
        List<Parameter> parameters = new ArrayList<>();
        int count = 1 + random.nextInt(8);
        for (int i = 0; i < count; i++) {
            String stage = "stage" + i;
            stages.add(stage);
            for (int j = 0; j <= random.nextInt(4); j++) {
                parameters.add(Parameter.of(stage + ".p" + j, stage, 1 + random.nextInt(1_000)));
            }
        }
        return new NetworkOutline("random", stages, stages.getLast(), parameters, List.of());
    }
}
