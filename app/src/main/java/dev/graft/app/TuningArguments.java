package dev.graft.app;

import static java.util.Objects.requireNonNull;

import dev.graft.method.Strategy;
import dev.graft.method.TuningOptions;
import dev.graft.tune.NetworkOutline;
import dev.graft.tune.PlanFile;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// Options about what learns when, and how fast.
final class TuningArguments {
    private static final double HEAD_RATE = 1e-3;
    private static final double FINE_TUNE_RATE = 2e-3; // fastai's
    private static final double TEXT_RATE = 2e-5; // what BERT's authors and HuggingFace recommend
    private static final double TEXT_SCRATCH_RATE = 5e-4;
    private static final double TEXT_WARMUP = 0.1;
    private static final int EPOCHS = 10;
    private static final int TEXT_EPOCHS = 3;

    /// Methods that move all that they move at one small rate when texts are learned from.
    private static final Set<Strategy> ONE_RATE = EnumSet.of(
            Strategy.FULL, Strategy.LAST_STAGE, Strategy.DISCRIMINATIVE, Strategy.LAYER_DECAY, Strategy.SURGICAL);

    /// Methods with a schedule of their own.
    private static final Set<Strategy> OWN_SCHEDULE = EnumSet.of(Strategy.FINE_TUNE, Strategy.PROBE_THEN_FINE_TUNE);

    /// Options that only some methods accept; the others refuse them.
    private static final Map<String, Set<Strategy>> ONLY_FOR = Map.of(
            "--stages", EnumSet.of(Strategy.LAST_STAGE, Strategy.GRADUAL, Strategy.SURGICAL),
            "--frozen-epochs", EnumSet.of(Strategy.FINE_TUNE, Strategy.PROBE_THEN_FINE_TUNE),
            "--unfreeze", EnumSet.of(Strategy.GRADUAL, Strategy.PROBE_THEN_FINE_TUNE),
            "--layer-decay", EnumSet.of(Strategy.LAYER_DECAY),
            "--backbone-lr",
                    EnumSet.complementOf(
                            EnumSet.of(Strategy.FEATURE_EXTRACTION, Strategy.LAYER_DECAY, Strategy.FINE_TUNE)));

