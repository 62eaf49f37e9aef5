package dev.graft.train;

import dev.graft.data.Batch;
import dev.graft.data.BatchCursor;
import dev.graft.data.BatchSource;
import dev.graft.data.IndexedSource;
import dev.graft.nn.Network;
import dev.graft.nn.StageModes;
import dev.graft.torch.Autocast;
import dev.graft.torch.Rng;
import dev.graft.torch.Scope;
import dev.graft.torch.Tensors;
import dev.graft.train.reuse.PrefixReuse;
import dev.graft.train.reuse.ReuseSettings;
import dev.graft.tune.Loss;
import dev.graft.tune.NetworkOutline;
import dev.graft.tune.Plan;
import dev.graft.tune.ResolvedPlan;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;

/// Trains a network as a plan says, evaluates it after every epoch, and leaves it with its best weights.
///
/// All randomness follows from the recipe's seed, the epoch and the batch, so a training that is resumed
/// from a checkpoint ends in the same bytes as one that was not interrupted.
public final class Trainer {
    // keep what else is random about a batch apart from the dropout of its training pass
    private static final long MEASURING = 1;
    static final long MIXING = 2;

    private final Network network;
    private final Plan plan;
    private final Recipe recipe;
    private final BatchSource training;
    private final BatchSource validation;
    private final List<TrainingListener> listeners = new ArrayList<>();
    private Optional<RunFolder> folder = Optional.empty();
    private ReuseSettings reuseSettings = ReuseSettings.DEFAULT;
    private StopRequest stopRequest = new StopRequest();
    private final List<StepHook> hooks = new ArrayList<>();
    private Optional<PlainExamples> plain = Optional.empty();

    /// What a forward pass comes to.
    record Forward(Tensor logits, Tensor loss) {}

    /// @throws IllegalArgumentException if the plan does not fit the network, or the recipe its device
    public Trainer(Network network, Plan plan, Recipe recipe, BatchSource training, BatchSource validation) {
        plan.resolve(NetworkOutline.of(network));
        if (recipe.precision() == Precision.FP16 && network.params().device().isCpu()) {
            throw new IllegalArgumentException("precision: fp16 needs a GPU; on the CPU use bf16 or fp32");
        }
        if (recipe.averaging() instanceof Averaging.Swa(int fromEpoch) && fromEpoch >= plan.epochs()) {
            throw new IllegalArgumentException("averaging: expected a first epoch below the plan's " + plan.epochs()
                    + ", found " + fromEpoch + " (counted from 0)");
        }
        if (plan.solves()) {
            SolvedHead.requireSolvable(recipe);
        }
        this.network = network;
        this.plan = plan;
        this.recipe = recipe;
        this.training = training;
        this.validation = validation;
    }

    /// Adds a watcher; watchers are told in the order they were added.
    public Trainer withListener(TrainingListener listener) {
        listeners.add(listener);
        return this;
    }

    /// Keeps metrics, checkpoints and the best model in `run`, and goes on after its last checkpoint if it has one.
    public Trainer withFolder(RunFolder run) {
        folder = Optional.of(run);
        return this;
    }

    /// Whether and where what frozen stages make of the examples is kept, so that they run once and not every epoch.
    public Trainer withReuse(ReuseSettings settings) {
        reuseSettings = settings;
        return this;
    }

    /// What a head is solved on, where one is; without it, the first view of the training examples with nothing held
    /// back.
    public Trainer withPlainExamples(PlainExamples examples) {
        plain = Optional.of(examples);
        return this;
    }

    /// Ends after the epoch in which it is asked to.
    public Trainer withStopRequest(StopRequest request) {
        stopRequest = request;
        return this;
    }

    /// Adds what is called before each optimizer step.
    public Trainer withStepHook(StepHook hook) {
        hooks.add(hook);
        return this;
    }

    /// Runs the plan to its end, or until patience or finite numbers run out, or it is asked to stop.
    ///
    /// @return the results of all epochs, also of those before a resume
    /// @throws IllegalArgumentException if there is nothing to learn from, or nothing to validate with
    public History fit() {
        requireSome(training, "to train on");
        requireSome(validation, "to validate with"); // the loss over nothing is 0, and no model would ever be better
        requireSpread();
        try (TrainingState state = new TrainingState(network, plan, recipe, stepsPerEpoch());
                PrefixReuse reuse = reuse(state)) {
            folder.ifPresent(state::resume);
            tell(new TrainingEvent.Started(
                    state.nextEpoch() + 1, plan.epochs(), training.examples(), validation.examples(), state.history()));
            while (state.goesOn() && !(stopRequest.isAsked() && state.nextEpoch() > 0)) {
                runEpoch(state, reuse);
            }
            if (state.goesOn()) {
                state.stopAsked();
            }
            state.restoreBest();
            tell(state.stopped());
            return state.history();
        }
    }

