package dev.graft.train;

import dev.graft.data.Wording;
import dev.graft.nn.Adapters;
import dev.graft.nn.Network;
import dev.graft.nn.ParamStore;
import dev.graft.nn.Stage;
import dev.graft.nn.StageModes;
import dev.graft.torch.Autocast;
import dev.graft.torch.ConvolutionGradients;
import dev.graft.torch.Device;
import dev.graft.torch.Tensors;
import dev.graft.train.reuse.PrefixReuse;
import dev.graft.tune.GradientClip;
import dev.graft.tune.Loss;
import dev.graft.tune.LossScale;
import dev.graft.tune.NetworkOutline;
import dev.graft.tune.Optimizer;
import dev.graft.tune.OptimizerSettings;
import dev.graft.tune.ParamGroup;
import dev.graft.tune.Plan;
import dev.graft.tune.ResolvedPlan;
import dev.graft.tune.ResolvedPlan.ResolvedPhase;
import dev.graft.tune.solve.HeadSolution;
import dev.graft.weights.StateDict;
import dev.graft.weights.WeightsFile;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;

/// Everything that changes while a network trains, and what a checkpoint must hold of it.
final class TrainingState implements StageModes, AutoCloseable {
    private final Network network;
    private final ResolvedPlan plan;
    private final Recipe recipe;
    private final int stepsPerEpoch;
    private final Loss loss;
    private Optimizer optimizer;
    private Optional<HeadSolution.Facts> solved = Optional.empty();
    private final List<ParamStore.Entry> changing;
    private final List<ParamStore.Entry> saved;
    private final Snapshot best = new Snapshot();
    private final ConvolutionGradients gradients = new ConvolutionGradients();
    private final WeightAverage average;

    private History history;
    private double seconds;
    private LossScale scale;
    private long step;
    private List<ParamStore.Entry> trained = List.of();
    private Set<String> trainingStages = Set.of();
    private Set<String> statisticsStages = Set.of();
    private Optional<ResolvedPhase> phase = Optional.empty();
    private Map<String, Double> learningRates = Map.of();
    private String stopDetail = "";

    /// While this is open, the network holds its averaged weights.
    @FunctionalInterface
    interface Averaged extends AutoCloseable {
        @Override
        void close();
    }

    TrainingState(Network network, Plan plan, Recipe recipe, int stepsPerEpoch) {
        this.network = network;
        this.plan = plan.resolve(NetworkOutline.of(network));
        this.changing = changing(this.plan, network.params());
        this.saved = saved(network, this.plan);
        this.recipe = recipe;
        this.stepsPerEpoch = stepsPerEpoch;
        this.loss = recipe.objective().loss(recipe.labelSmoothing(), recipe.classWeights());
        this.history = History.none(recipe.objective().score());
        this.optimizer = new Optimizer(plan.optimizer(), List.of());
        this.average = new WeightAverage(network.params(), recipe.averaging());
        this.scale = recipe.precision() == Precision.FP16 ? LossScale.INITIAL : new LossScale(1, 0);
    }

    /// What of a network a plan changes in one phase or another: parameters in a group, and statistics of
    /// stages that train or learn statistics. All else stays what it was.
    static List<ParamStore.Entry> changing(ResolvedPlan plan, ParamStore params) {
        Set<String> names = new HashSet<>();
        Set<String> stages = new HashSet<>();
        for (ResolvedPhase phase : plan.phases()) {
            names.addAll(phase.parameters());
            stages.addAll(phase.trainingStages());
            stages.addAll(phase.statisticsStages());
        }
        return params.entries().stream()
                .filter(entry -> entry.isParameter() ? names.contains(entry.name()) : stages.contains(entry.stage()))
                .toList();
    }

    /// What a checkpoint holds of a network: what changes, and the weights beside adapters, which are
    /// merged in the model's file. The rest can be had from there.
    static List<ParamStore.Entry> saved(Network network, ResolvedPlan plan) {
        Set<ParamStore.Entry> changing = Set.copyOf(changing(plan, network.params()));
        Set<String> adapted = Adapters.layers(network).stream()
                .map(layer -> layer + ".weight")
                .collect(Collectors.toSet());
        return network.params().entries().stream()
                .filter(entry ->
                        changing.contains(entry) || adapted.contains(entry.name()) || Adapters.isAdapter(entry.name()))
                .toList();
    }

