package dev.graft.task;

import dev.graft.data.Task;
import dev.graft.tune.Loss;
import dev.graft.tune.solve.HeadLoss;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.DoubleOptional;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;

/// What a network's outputs mean and how good they are: all that training, evaluating and asking a model have to know
/// of a kind of answer. It is a value and holds no state; what counts while batches come is its [Tally].
public interface Objective {
    /// How far a probability stays from 0 and 1 where it becomes odds.
    double CERTAIN = 1e-7;

    /// The usual one of a task.
    static Objective of(Task task) {
        return switch (task) {
            case SINGLE_LABEL_CLASSIFICATION -> new OneClass();
            case MULTI_LABEL_CLASSIFICATION -> new SeveralLabels();
            case REGRESSION -> new Numbers();
            case MASKED_LANGUAGE_MODELING -> new HiddenTokens();
        };
    }

    /// What `run.json` calls it: the word of its task, or a name of one's own.
    default String name() {
        return task().word();
    }

    /// The task whose targets it takes, which is also what a trained model answers when it is opened.
    Task task();

    /// What training makes small.
    Loss loss();

    /// The same where a recipe asks for more.
    ///
    /// @param labelSmoothing at least 0, below 1: share of the target probability spread over all classes
    /// @param classWeights   one for each class, at least 0, or an empty list for none
    /// @throws IllegalArgumentException if a number is out of its range, or the loss takes none
    default Loss loss(double labelSmoothing, List<Double> classWeights) {
        if (labelSmoothing > 0 || !classWeights.isEmpty()) {
            throw new IllegalArgumentException(
                    "label smoothing and class weights need one class per example, found " + task().word());
        }
        return loss();
    }

    /// Whether the loss takes probabilities of classes, `[N, classes]`, as well: those of examples that are blended.
    default boolean blends() {
        return false;
    }

    /// A new count of how good answers are.
    Tally tally();

    /// The number that a tally comes to, and which of two epochs is better.
    Score score();

    /// What outputs say: probabilities or numbers, `[N, outputs]`.
    ///
    /// @param outputs of the network: logits or numbers, `[N, outputs]`
    Tensor answers(Tensor outputs);

    /// Outputs that say these answers, the other way round than [#answers(Tensor)]: for answers that come from
    /// elsewhere,
    /// such as the mean of several models'. What is next to certain comes out as certain as `float` can say it.
    ///
    /// @param answers probabilities or numbers, `[N, outputs]`
    default Tensor outputs(Tensor answers) {
        return switch (task()) {
            case SINGLE_LABEL_CLASSIFICATION, MASKED_LANGUAGE_MODELING ->
                answers.clamp_min(new Scalar(Float.MIN_NORMAL)).log();
            case MULTI_LABEL_CLASSIFICATION -> answers.logit(new DoubleOptional(CERTAIN));
            case REGRESSION -> answers;
        };
    }

    /// Which outputs a model says of one example: its class, or any number of labels, in order; none of numbers.
    ///
    /// @param answers what [#answers(Tensor)] says of it
    default List<Integer> said(float[] answers) {
        IntStream outputs = IntStream.range(0, answers.length);
        return switch (task()) {
            case SINGLE_LABEL_CLASSIFICATION, MASKED_LANGUAGE_MODELING ->
                List.of(outputs.reduce(0, (best, output) -> answers[output] > answers[best] ? output : best));
            case MULTI_LABEL_CLASSIFICATION ->
                outputs.filter(output -> answers[output] > 0.5f).boxed().toList();
            case REGRESSION -> List.of();
        };
    }

    /// What a model makes of one example.
    ///
    /// @param source  what it was asked about
    /// @param labels  name of each output, in order
    /// @param answers what [#answers(Tensor)] says of it
    /// @param top     classes to tell
    Prediction prediction(String source, List<String> labels, float[] answers, int top);

    /// Whether it is the usual one of its task, with nothing of one's own.
    default boolean isUsual() {
        return equals(of(task()));
    }

    /// The loss for which a linear head can be solved; empty for hidden tokens, and for a loss of one's own.
    default Optional<HeadLoss> solvable() {
        if (!isUsual()) {
            return Optional.empty();
        }
        return switch (task()) {
            case SINGLE_LABEL_CLASSIFICATION -> Optional.of(HeadLoss.CROSS_ENTROPY);
            case MULTI_LABEL_CLASSIFICATION -> Optional.of(HeadLoss.BINARY_CROSS_ENTROPY);
            case REGRESSION -> Optional.of(HeadLoss.SQUARED_ERROR);
            case MASKED_LANGUAGE_MODELING -> Optional.empty();
        };
    }

    /// The same with another loss. Label smoothing and class weights are refused then: it takes neither.
    ///
    /// @param loss a function such as `torch::smooth_l1_loss`: a scalar, the mean over the batch, of the network's
    ///     outputs and the targets; these are probabilities of classes, `[N, classes]`, where examples are blended
    default Objective withLoss(Loss loss) {
        return OwnObjective.of(this, loss);
    }

    /// The same judged by another number, which is the first of the metrics. For it, the targets and answers of a whole
    /// epoch are kept in memory.
    ///
    /// @param score   what the number is called, and whether more of it is better
    /// @param measure the number, of all examples
    /// @throws IllegalArgumentException for hidden tokens, whose answers are too many to keep
    default Objective withScore(Score score, Measure measure) {
        return OwnObjective.of(this, score, measure);
    }

    /// The same where the best epoch is the one with the lowest validation loss; the score is still shown.
    default Objective withLossDeciding() {
        return OwnObjective.withLossDeciding(this);
    }

    /// The same that also tells how well probabilities rank the examples, of each class or label and in the mean over
    /// them: `roc_auc` and `average_precision`, NaN where no example is of the class, or all are. For it the
    /// probabilities of all examples are kept in memory: it is for a model that is judged, not for each epoch. Of
    /// numbers and hidden tokens there is nothing to rank.
    default Objective withRanking() {
        return switch (task()) {
            case SINGLE_LABEL_CLASSIFICATION, MULTI_LABEL_CLASSIFICATION -> OwnObjective.ranking(this);
            case REGRESSION, MASKED_LANGUAGE_MODELING -> this;
        };
    }

    /// The same where thresholds decide what is said of an example, which metrics and predictions go by.
    /// Probabilities, the loss and what is made of probabilities stay as they are.
    ///
    /// @throws IllegalArgumentException if answers are no probabilities of classes or labels
    default Objective withDecision(Decision decision) {
        throw new IllegalArgumentException("thresholds: are for classes and labels, found " + task().word());
    }

    /// The same under another name, which `run.json` tells.
    default Objective withName(String name) {
        return OwnObjective.of(this, name);
    }
}
