package dev.graft.method;

import dev.graft.tune.BatchNorms;
import java.util.Optional;

/// What is usual where images to learn from are few: smaller batches and more passes, until there are enough steps to
/// learn in; and batch norms that keep the statistics that they know where there would be too few steps to learn
/// others. What `bench/rates` measured of it is in docs/guide/defaults.md.
public final class FewImages {
    /// Optimizer steps there are at least, if that does not take too many passes.
    public static final int STEPS = 200;

    /// Passes over the images that are not exceeded for the sake of steps.
    public static final int MOST_EPOCHS = 30;

    /// Batches in an epoch there are at least, if that does not make them too small.
    public static final int BATCHES = 8;

    public static final int SMALLEST_BATCH = 8;

    /// In fewer steps than this, batch norms do not come to know what passes through them: their averages move by a
    /// tenth each step, towards the statistics of one batch, while the weights before them move too.
    public static final int STEPS_FOR_STATISTICS = 50;

    private FewImages() {}

    /// @param epochs usual where there are many
    static Source of(Setting setting, int epochs) {
        Source few = Source.named(Source.DATA);
        return setting.data()
                .filter(data -> !setting.ofTexts() && data.training() > 0)
                .map(DataFacts::training)
                .map(images -> few.withRuleForSome(
                                Choice.BATCH,
                                soFar -> batch(images, setting.kind().usualBatch()))
                        .withRuleForSome(Choice.EPOCHS, soFar -> epochs(images, soFar, epochs))
                        .withRuleForSome(Choice.BATCH_NORM, soFar -> batchNorms(setting, images, soFar)))
                .orElse(few);
    }

    /// A power of two.
    private static Optional<Integer> batch(int images, int usual) {
        int batch = usual;
        while (batch > SMALLEST_BATCH && images < BATCHES * batch) {
            batch /= 2;
        }
        return Optional.of(batch).filter(found -> found < usual);
    }

    private static Optional<Integer> epochs(int images, Answers soFar, int usual) {
        int needed = Math.ceilDiv(STEPS, stepsPerEpoch(images, soFar));
        return Optional.of(Math.min(MOST_EPOCHS, needed)).filter(found -> found > usual);
    }

    /// Random weights have no statistics to keep.
    private static Optional<BatchNorms> batchNorms(Setting setting, int images, Answers soFar) {
        boolean hasSome = setting.model()
                .filter(model -> !model.network().batchNorms().isEmpty())
                .isPresent();
        int steps = stepsPerEpoch(images, soFar) * soFar.get(Choice.EPOCHS);
        return hasSome && !setting.fromScratch() && steps < STEPS_FOR_STATISTICS
                ? Optional.of(BatchNorms.FREEZE_STATISTICS)
                : Optional.empty();
    }

    private static int stepsPerEpoch(int images, Answers soFar) {
        return Math.ceilDiv(images, soFar.get(Choice.BATCH));
    }
}