    History history() {
        return history;
    }

    /// Counted from 0.
    int nextEpoch() {
        return history.epochs().size();
    }

    boolean goesOn() {
        return history.stopReason().isEmpty();
    }

    /// Makes the phase of the next epoch the one that holds: its parameters take gradients and are stepped,
    /// all others are frozen. Parameters that go on keep their optimizer state.
    ///
    /// @return what to tell listeners, when the phase is another than before
    Optional<TrainingEvent.PhaseEntered> enterPhase() {
        ResolvedPhase next = plan.at(nextEpoch(), history.valLosses());
        if (phase.isPresent() && phase.get() == next) {
            return Optional.empty();
        }
        phase = Optional.of(next);
        Set<String> names = Set.copyOf(next.parameters());
        trained = network.params().parameters().stream()
                .filter(entry -> names.contains(entry.name()))
                .toList();
        for (ParamStore.Entry entry : network.params().parameters()) {
            entry.tensor().set_requires_grad(names.contains(entry.name()));
        }
        trainingStages = Set.copyOf(next.trainingStages());
        statisticsStages = Set.copyOf(next.statisticsStages());
        steppedAsIn(next);
        if (next.phase().resetsOptimizer() && isFirstEpochOf(next)) {
            optimizer.regroup(List.of());
        }
        optimizer.regroup(ParamGroup.of(next, network.params()));
        return Optional.of(new TrainingEvent.PhaseEntered(
                nextEpoch() + 1,
                next.groups().stream().map(group -> group.group().name()).toList(),
                next.trainableCount()));
    }

    /// Where a phase has another update rule, its state begins anew.
    private void steppedAsIn(ResolvedPhase entered) {
        OptimizerSettings rule = plan.plan().optimizerOf(entered.phase());
        if (!rule.equals(optimizer.settings())) {
            optimizer.close();
            optimizer = new Optimizer(rule, List.of());
        }
    }

    /// Whether the head is solved in this epoch, not stepped.
    boolean solves() {
        return plan.plan().solves(phase.orElseThrow().phase());
    }

    /// Takes what came of solving the head in place of an epoch's steps.
    void solved(HeadSolution.Facts facts) {
        solved = Optional.of(facts);
        learningRates = Map.of();
        step += stepsPerEpoch;
    }

    /// How the head was solved in this epoch; empty if steps were taken.
    Optional<HeadSolution.Facts> solved() {
        return solved;
    }

    private boolean isFirstEpochOf(ResolvedPhase entered) {
        return nextEpoch() == 0 || plan.at(nextEpoch() - 1, history.valLosses()) != entered;
    }

    /// Frozen stages run in evaluation mode: their statistics do not drift and they drop nothing.
    @Override
    public boolean trains(Stage stage) {
        return trainingStages.contains(stage.name());
    }

    @Override
    public boolean updatesStatistics(Stage stage) {
        return statisticsStages.contains(stage.name());
    }

    /// What the next epoch trains is in the average of the weights from now on, where there is one.
    void startAverage() {
        Set<ParamStore.Entry> moving = Set.copyOf(trained);
        average.startEpoch(
                nextEpoch(),
                entry -> entry.isParameter() ? moving.contains(entry) : statisticsStages.contains(entry.stage()));
    }

    /// The epochs that come, by the first stage that changes in them: one that trains, whose batch norms
    /// learn, or that is judged with averaged weights.
    List<PrefixReuse.Stretch> ahead() {
        List<PrefixReuse.Stretch> ahead = new ArrayList<>();
        List<ResolvedPhase> phases = plan.phases();
        int from = nextEpoch();
        for (ResolvedPhase coming : phases.subList(phases.indexOf(phase.orElseThrow()), phases.size())) {
            ahead.add(new PrefixReuse.Stretch(firstChanging(coming), coming.toEpoch() - from));
            from = coming.toEpoch();
        }
        return ahead;
    }

    private int firstChanging(ResolvedPhase in) {
        Set<String> changing = new HashSet<>(in.trainingStages());
        changing.addAll(in.statisticsStages());
        changing.addAll(average.stages());
        List<Stage> stages = network.stages();
        return IntStream.range(0, stages.size())
                .filter(i -> changing.contains(stages.get(i).name()))
                .findFirst()
                .orElse(stages.size() - 1);
    }