    private static void requireSome(BatchSource source, String purpose) {
        if (source.examples() == 0) {
            throw new IllegalArgumentException("training: expected examples " + purpose + ", found none");
        }
    }

    /// Where every batch holds one example, a batch norm that learns may find a single value in it: this is said before
    /// the first step, also where it learns in a later phase only.
    private void requireSpread() {
        ResolvedPlan resolved = plan.resolve(NetworkOutline.of(network));
        if (training.batches() < training.examples() || !resolved.trainsBatchNorms()) {
            return;
        }
        Set<String> learning = new HashSet<>();
        resolved.phases().forEach(phase -> learning.addAll(phase.statisticsStages()));
        try (Scope scope = Scope.open();
                NoGradGuard guard = new NoGradGuard();
                Snapshot before = new Snapshot();
                BatchCursor cursor = training.open(0)) {
            before.take(network.params().entries().stream()
                    .filter(entry -> !entry.isParameter())
                    .toList());
            Batch first = Placement.on(network.params().device(), next(cursor, 0));
            try {
                logits(network, 0, first.inputs(), stage -> learning.contains(stage.name()));
            } finally {
                before.restore(network.params());
            }
        }
    }

    private PrefixReuse reuse(TrainingState state) {
        PrefixReuse reuse = new PrefixReuse(
                network,
                training,
                validation,
                reuseSettings,
                state::autocast,
                line -> tell(new TrainingEvent.ReuseDecided(state.nextEpoch() + 1, line)));
        folder.ifPresent(run -> reuse.withFolder(run.cache()));
        return recipe.mixing().blends() ? reuse.withBlending() : reuse;
    }

    private void runEpoch(TrainingState state, PrefixReuse reuse) {
        long started = System.nanoTime();
        int epoch = state.nextEpoch();
        state.enterPhase().ifPresent(this::tell);
        state.startAverage();
        reuse.enter(state.ahead(), !state.solves());
        EpochSums sums = state.solves() ? solveEpoch(state, reuse, epoch) : trainEpoch(state, reuse, epoch);
        if (!Double.isFinite(sums.loss())) {
            state.stopNotFinite("the loss became NaN or infinite");
            return;
        }
        Optional<TrainingEvent.EpochDone> done;
        try (TrainingState.Averaged averaged = state.averaged()) {
            measureStatistics(state, reuse, epoch);
            done = judge(state, reuse, sums, started);
        }
        done.ifPresent(event -> {
            folder.ifPresent(state::save);
            tell(event);
        });
    }

    /// Validates the network as it is, and keeps it when it is the best so far; empty when it or its loss is
    /// not finite.
    private Optional<TrainingEvent.EpochDone> judge(
            TrainingState state, PrefixReuse reuse, EpochSums sums, long started) {
        int epoch = state.nextEpoch();
        Optional<String> broken = state.notFinite();
        if (broken.isPresent()) {
            state.stopNotFinite(broken.get() + " contains a value that is not finite");
            return Optional.empty();
        }
        Evaluation evaluation = evaluate(reuse, epoch);
        if (!Double.isFinite(evaluation.loss())) {
            state.stopNotFinite("the validation loss became NaN or infinite");
            return Optional.empty();
        }
        EpochResult result = new EpochResult(
                epoch + 1,
                sums.loss(),
                sums.score(),
                evaluation.loss(),
                recipe.objective().score().requireFinite(evaluation.accuracy()),
                evaluation.metrics(),
                state.learningRates(),
                state.solved().orElse(null));
        double seconds = (System.nanoTime() - started) * 1e-9;
        boolean best = state.record(result, seconds);
        if (best) {
            folder.ifPresent(run -> run.writeModel(network));
        }
        return Optional.of(new TrainingEvent.EpochDone(result, state.history().score(), best, plan.epochs(), seconds));
    }

    private Evaluation evaluate(PrefixReuse reuse, int epoch) {
        return new Evaluator(network, recipe.objective())
                .evaluate(
                        reuse.validation(),
                        reuse.validationBoundary(),
                        (batch, batches, examples, loss) ->
                                tell(new TrainingEvent.BatchDone(epoch + 1, false, batch, batches, examples, loss)));
    }

    /// One more pass over the epoch's training batches where an average has no BatchNorm statistics of its own.
    private void measureStatistics(TrainingState state, PrefixReuse reuse, int epoch) {
        Set<String> stages = state.unmeasuredStages();
        try (NormStatistics statistics = new NormStatistics(network, stages)) {
            if (statistics.isEmpty()) {
                return;
            }
            try (BatchCursor cursor = reuse.training().open(epoch)) {
                for (int index = 0; index < training.batches(); index++) {
                    try (Scope scope = Scope.open()) {
                        Batch batch = Placement.on(network.params().device(), next(cursor, index));
                        Rng.seedGlobal(Rng.mix(recipe.seed(), epoch, index, MEASURING));
                        int from = reuse.trainingBoundary();
                        measure(state, statistics, from, batch.inputs(), stages);
                    }
                }
            }
        }
    }