    /// The words of `--strategy`, for its help.
    static final class Strategies implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return Arrays.stream(Strategy.values()).map(Strategy::word).iterator();
        }
    }

    @Spec(Spec.Target.MIXEE)
    private @Nullable CommandSpec spec;

    @Option(
            names = "--plan",
            paramLabel = "FILE",
            description = "A plan as a YAML or JSON file, instead of the options from --strategy to --train-bn.")
    private @Nullable Path plan;

    @Option(
            names = "--strategy",
            paramLabel = "METHOD",
            completionCandidates = Strategies.class,
            description = "Which parts of the network are trained, and when: ${COMPLETION-CANDIDATES}. Default:"
                    + " feature-extraction; full for texts.")
    private @Nullable String strategy;

    @Option(
            names = "--stages",
            paramLabel = "N|NAMES",
            defaultValue = "auto",
            description = "Stages before the head: how many of them last-stage (default 1) or gradual (default 2)"
                    + " unfreezes, or which ones surgical trains, such as layer1,layer2.")
    private String stages = "";

    @Option(
            names = "--epochs",
            paramLabel = "N",
            description = "Number of passes over the training examples. Default: 10; 3 for texts.")
    private @Nullable Integer epochs;

    @Option(
            names = "--frozen-epochs",
            paramLabel = "N",
            defaultValue = "0",
            description = "Epochs at the start with the backbone frozen: for fine-tune (default 1), and at most for"
                    + " probe-then-fine-tune (default half).")
    private int frozenEpochs;

    @Option(
            names = "--unfreeze",
            paramLabel = "WHEN",
            defaultValue = "auto",
            description = "When the stages of gradual join: after epochs such as 3,6; every:2 epochs; or stalled:2, "
                    + "when the validation loss has not improved for 2 epochs. Default: evenly.")
    private String unfreeze = "";

    @Option(
            names = "--lr",
            paramLabel = "RATE",
            description = "Learning rate of the head. Default: 1e-3; 2e-3 for fine-tune. For texts 2e-5 if the whole"
                    + " network or its last stages are trained, and 5e-4 from scratch.")
    private @Nullable Double learningRate;

    @Option(
            names = "--backbone-lr",
            paramLabel = "RATE",
            description = "Learning rate of the part of the backbone that is trained; for discriminative, of its"
                    + " first stage. Default: a tenth of --lr; from scratch and for lora, --lr. For"
                    + " texts --lr, and 2e-5 if the head is trained first.")
    private @Nullable Double backboneRate;

    @Option(
            names = "--layer-decay",
            paramLabel = "FACTOR",
            defaultValue = "0.75",
            description = "For layer-decay: the learning rate of each block is this factor times that of the next."
                    + " Default: ${DEFAULT-VALUE}.")
    private double layerDecay;

    @Option(
            names = "--weight-decay",
            paramLabel = "X",
            description = "How strongly the trained weights are pulled towards zero. Default: 1e-2; 0 for the norms"
                    + " and biases of norm-only and bias-only.")
    private @Nullable Double weightDecay;

    @Option(
            names = "--no-decay-bias-norm",
            negatable = true,
            description =
                    "Whether biases and the weights of norms are pulled towards zero too. Default: yes; no for texts.")
    private @Nullable Boolean noDecayBiasNorm;

    @Option(
            names = "--optimizer",
            defaultValue = "auto",
            description = "adamw, adam or sgd. Default: adamw; for fine-tune with fastai's settings.")
    private String optimizer = "";

    @Option(
            names = "--schedule",
            defaultValue = "auto",
            description = "cosine, linear, step, constant, one-cycle, slanted-triangular, restarts, polynomial, "
                    + "exponential, multi-step or plateau. Default: cosine, linear for texts; for"
                    + " probe-then-fine-tune a constant rate, then a "
                    + "cosine; for fine-tune two one-cycles of its own. With these two strategies, the"
                    + " schedule given here is used in each part of the training.")
    private String schedule = "";

    @Option(
            names = {"--warmup", "--warmup-ratio"},
            paramLabel = "SHARE",
            converter = Converters.Share.class,
            description = "Share of the run, such as 0.1 or 10%%, in which the rates rise from zero. Not with step,"
                    + " multi-step or "
                    + "exponential. Default: 0; 0.1 for texts.")
    private @Nullable Double warmup;

    @Option(
            names = "--train-bn",
            description = "Let the batch norms of frozen stages keep updating their statistics, as PyTorch does when"
                    + " only requires_grad is off. Without this option a frozen stage does not change at all.")
    private boolean trainBn;

    /// @param fromScratch whether it starts from random weights
    /// @param forTexts    whether texts are learned from, which has other defaults
    TuningOptions options(boolean fromScratch, boolean forTexts) {
        if (plan != null) {
            List<String> others = given().filter(name -> !name.equals("--plan")).toList();
            if (!others.isEmpty()) {
                throw new IllegalArgumentException(
                        "--plan: the file contains the whole plan; remove " + String.join(", ", others));
            }
            return TuningOptions.defaults().withPlan(PlanFile.read(plan));
        }
        Strategy method = method(forTexts);
        requireAccepted(method);
        if (learningRate != null && learningRate <= 0) {
            throw new IllegalArgumentException("--lr: learning rate: expected above 0, found " + learningRate);
        }
        double head = learningRate != null ? learningRate : usualRate(method, fromScratch, forTexts);
        boolean linear = forTexts && !OWN_SCHEDULE.contains(method);
        return new TuningOptions(
                null,
                method.word(),
                stages,
                epochs != null ? epochs : forTexts ? TEXT_EPOCHS : EPOCHS,
                frozenEpochs,
                unfreeze,
                head,
                backboneRate != null ? backboneRate : usualBackboneRate(method, head, fromScratch, forTexts),
                layerDecay,
                weightDecay,
                noDecayBiasNorm != null ? !noDecayBiasNorm : !forTexts,
                optimizer,
                schedule.equals(TuningOptions.AUTO) && linear ? "linear" : schedule,
                warmup != null ? warmup : usualWarmup(linear),
                trainBn);
    }

    private Strategy method(boolean forTexts) {
        return strategy != null ? Strategy.parse(strategy) : forTexts ? Strategy.FULL : Strategy.FEATURE_EXTRACTION;
    }

    private static double usualRate(Strategy method, boolean fromScratch, boolean forTexts) {
        if (forTexts && fromScratch) {
            return TEXT_SCRATCH_RATE;
        }
        if (forTexts && ONE_RATE.contains(method)) {
            return TEXT_RATE;
        }
        return method == Strategy.FINE_TUNE ? FINE_TUNE_RATE : HEAD_RATE;
    }

    private static double usualBackboneRate(Strategy method, double head, boolean fromScratch, boolean forTexts) {
        if (fromScratch || method == Strategy.LORA) {
            return head;
        }
        if (!forTexts || method == Strategy.DISCRIMINATIVE) {
            return head / 10;
        }
        return ONE_RATE.contains(method) ? head : TEXT_RATE;
    }

    /// Schedules that count epochs take no warm-up.
    private double usualWarmup(boolean forLinear) {
        boolean counts = schedule.equals(TuningOptions.AUTO) || schedule.equals("linear") || schedule.equals("cosine");
        return forLinear && counts ? TEXT_WARMUP : 0;
    }

    private void requireAccepted(Strategy method) {
        given().filter(ONLY_FOR::containsKey).forEach(option -> {
            Set<Strategy> accepting = requireNonNull(ONLY_FOR.get(option));
            if (!accepting.contains(method)) {
                throw new IllegalArgumentException(option + ": is for "
                        + accepting.stream().map(Strategy::word).collect(Collectors.joining(", "))
                        + ", but the strategy is " + method.word());
            }
        });
    }

    /// Whether the model needs adapters: the strategy lora does.
    boolean trainsAdapters() {
        return strategy != null && Strategy.parse(strategy) == Strategy.LORA;
    }

    /// Whether a file has the plan.
    boolean isPlanned() {
        return plan != null;
    }

    /// Says what a plan file has that does not fit a network, with the file's name.
    void requireFits(TuningOptions options, NetworkOutline network) {
        try {
            options.plan(network).resolve(network);
        } catch (IllegalArgumentException e) {
            throw plan == null ? e : new IllegalArgumentException(plan + ": " + e.getMessage(), e);
        }
    }

    private Stream<String> given() {
        return Given.of(requireNonNull(spec), TuningArguments.class);
    }
}
