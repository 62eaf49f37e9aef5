package dev.graft.app;

import static java.util.Objects.requireNonNull;

import dev.graft.method.Choice;
import dev.graft.method.Method;
import dev.graft.method.Methods;
import dev.graft.method.Source;
import dev.graft.method.TuningOptions;
import dev.graft.tune.BatchNorms;
import dev.graft.tune.NetworkOutline;
import dev.graft.tune.PlanFile;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/// Options about what learns when, and how fast.
final class TuningArguments {
    /// Options that only some methods accept; the others refuse them.
    private static final Map<String, Choice<?>> FOR_SOME = Map.of(
            "--stages", Choice.STAGES,
            "--frozen-epochs", Choice.FROZEN_EPOCHS,
            "--unfreeze", Choice.UNFREEZE,
            "--layer-decay", Choice.LAYER_DECAY,
            "--backbone-lr", Choice.BACKBONE_RATE);

    /// The word for a race between several methods.
    static final String RACE = "auto";

    /// The words of `--strategy`, for its help.
    static final class Strategies implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return Stream.concat(Methods.words().stream(), Stream.of(RACE)).iterator();
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
                    + " feature-extraction; full for texts, but feature-extraction where a sentence encoder learns"
                    + " from few; full with --weights none.")
    private @Nullable String strategy;

    @Option(
            names = "--stages",
            paramLabel = "N|NAMES",
            description = "Stages before the head: how many of them last-stage (default 1) or gradual (default 2)"
                    + " unfreezes, or which ones surgical trains, such as layer1,layer2.")
    private @Nullable String stages;

    @Option(
            names = "--epochs",
            paramLabel = "N",
            description =
                    "Number of passes over the training examples. Default: 10; 3 for texts; more where examples are few;"
                            + " 1 if the head is solved.")
    private @Nullable Integer epochs;

    @Option(
            names = "--frozen-epochs",
            paramLabel = "N",
            description = "Epochs at the start with the backbone frozen: for fine-tune (default 1), and at most for"
                    + " probe-then-fine-tune (default half).")
    private @Nullable Integer frozenEpochs;

    @Option(
            names = "--unfreeze",
            paramLabel = "WHEN",
            description = "When the stages of gradual join: after epochs such as 3,6; every:2 epochs; or stalled:2, "
                    + "when the validation loss has not improved for 2 epochs. Default: evenly.")
    private @Nullable String unfreeze;

    @Option(
            names = "--lr",
            paramLabel = "RATE",
            description = "Learning rate of the head. Default: 1e-3; 2e-3 for fine-tune. For texts 2e-5 if the whole"
                    + " network or its last stages are trained, more for small encoders, and 5e-4 from scratch.")
    private @Nullable Double learningRate;

    @Option(
            names = "--backbone-lr",
            paramLabel = "RATE",
            description = "Learning rate of the part of the backbone that is trained; for discriminative, of its"
                    + " first stage. Default: a tenth of --lr; from scratch and for lora, --lr. For"
                    + " texts --lr, and 2e-5, more for small encoders, if the head is trained first.")
    private @Nullable Double backboneRate;

    @Option(
            names = "--layer-decay",
            paramLabel = "FACTOR",
            description = "For layer-decay: the learning rate of each block is this factor times that of the next."
                    + " Default: 0.75.")
    private @Nullable Double layerDecay;

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
            description = "adamw, adam, sgd, or solve: the best linear head, without steps. Default: solve where only"
                    + " such a head learns, unless something is said of steps; else adamw.")
    private @Nullable String optimizer;

    @Option(
            names = "--schedule",
            description = "cosine, linear, step, constant, one-cycle, slanted-triangular, restarts, polynomial, "
                    + "exponential, multi-step or plateau. Default: cosine, linear for texts; for"
                    + " probe-then-fine-tune a constant rate, then a "
                    + "cosine; for fine-tune two one-cycles of its own. With these two strategies, the"
                    + " schedule given here is used in each part of the training.")
    private @Nullable String schedule;

    @Option(
            names = {"--warmup", "--warmup-ratio"},
            paramLabel = "SHARE",
            converter = Converters.Share.class,
            description = "Share of the run, such as 0.1 or 10%%, in which the rates rise from zero. Not with step,"
                    + " multi-step or "
                    + "exponential. Default: 0; 0.1 for texts.")
    private @Nullable Double warmup;

    @Option(
            names = "--batch-norm",
            paramLabel = "WHAT",
            converter = BatchNormWord.class,
            description = "What batch norms do: auto (freeze-statistics where a pretrained network takes fewer than 50"
                    + " steps, else as-is); as-is (those of stages that train update their statistics, those of"
                    + " frozen stages do not change); train-frozen (those of frozen stages update theirs too, as"
                    + " PyTorch does when only requires_grad is off); freeze-statistics (all keep the pretrained"
                    + " statistics; for small batches); freeze (they keep weights and biases as well). Default:"
                    + " auto.")
    private @Nullable BatchNorms batchNorms;

    @Option(names = "--train-bn", description = "The same as --batch-norm train-frozen.")
    private boolean trainBn;

    private static final class BatchNormWord implements ITypeConverter<BatchNorms> {
        @Override
        public @Nullable BatchNorms convert(String text) {
            try {
                return text.equals(TuningOptions.AUTO) ? null : BatchNorms.of(text);
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException(e.getMessage());
            }
        }
    }

    /// What stands on the command line of it.
    Source asked() {
        if (plan != null) {
            List<String> others = given().filter(name -> !name.equals("--plan")).toList();
            if (!others.isEmpty()) {
                throw new IllegalArgumentException(
                        "--plan: the file contains the whole plan; remove " + String.join(", ", others));
            }
            return Source.GIVEN.with(Choice.PLAN, PlanFile.read(plan));
        }
        if (learningRate != null && learningRate <= 0) {
            throw new IllegalArgumentException("--lr: learning rate: expected above 0, found " + learningRate);
        }
        if (trainBn && batchNorms != null && batchNorms != BatchNorms.TRAIN_FROZEN) {
            throw new IllegalArgumentException("--train-bn: is --batch-norm " + BatchNorms.TRAIN_FROZEN.word()
                    + ", but --batch-norm " + batchNorms.word() + " is given; use only one of them");
        }
        return Source.GIVEN
                .with(Choice.STRATEGY, strategy)
                .with(Choice.STAGES, stages)
                .with(Choice.EPOCHS, epochs)
                .with(Choice.FROZEN_EPOCHS, frozenEpochs)
                .with(Choice.UNFREEZE, unfreeze)
                .with(Choice.LEARNING_RATE, learningRate)
                .with(Choice.BACKBONE_RATE, backboneRate)
                .with(Choice.LAYER_DECAY, layerDecay)
                .with(Choice.WEIGHT_DECAY, weightDecay)
                .with(Choice.DECAYS_VECTORS, noDecayBiasNorm == null ? null : !noDecayBiasNorm)
                .with(Choice.OPTIMIZER, optimizer)
                .with(Choice.SCHEDULE, schedule)
                .with(Choice.WARMUP, warmup)
                .with(Choice.BATCH_NORM, trainBn ? BatchNorms.TRAIN_FROZEN : batchNorms);
    }

    /// @throws IllegalArgumentException if an option is for other methods
    void requireTaken(Method method) {
        given().filter(FOR_SOME::containsKey)
                .forEach(option -> Methods.requireTaken(method, requireNonNull(FOR_SOME.get(option)), option));
    }

    /// Whether several methods run, and the best is trained.
    boolean isRace() {
        return RACE.equals(strategy);
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