    private void measure(
            TrainingState state, NormStatistics statistics, int from, List<Tensor> inputs, Set<String> stages) {
        Optional<Autocast> autocast = state.autocast();
        try {
            statistics.add(() -> logits(network, from, inputs, stage -> stages.contains(stage.name())));
        } finally {
            autocast.ifPresent(Autocast::close);
        }
    }

    /// One pass over the training examples. Ends early, with a loss that is not finite, when one turns up.
    private EpochSums trainEpoch(TrainingState state, PrefixReuse reuse, int epoch) {
        EpochSums sums = new EpochSums(recipe.objective().tally());
        int batches = training.batches();
        try (BatchCursor cursor = reuse.training().open(epoch)) {
            for (int index = 0; index < batches; index++) {
                try (Scope scope = Scope.open()) {
                    Batch batch = Placement.on(network.params().device(), next(cursor, index));
                    Mixed mixed = Mixed.of(recipe.mixing(), batch, Rng.mix(recipe.seed(), epoch, index, MIXING));
                    Rng.seedGlobal(Rng.mix(recipe.seed(), epoch, index));
                    Forward forward = forward(network, reuse.trainingBoundary(), state, mixed);
                    double loss = Loss.number(forward.loss());
                    sums.add(loss, forward.logits(), mixed.heavier());
                    if (!Double.isFinite(loss)) {
                        return sums;
                    }
                    state.backward(forward.loss(), groupSize(index, batches));
                    if ((index + 1) % recipe.accumulation() == 0 || index + 1 == batches) {
                        state.step(hooks);
                    }
                    tell(new TrainingEvent.BatchDone(epoch + 1, true, index + 1, batches, batch.examples(), loss));
                }
            }
        }
        return sums;
    }

    /// The head is set to its least loss on the features of all views: without chance first, then the random ones.
    private EpochSums solveEpoch(TrainingState state, PrefixReuse reuse, int epoch) {
        EpochSums sums = new EpochSums(recipe.objective().tally());
        try (SolvedHead head = new SolvedHead(network, recipe.objective(), recipe.classWeights())) {
            int random = plain.map(PlainExamples::randomViews).orElse(0);
            boolean apart = plain.isPresent() && (random > 0 || !isAlwaysTheSame(training));
            int batches = apart ? plain.get().source().batches() + random * training.batches() : training.batches();
            int[] folds = plain.map(PlainExamples::folds).orElseGet(() -> new int[0]);
            int[] done = {0};
            SolvedHead.Progress progress = (batch, examples) ->
                    tell(new TrainingEvent.BatchDone(epoch + 1, true, ++done[0], batches, examples, 0));
            if (apart) {
                IndexedSource examples = plain.get().source();
                head.add(reuse.through(examples), examples.order(0), folds, 0, progress);
            }
            for (int view = 0; view < (apart ? random : 1); view++) {
                head.add(reuse.training(), order(view), folds, view, progress);
            }
            state.solved(head.solve(state, sums));
        }
        return sums;
    }

    private static boolean isAlwaysTheSame(BatchSource source) {
        return source instanceof IndexedSource indexed
                && indexed.distinctViews().equals(OptionalInt.of(1));
    }

    private int[] order(int epoch) {
        return training instanceof IndexedSource indexed ? indexed.order(epoch) : new int[0];
    }

    /// @param from index of the stage that the batch enters
    static Forward forward(Network network, int from, TrainingState state, Mixed batch) {
        Optional<Autocast> autocast = state.autocast();
        try {
            Tensor logits = logits(network, from, batch.inputs(), state);
            return new Forward(logits, state.loss(logits, batch.targets(logits.size(1))));
        } finally {
            autocast.ifPresent(Autocast::close);
        }
    }

    private static Tensor logits(Network network, int from, List<Tensor> inputs, StageModes modes) {
        Tensor x = Tensors.channelsLast(inputs.getFirst());
        return network.run(from, network.stages().size(), x, inputs.subList(1, inputs.size()), modes);
    }

    /// Batches that share the optimizer step of batch `index`: fewer than `accumulation` at the end of an epoch.
    private int groupSize(int index, int batches) {
        int first = index - index % recipe.accumulation();
        return Math.min(recipe.accumulation(), batches - first);
    }

    private int stepsPerEpoch() {
        return Math.ceilDiv(training.batches(), recipe.accumulation());
    }

    private static Batch next(BatchCursor cursor, int index) {
        Batch batch = cursor.next();
        if (batch == null) {
            throw new IllegalStateException("the batch source ended before batch " + (index + 1));
        }
        return batch;
    }

    private void tell(TrainingEvent event) {
        listeners.forEach(listener -> listener.on(event));
    }
}
