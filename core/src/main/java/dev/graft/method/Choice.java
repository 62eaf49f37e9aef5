package dev.graft.method;

import dev.graft.data.Augmentation;
import dev.graft.tune.BatchNorms;
import dev.graft.tune.Plan;
import java.util.List;

/// Something that a training can be told, and that is answered by somebody else where it is not told.
///
/// @param name as `run.json` calls it: `learning_rate`
/// @param type of its values
public record Choice<T>(String name, Class<T> type) {
    /// A whole plan, in place of a method.
    public static final Choice<Plan> PLAN = new Choice<>("plan", Plan.class);

    /// The word of a [Method].
    public static final Choice<String> STRATEGY = new Choice<>("strategy", String.class);

    /// How many stages before the head, or which ones by name: `layer1,layer2`.
    public static final Choice<String> STAGES = new Choice<>("stages", String.class);

    /// Passes over the training examples.
    public static final Choice<Integer> EPOCHS = new Choice<>("epochs", Integer.class);

    /// Epochs in which the backbone is frozen.
    public static final Choice<Integer> FROZEN_EPOCHS = new Choice<>("frozen_epochs", Integer.class);

    /// When stages join: `3,6`, `every:2` or `stalled:2`.
    public static final Choice<String> UNFREEZE = new Choice<>("unfreeze", String.class);

    /// Of the head.
    public static final Choice<Double> LEARNING_RATE = new Choice<>("learning_rate", Double.class);

    /// Of what is pretrained.
    public static final Choice<Double> BACKBONE_RATE = new Choice<>("backbone_rate", Double.class);

    /// Factor from a block to the one before it.
    public static final Choice<Double> LAYER_DECAY = new Choice<>("layer_decay", Double.class);

    /// Of all that is tuned.
    public static final Choice<Double> WEIGHT_DECAY = new Choice<>("weight_decay", Double.class);

    /// Whether biases and norms decay too.
    public static final Choice<Boolean> DECAYS_VECTORS = new Choice<>("decays_vectors", Boolean.class);

    /// `adamw`, `adam` or `sgd`.
    public static final Choice<String> OPTIMIZER = new Choice<>("optimizer", String.class);

    /// A word for one: `cosine`.
    public static final Choice<String> SCHEDULE = new Choice<>("schedule", String.class);

    /// Share of the run in which the rates rise from zero.
    public static final Choice<Double> WARMUP = new Choice<>("warmup", Double.class);

    /// What batch norms do.
    public static final Choice<BatchNorms> BATCH_NORM = new Choice<>("batch_norm", BatchNorms.class);

    /// Rank of the adapters.
    public static final Choice<Integer> LORA_RANK = new Choice<>("lora_rank", Integer.class);

    /// Examples in a batch.
    public static final Choice<Integer> BATCH = new Choice<>("batch", Integer.class);

    /// Greatest norm of the gradients; 0 for any.
    public static final Choice<Double> CLIP = new Choice<>("clip", Double.class);

    /// How training images are varied.
    public static final Choice<Augmentation> AUGMENT = new Choice<>("augment", Augmentation.class);

    /// What there is to say of a training whose method is known, each after what its default may depend on.
    public static final List<Choice<?>> OF_A_METHOD = List.of(
            STAGES,
            EPOCHS,
            FROZEN_EPOCHS,
            UNFREEZE,
            LEARNING_RATE,
            BACKBONE_RATE,
            LAYER_DECAY,
            WEIGHT_DECAY,
            DECAYS_VECTORS,
            OPTIMIZER,
            SCHEDULE,
            WARMUP,
            BATCH_NORM,
            LORA_RANK);

    /// What there is to say of steps and examples, whatever the plan is.
    public static final List<Choice<?>> OF_STEPS = List.of(BATCH, CLIP, AUGMENT);

    @Override
    public String toString() {
        return name;
    }
}
