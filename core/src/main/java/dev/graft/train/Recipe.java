package dev.graft.train;

import dev.graft.data.Task;
import dev.graft.task.Objective;
import dev.graft.text.Bounds;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// How each step of training is taken, beside what the plan says about parameters and rates.
///
/// @param objective      what the network's outputs mean, which decides loss and scores
/// @param seed           decides the order of examples, augmentation, dropout and the new head
/// @param accumulation   batches whose gradients are averaged for one optimizer step, at least 1
/// @param clip           greatest global L2 norm of the gradients; 0 for no clipping; null for what is usual for the
///     examples, which is 1 for texts and no clipping for images
/// @param labelSmoothing share of the target probability spread over all classes, 0 … 1
/// @param classWeights   weight of each class in the loss; empty for none
/// @param precision      what the forward pass computes in
/// @param patience       epochs without a better validation accuracy after which training stops; 0 for never
/// @param averaging      whether the model is an average of the weights on the way
/// @param mixing         whether training images and their labels are blended with others of their batch
public record Recipe(
        Objective objective,
        long seed,
        int accumulation,
        @Nullable Double clip,
        double labelSmoothing,
        List<Double> classWeights,
        Precision precision,
        int patience,
        Averaging averaging,
        Mixing mixing) {
    /// Seed 42, every batch a step, gradients clipped as is usual for the examples, nothing else.
    public static final Recipe DEFAULT = new Recipe(
            Objective.of(Task.SINGLE_LABEL_CLASSIFICATION),
            42,
            1,
            null,
            0,
            List.of(),
            Precision.FP32,
            0,
            Averaging.NONE,
            Mixing.NONE);

    private static final int MOST_ACCUMULATED = 65_536;

    public Recipe {
        classWeights = List.copyOf(classWeights);
        Bounds.require("accumulation", accumulation, 1, MOST_ACCUMULATED);
        require(clip == null || clip >= 0 && Double.isFinite(clip), "clip: expected 0 or more, found " + clip);
        require(
                labelSmoothing >= 0 && labelSmoothing < 1,
                "label smoothing: expected 0 or more and below 1, found " + labelSmoothing);
        require(
                !mixing.blends() || objective.blends(),
                "mixup and cutmix need one class per example, found "
                        + objective.task().word());
        require(patience >= 0, "patience: expected 0 or more epochs, found " + patience);
        require(
                classWeights.stream().allMatch(weight -> weight >= 0 && Double.isFinite(weight)),
                "class weights: expected numbers of 0 or more, found " + classWeights);
    }

    public Recipe withObjective(Objective value) {
        return new Recipe(
                value, seed, accumulation, clip, labelSmoothing, classWeights, precision, patience, averaging, mixing);
    }

    /// With the usual objective of a task.
    public Recipe withTask(Task value) {
        return withObjective(Objective.of(value));
    }

    /// With this objective where there is none of one's own.
    public Recipe withUsualObjective(Objective value) {
        return objective.isUsual() ? withObjective(value) : this;
    }

    public Recipe withSeed(long value) {
        return new Recipe(
                objective,
                value,
                accumulation,
                clip,
                labelSmoothing,
                classWeights,
                precision,
                patience,
                averaging,
                mixing);
    }

    public Recipe withAccumulation(int value) {
        return new Recipe(
                objective, seed, value, clip, labelSmoothing, classWeights, precision, patience, averaging, mixing);
    }

    public Recipe withClip(double value) {
        return new Recipe(
                objective,
                seed,
                accumulation,
                value,
                labelSmoothing,
                classWeights,
                precision,
                patience,
                averaging,
                mixing);
    }

    /// With this clipping where nothing is said of it.
    public Recipe withUsualClip(double value) {
        return clip == null ? withClip(value) : this;
    }

    /// The norm that gradients are clipped at; 0 for none.
    public double clipping() {
        return clip == null ? 0 : clip;
    }

    public Recipe withLabelSmoothing(double value) {
        return new Recipe(
                objective, seed, accumulation, clip, value, classWeights, precision, patience, averaging, mixing);
    }

    public Recipe withClassWeights(List<Double> value) {
        return new Recipe(
                objective, seed, accumulation, clip, labelSmoothing, value, precision, patience, averaging, mixing);
    }

    public Recipe withPrecision(Precision value) {
        return new Recipe(
                objective, seed, accumulation, clip, labelSmoothing, classWeights, value, patience, averaging, mixing);
    }

    public Recipe withPatience(int value) {
        return new Recipe(
                objective, seed, accumulation, clip, labelSmoothing, classWeights, precision, value, averaging, mixing);
    }

    public Recipe withAveraging(Averaging value) {
        return new Recipe(
                objective, seed, accumulation, clip, labelSmoothing, classWeights, precision, patience, value, mixing);
    }

    public Recipe withMixing(Mixing value) {
        return new Recipe(
                objective,
                seed,
                accumulation,
                clip,
                labelSmoothing,
                classWeights,
                precision,
                patience,
                averaging,
                value);
    }

    private static void require(boolean fine, String otherwise) {
        if (!fine) {
            throw new IllegalArgumentException(otherwise);
        }
    }
}