    /// Ends an epoch's training: until this is closed the network holds the average of its weights, where
    /// there is one, and not the weights that training goes on with.
    Averaged averaged() {
        average.afterEpoch(nextEpoch());
        average.exchange();
        return average::exchange;
    }

    /// Stages of the averaged network whose BatchNorm statistics are still to be measured.
    Set<String> unmeasuredStages() {
        return average.unmeasured();
    }

    /// Switched on for the forward pass and the loss when the recipe says so; else it does nothing.
    Optional<Autocast> autocast() {
        Device device = network.params().device();
        return switch (recipe.precision()) {
            case FP32 -> Optional.empty();
            case BF16 -> Optional.of(Autocast.open(device, ScalarType.BFloat16));
            case FP16 -> Optional.of(Autocast.open(device, ScalarType.Half));
        };
    }

    @Override
    public ConvolutionGradients gradients() {
        return gradients;
    }

    Tensor loss(Tensor logits, List<Tensor> targets) {
        return loss.of(logits, targets);
    }

    /// Adds the gradients of one of `share` batches that make up a step.
    ///
    /// @throws IllegalArgumentException if the loss says nothing of the weights
    void backward(Tensor batchLoss, int share) {
        if (!batchLoss.requires_grad()) {
            throw new IllegalArgumentException("loss: expected one that gradients go through, found one that does not"
                    + " depend on the network's outputs; compute it of them by tensor operations alone");
        }
        Tensor part = share == 1 ? batchLoss : batchLoss.div(new Scalar((double) share));
        gradients.backward(recipe.precision() == Precision.FP16 ? scale.apply(part) : part);
    }

    /// One optimizer step with the gradients there are, which are then dropped.
    void step(List<StepHook> hooks) {
        learningRates = plan.plan().learningRates(step, stepsPerEpoch, history.valLosses());
        boolean finite = true;
        if (recipe.precision() == Precision.FP16) {
            finite = scale.unscale(trained);
            scale = scale.next(finite);
        }
        if (finite) {
            hooks.forEach(hook -> hook.beforeStep(nextEpoch() + 1, step, network));
            if (recipe.clipping() > 0) {
                GradientClip.byGlobalNorm(trained, recipe.clipping());
            }
            optimizer.step(learningRates, plan.plan().momentum(step, stepsPerEpoch, history.valLosses()));
        }
        average.afterStep(step);
        optimizer.zeroGrad();
        step++;
    }

    Map<String, Double> learningRates() {
        return learningRates;
    }

    /// Adds an epoch's result, and ends the training when it was the last or patience has run out.
    ///
    /// @return whether it is the best so far
    boolean record(EpochResult result, double epochSeconds) {
        history = history.with(result);
        solved = Optional.empty();
        seconds += epochSeconds;
        boolean isBest = history.epochsWithoutImprovement() == 0;
        if (isBest) {
            best.take(changing);
        }
        if (nextEpoch() == plan.plan().epochs()) {
            history = history.stopped(StopReason.COMPLETED);
        } else if (recipe.patience() > 0 && history.epochsWithoutImprovement() >= recipe.patience()) {
            stop(
                    StopReason.EARLY_STOPPED,
                    String.format(
                            Locale.ROOT,
                            "Stopped early: validation %s has not improved for %s.",
                            history.score().decides(),
                            Wording.count(recipe.patience(), "epoch")));
        }
        return isBest;
    }

    /// The first of what would be saved, weights, averages and the optimizer's state, that holds NaN or infinity.
    Optional<String> notFinite() {
        Stream<Map.Entry<String, Tensor>> network =
                changing.stream().map(entry -> Map.entry(entry.name(), entry.tensor()));
        Stream<Map.Entry<String, Tensor>> beside =
                Stream.concat(average.tensors().entrySet().stream(), optimizer.state().entrySet().stream());
        return Stream.concat(network, beside)
                .filter(entry -> !Tensors.isFinite(entry.getValue()))
                .map(Map.Entry::getKey)
                .findFirst();
    }

