package dev.graft.method;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.graft.data.Kind;
import dev.graft.text.Bounds;
import dev.graft.text.NearNames;
import dev.graft.tune.BatchNorms;
import dev.graft.tune.Group;
import dev.graft.tune.Interval;
import dev.graft.tune.NetworkOutline;
import dev.graft.tune.OptimizerSettings;
import dev.graft.tune.Phase;
import dev.graft.tune.Plan;
import dev.graft.tune.Schedule;
import dev.graft.tune.ScheduleNames;
import dev.graft.tune.Span;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What there is to say about a plan, in words and numbers; or a whole plan.
///
/// @param plan          in place of all the rest; null for none
/// @param strategy      the word of a [Method]; `plan` where there is a whole plan
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
/// @param optimizer     `adamw`, `adam`, `sgd` (momentum 0.9, Nesterov) or `solve`, which solves the head where it is
///     alone; `auto` for AdamW or the method's own
/// @param schedule      a word for one; `auto` for a cosine or the method's own
/// @param warmup        share of the run in which the rates rise from zero
/// @param batchNorms    what batch norms do; `train_bn` in `run.json`, where it began as yes or no
public record TuningOptions(
        @Nullable Plan plan,
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
        @JsonProperty("train_bn") BatchNorms batchNorms) {
    /// What leaves a choice to the method.
    public static final String AUTO = "auto";

    /// The optimizer that sets a linear head to its least loss.
    public static final String SOLVE = "solve";

    /// In place of a method's word, where there is a whole plan.
    static final String PLAN = "plan";

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

    /// @throws IllegalArgumentException if the head's rate is 0, the warm-up is no share, or there are too many
    ///     epochs
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

    /// What is usual for images and pretrained weights.
    public static TuningOptions defaults() {
        Setting images = new Setting(Kind.IMAGE, false);
        Method method = Methods.usual(images.kind());
        return of(Answers.NONE
                .ask(List.of(Choice.STRATEGY), List.of(Usual.ofKind(images)))
                .ask(Choice.OF_A_METHOD, List.of(method.usual(images), Usual.ofKind(images))));
    }

    /// What was answered; where nobody had an answer, the choice is left to the method.
    public static TuningOptions of(Answers answers) {
        return new TuningOptions(
                null,
                Methods.of(answers.get(Choice.STRATEGY)).word(),
                answers.find(Choice.STAGES).orElse(AUTO),
                answers.get(Choice.EPOCHS),
                answers.find(Choice.FROZEN_EPOCHS).orElse(0),
                answers.find(Choice.UNFREEZE).orElse(AUTO),
                answers.get(Choice.LEARNING_RATE),
                answers.get(Choice.BACKBONE_RATE),
                answers.find(Choice.LAYER_DECAY).orElse(LayerDecay.USUAL_DECAY),
                answers.find(Choice.WEIGHT_DECAY).orElse(null),
                answers.get(Choice.DECAYS_VECTORS),
                answers.find(Choice.OPTIMIZER).orElse(AUTO),
                answers.find(Choice.SCHEDULE).orElse(AUTO),
                answers.get(Choice.WARMUP),
                answers.find(Choice.BATCH_NORM).orElse(BatchNorms.AS_IS));
    }

    /// Exactly this plan.
    public TuningOptions withPlan(Plan exact) {
        return new TuningOptions(
                exact,
                PLAN,
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
                batchNorms);
    }

    /// The same for other epochs: what is said in shares of them moves with them.
    public TuningOptions withEpochs(int value) {
        return new TuningOptions(
                plan,
                strategy,
                stages,
                value,
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
                batchNorms);
    }

    /// Everything learns at one rate, the head's, for as many epochs: what there is to do with random weights.
    /// Where nothing but the head is solved, which takes one, for as many as are usual.
    public TuningOptions fromScratch() {
        double rate = plan == null || plan.steppedEpochs() == 0 ? learningRate : highestRate(plan);
        return new TuningOptions(
                null,
                Methods.ofRandomWeights().word(),
                AUTO,
                solvesAlone() ? Math.max(epochs, Usual.EPOCHS) : epochs,
                0,
                AUTO,
                rate,
                rate,
                layerDecay,
                weightDecay,
                decaysVectors,
                solves() ? AUTO : optimizer,
                schedule,
                warmup,
                BatchNorms.AS_IS);
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
        if (plan != null) {
            return plan;
        }
        Plan made = Methods.of(strategy).plan(this, network);
        if (weightDecay != null) {
            made = made.withWeightDecay(weightDecay);
        }
        if (!decaysVectors) {
            made = made.withoutVectorDecay();
        }
        if (!optimizer.equals(AUTO) && !solves()) {
            made = made.withOptimizer(optimizerSettings());
        }
        if (!schedule.equals(AUTO) || warmup > 0) {
            made = scheduled(made);
        }
        return made.withBatchNorms(batchNorms);
    }

    /// Whether the head is solved where it is alone.
    public boolean solves() {
        return optimizer.equals(SOLVE);
    }

    /// Whether the head is solved and nothing else is done, so that no step is taken.
    public boolean solvesAlone() {
        return plan == null
                ? solves() && Methods.of(strategy).trainsHeadAlone()
                : plan.phases().stream().allMatch(plan::solves);
    }

    Plan.Rates rates() {
        return new Plan.Rates(backboneRate, learningRate);
    }

    /// The patience of `stalled:2`.
    int stalled() {
        if (!unfreeze.startsWith("stalled:")) {
            throw new IllegalArgumentException(
                    "unfreeze: expected stalled:EPOCHS for " + strategy + ", found '" + unfreeze + "'");
        }
        return epochs(unfreeze, "stalled:");
    }

    /// The number after a word.
    static int epochs(String text, String after) {
        try {
            return Integer.parseInt(text.substring(after.length()).strip());
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(
                    "unfreeze: expected epochs such as 3,6, every:2, or stalled:2, found '" + text + "'", e);
        }
    }

    /// How many stages.
    int stageCount(int usual) {
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

    /// Which stages.
    List<String> stageNames() {
        if (stages.equals(AUTO)) {
            throw new IllegalArgumentException(
                    "stages: expected the names of stages for " + strategy + ", such as layer1");
        }
        return Arrays.asList(stages.split(","));
    }

    private OptimizerSettings optimizerSettings() {
        return switch (optimizer) {
            case "adamw" -> OptimizerSettings.adamW();
            case "adam" -> OptimizerSettings.adam();
            case "sgd" -> new OptimizerSettings.Sgd(0.9, true);
            default ->
                throw new IllegalArgumentException(
                        "optimizer: expected adamw, adam, sgd or solve, found '" + optimizer + "'");
        };
    }

    /// With the named schedule in place of the method's: over the run, or over each phase that has one of its
    /// own.
    /// There a constant rate stays, as does a schedule of that very kind, so that naming the default changes
    /// nothing.
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
                made.batchNorms());
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
