package dev.graft.method;

import dev.graft.text.Bounds;
import dev.graft.text.NearNames;
import dev.graft.tune.Group;
import dev.graft.tune.Interval;
import dev.graft.tune.NetworkOutline;
import dev.graft.tune.OptimizerSettings;
import dev.graft.tune.Phase;
import dev.graft.tune.Plan;
import dev.graft.tune.PlanJson;
import dev.graft.tune.Plans;
import dev.graft.tune.Schedule;
import dev.graft.tune.ScheduleNames;
import dev.graft.tune.Span;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.NullNode;

/// What the command line can say about a plan, in words and numbers; or a whole plan.
///
/// @param plan          a plan as [PlanJson] writes it, in place of all the rest; null for none
/// @param strategy      the word for a method
/// @param stages        how many stages before the head, or which ones by name; `auto` for the method's usual
///     number
/// @param epochs        passes over the training examples
/// @param frozenEpochs  epochs in which the backbone is frozen, for methods that begin so; 0 for the method's usual
///     number
/// @param unfreeze      when stages join: `3,6` (after so many epochs), `every:2`, or `stalled:2`; `auto` for
///     evenly
/// @param learningRate  of the head
/// @param backboneRate  of what is pretrained
/// @param layerDecay    factor from a block to the one before it
/// @param weightDecay   of all that is tuned; null for the method's own
/// @param decaysVectors whether biases and norms decay too
/// @param optimizer     `adamw`, `adam` or `sgd` (momentum 0.9, Nesterov); `auto` for AdamW or the method's own
/// @param schedule      a word for one; `auto` for a cosine or the method's own
/// @param warmup        share of the run in which the rates rise from zero
/// @param trainBn       whether batch norms of frozen stages go on learning their statistics
public record TuningOptions(
        @Nullable JsonNode plan,
        String strategy,
        String stages,
        int epochs,
        int frozenEpochs,
        String unfreeze,
        double learningRate,
        double backboneRate,
        double layerDecay,
        @Nullable Double weightDecay,
        boolean decaysVectors,
        String optimizer,
        String schedule,
        double warmup,
        boolean trainBn) {
    /// What leaves a choice to the method.
    public static final String AUTO = "auto";

    private static final double USUAL_DECAY = 0.01;
    private static final int PATIENCE = 2;
    private static final Set<String> BY_STEP =
            Set.of("linear", "one-cycle", "slanted-triangular", ScheduleNames.WARM_RESTARTS);
    private static final List<String> SCHEDULES = List.of(
            "cosine",
            "linear",
            "step",
            "constant",
            "one-cycle",
            "slanted-triangular",
            "restarts",
            "polynomial",
            "exponential",
            "multi-step",
            "plateau");

    /// @throws IllegalArgumentException if the head's rate is 0, the warm-up is no share, or there are too many epochs
    public TuningOptions {
        Bounds.require("epochs", epochs, 0, Plan.MOST_EPOCHS);
        Bounds.require("frozen epochs", frozenEpochs, 0, Plan.MOST_EPOCHS);
        if (learningRate == 0) {
            throw new IllegalArgumentException("learning rate: expected above 0, found 0; with 0 nothing is trained");
        }
        if (!(warmup >= 0 && warmup < 1)) {
            throw new IllegalArgumentException("warm-up: expected a share of 0 or more and below 1, found " + warmup);
        }
    }

    /// What the command line does when nothing else is said.
    public static TuningOptions defaults() {
        return new TuningOptions(
                null, "feature-extraction", AUTO, 10, 0, AUTO, 1e-3, 1e-4, 0.75, null, true, AUTO, AUTO, 0, false);
    }

    /// Exactly this plan.
    public TuningOptions withPlan(Plan exact) {
        return new TuningOptions(
                PlanJson.write(exact),
                "plan",
                stages,
                exact.epochs(),
                frozenEpochs,
                unfreeze,
                learningRate,
                backboneRate,
                layerDecay,
                weightDecay,
                decaysVectors,
                optimizer,
                schedule,
                warmup,
                trainBn);
    }

    /// Everything learns at one rate, the head's, for as many epochs: what there is to do with random weights.
    public TuningOptions fromScratch() {
        double rate = plan == null || plan instanceof NullNode ? learningRate : highestRate(PlanJson.read(plan));
        return new TuningOptions(
                null,
                Strategy.FULL.word(),
                AUTO,
                epochs,
                0,
                AUTO,
                rate,
                rate,
                layerDecay,
                weightDecay,
                decaysVectors,
                optimizer,
                schedule,
                warmup,
                false);
    }

    private static double highestRate(Plan plan) {
        return plan.phases().stream()
                .flatMap(phase -> phase.groups().stream())
                .mapToDouble(Group::learningRate)
                .max()
                .orElseThrow();
    }

    /// The plan these options stand for.
    ///
    /// @throws IllegalArgumentException if a word is not known or a number out of range
    public Plan plan(NetworkOutline network) {
        if (plan != null && !(plan instanceof NullNode)) {
            return PlanJson.read(plan);
        }
        Plan made = method(network);
        if (weightDecay != null) {
            made = made.withWeightDecay(weightDecay);
        }
        if (!decaysVectors) {
            made = made.withoutVectorDecay();
        }
        if (!optimizer.equals(AUTO)) {
            made = made.withOptimizer(optimizerSettings());
        }
        if (!schedule.equals(AUTO) || warmup > 0) {
            made = scheduled(made);
        }
        return trainBn ? made.withTrainBn() : made;
    }

    private Plan method(NetworkOutline network) {
        Plan.Rates rates = new Plan.Rates(backboneRate, learningRate);
        return switch (Strategy.parse(strategy)) {
            case FEATURE_EXTRACTION -> usual(Plans.featureExtraction(network, epochs, learningRate));
            case LAST_STAGE -> usual(Plans.lastStages(network, stageCount(1), epochs, rates));
            case FULL -> Plans.full(network, epochs, rates);
            case DISCRIMINATIVE -> Plans.discriminative(network, epochs, rates);
            case LAYER_DECAY -> Plans.layerDecay(network, epochs, learningRate, layerDecay);
            case GRADUAL -> usual(gradual(network, rates));
            case PROBE_THEN_FINE_TUNE ->
                Plans.probeThenFineTune(
                        network,
                        frozenEpochs == 0 ? Math.max(1, epochs / 2) : frozenEpochs,
                        unfreeze.equals(AUTO) ? PATIENCE : stalled(),
                        epochs,
                        rates);
            case FINE_TUNE -> {
                int frozen = Math.max(1, frozenEpochs);
                yield Plans.fineTune(network, frozen, epochs - frozen, learningRate);
            }
            case SURGICAL -> Plans.surgical(network, stageNames(), epochs, rates);
            case NORM_ONLY -> Plans.normOnly(network, epochs, rates);
            case BIAS_ONLY -> Plans.biasOnly(network, epochs, rates);
            case LORA -> Plans.adapters(network, epochs, rates);
        };
    }

    /// AdamW, a weight decay of 0.01 and a cosine, in place of a tutorial's plain Adam.
    private static Plan usual(Plan plan) {
        return plan.withOptimizer(OptimizerSettings.adamW())
                .withWeightDecay(USUAL_DECAY)
                .withSchedule(Schedule.cosine(), Interval.EPOCH);
    }

    private Plan gradual(NetworkOutline network, Plan.Rates rates) {
        if (unfreeze.startsWith("stalled:")) {
            return Plans.gradualWhenStalled(network, stalled(), stageCount(2), epochs, rates);
        }
        if (unfreeze.startsWith("every:")) {
            return Plans.gradualEvery(network, number(unfreeze, "every:"), stageCount(2), epochs, rates);
        }
        if (unfreeze.equals(AUTO)) {
            int count = stageCount(2);
            return Plans.gradualEvery(network, Math.max(1, epochs / (count + 1)), count, epochs, rates);
        }
        List<Integer> at =
                Stream.of(unfreeze.split(",")).map(epoch -> number(epoch, "")).toList();
        int before = 0;
        for (int epoch : at) {
            if (epoch <= before || epoch >= epochs) {
                throw new IllegalArgumentException("unfreeze: expected rising numbers of epochs from 1 to "
                        + (epochs - 1) + ", below the " + epochs + " of the run, found " + unfreeze);
            }
            before = epoch;
        }
        if (!stages.equals(AUTO) && stageCount(0) != at.size()) {
            throw new IllegalArgumentException("stages: expected " + at.size() + ", one per epoch of unfreeze "
                    + unfreeze + ", found " + stages + "; give only one of the two");
        }
        return Plans.gradual(network, at, epochs, rates);
    }

    private int stalled() {
        if (!unfreeze.startsWith("stalled:")) {
            throw new IllegalArgumentException(
                    "unfreeze: expected stalled:EPOCHS for " + strategy + ", found '" + unfreeze + "'");
        }
        return number(unfreeze, "stalled:");
    }

    private static int number(String text, String after) {
        try {
            return Integer.parseInt(text.substring(after.length()).strip());
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(
                    "unfreeze: expected epochs such as 3,6, every:2, or stalled:2, found '" + text + "'", e);
        }
    }

    private int stageCount(int usual) {
        if (stages.equals(AUTO)) {
            return usual;
        }
        try {
            return Integer.parseInt(stages);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(
                    "stages: expected a number for " + strategy + ", found '" + stages + "'", e);
        }
    }

    private List<String> stageNames() {
        if (stages.equals(AUTO)) {
            throw new IllegalArgumentException("stages: expected the names of stages for surgical, such as layer1");
        }
        return Arrays.asList(stages.split(","));
    }

    private OptimizerSettings optimizerSettings() {
        return switch (optimizer) {
            case "adamw" -> OptimizerSettings.adamW();
            case "adam" -> OptimizerSettings.adam();
            case "sgd" -> new OptimizerSettings.Sgd(0.9, true);
            default ->
                throw new IllegalArgumentException("optimizer: expected adamw, adam or sgd, found '" + optimizer + "'");
        };
    }

    /// With the named schedule in place of the method's: over the run, or over each phase that has one of its own.
    /// There
    /// a constant rate stays, as does a schedule of that very kind, so that naming the default changes nothing.
    private Plan scheduled(Plan made) {
        boolean own = made.phases().stream().anyMatch(phase -> phase.schedule().isPresent());
        if (schedule.equals(AUTO) && own) {
            throw new IllegalArgumentException("warm-up: " + strategy
                    + " has its own schedules; choose the one to warm up to with --schedule, or remove --warmup");
        }
        String name = scheduleName();
        Interval counting = warmup == 0 && !BY_STEP.contains(name) ? Interval.EPOCH : Interval.STEP;
        if (!own) {
            return made.withSchedule(warmedUp(ScheduleNames.usual(name, epochs)), counting);
        }
        List<Phase> phases = new ArrayList<>();
        for (int i = 0; i < made.phases().size(); i++) {
            Phase phase = made.phases().get(i);
            int to = i + 1 < made.phases().size() ? made.phases().get(i + 1).fromEpoch() : epochs;
            Schedule named = ScheduleNames.usual(name, to - phase.fromEpoch());
            phases.add(phase.schedule()
                    .filter(there -> !(there instanceof Schedule.Constant))
                    .map(there -> phase.withSchedule(warmedUp(there.getClass() == named.getClass() ? there : named)))
                    .orElse(phase));
        }
        return new Plan(
                made.name(),
                epochs,
                phases,
                made.optimizer(),
                ScheduleNames.usual(name, epochs),
                counting,
                made.trainBn());
    }

    private Schedule warmedUp(Schedule usual) {
        return usual.withWarmUp(Span.share(warmup));
    }

    private String scheduleName() {
        String word = schedule.equals(AUTO) ? "cosine" : schedule;
        String name = ScheduleNames.canonical(word);
        if (!SCHEDULES.contains(word) && !name.equals(ScheduleNames.WARM_RESTARTS)) {
            throw new IllegalArgumentException(
                    "schedule: expected " + String.join(", ", SCHEDULES) + ", found '" + schedule + "'; nearest: "
                            + NearNames.nearest(schedule, SCHEDULES, 1).getFirst());
        }
        // these count epochs, and a warm-up counts steps
        if (warmup > 0 && ScheduleNames.perEpoch(name).isPresent()) {
            throw new IllegalArgumentException("warm-up: is for cosine, linear, constant, polynomial, one-cycle,"
                    + " slanted-triangular, restarts and plateau, found " + word + "; a plan file can warm up"
                    + " to any schedule");
        }
        return name;
    }
}