    /// Ends the training because a loss has become NaN or infinite, or something that would be saved holds such values.
    ///
    /// @param what has happened, for the message
    /// @throws IllegalArgumentException if that happened before there was any good model to keep
    void stopNotFinite(String happened) {
        int epoch = nextEpoch() + 1;
        long stepInEpoch = step - (long) nextEpoch() * stepsPerEpoch + 1;
        String when = stepInEpoch > stepsPerEpoch
                ? " after epoch " + epoch
                : " in epoch " + epoch + " at optimizer step " + stepInEpoch;
        String what = happened + when + "; lower the learning rate, or clip gradients (--clip 1)";
        if (best.isEmpty()) {
            throw new IllegalArgumentException(what);
        }
        stop(StopReason.NOT_FINITE, "stopped: " + what + ". The model of the best earlier epoch is kept.");
    }

    /// Ends the training because somebody asked for it. The checkpoint knows nothing of that, and can be gone on from.
    void stopAsked() {
        stop(
                StopReason.ASKED,
                String.format(
                        Locale.ROOT,
                        "Stopped as asked after %d of %s.",
                        nextEpoch(),
                        Wording.count(plan.plan().epochs(), "epoch")));
    }

    TrainingEvent.Stopped stopped() {
        return new TrainingEvent.Stopped(history.stopReason().orElseThrow(), stopDetail);
    }

    /// Leaves the network with the weights of its best epoch, and no parameter taking gradients.
    void restoreBest() {
        network.params().parameters().forEach(entry -> entry.tensor().set_requires_grad(false));
        best.restore(network.params());
    }

    /// Saves what a later start needs beside the best model, which is saved before: a crash in between does
    /// no harm.
    void save(RunFolder run) {
        run.writeCheckpoint(
                new Checkpoint(Checkpoint.Results.of(history), seconds, scale.factor(), scale.goodSteps()),
                saved,
                new Checkpoint.Parts(optimizer.state(), average.tensors(), hasAdapters() ? best.tensors() : Map.of()));
        run.writeMetrics(history);
    }

    /// Goes on after the last checkpoint of a run, if it has one.
    void resume(RunFolder run) {
        if (!run.hasCheckpoint()) {
            return;
        }
        List<ParamStore.Entry> unsaved = new ArrayList<>(network.params().entries());
        unsaved.removeAll(saved);
        boolean adapters = hasAdapters();
        try (StateDict model = WeightsFile.read(SavedModel.weights(run.model()))) {
            Checkpoint.copy(model, "", unsaved);
            if (!adapters) {
                Checkpoint.copy(model, "", changing);
                best.take(changing);
            }
        }
        try (StateDict checkpoint = WeightsFile.read(run.checkpointFile())) {
            if (adapters) {
                Checkpoint.copy(checkpoint, Checkpoint.BEST, changing);
                best.take(changing);
            }
            Checkpoint.copy(checkpoint, Checkpoint.MODEL, saved);
            resume(checkpoint);
            run.writeMetrics(history); // a crash may have come between the checkpoint and them
        }
    }

    private void resume(StateDict tensors) {
        Checkpoint checkpoint = Checkpoint.of(tensors);
        history = checkpoint.history().judgedBy(history.score());
        seconds = checkpoint.seconds();
        scale = new LossScale(checkpoint.scale(), checkpoint.goodSteps());
        step = (long) nextEpoch() * stepsPerEpoch;
        if (goesOn()) {
            // state belongs to the groups of the epoch that was saved; what joins now starts fresh
            ResolvedPhase last = plan.at(nextEpoch() - 1, history.valLosses());
            steppedAsIn(last);
            optimizer.regroup(ParamGroup.of(last, network.params()));
            optimizer.load(Checkpoint.optimizerState(tensors));
            average.load(Checkpoint.average(tensors));
        }
    }

    /// The file of the model has adapters merged into the weights, from which they cannot be had back.
    private boolean hasAdapters() {
        return Adapters.of(network).isPresent();
    }

    double seconds() {
        return seconds;
    }

    private void stop(StopReason reason, String detail) {
        history = history.stopped(reason);
        stopDetail = detail;
    }

    @Override
    public void close() {
        gradients.close();
        optimizer.close();
        average.close();
        best.close();
    }
}
