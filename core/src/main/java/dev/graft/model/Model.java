package dev.graft.model;

import dev.graft.data.DataException;
import dev.graft.data.Dataset;
import dev.graft.data.IndexedSource;
import dev.graft.data.Input;
import dev.graft.data.TakesInput;
import dev.graft.data.Task;
import dev.graft.nn.Network;
import dev.graft.task.Decision;
import dev.graft.task.EachAnswer;
import dev.graft.task.Objective;
import dev.graft.task.OperatingPoint;
import dev.graft.task.Prediction;
import dev.graft.task.ThresholdSearch;
import dev.graft.train.Evaluation;
import dev.graft.train.Evaluator;
import dev.graft.weights.LoadReport;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// A network with what it reads, what it answers, and the names of its outputs: what you tune, use and save. It holds
/// native memory until it is closed, and is asked by one thread at a time.
///
/// @param <X> kind of example: an [dev.graft.data.ImageSource] or a [dev.graft.text.Text]
public final class Model<X> implements TunableModel, TakesInput<X> {
    private static final int BATCH = 32;

    private final Network network;
    private final Supplier<Input<X>> input;
    private final Task task;
    private final List<String> labels;
    private final Form form;
    private final Optional<LoadReport> loaded;
    private final Fresh fresh;
    private final AtomicBoolean closed;
    private final @Nullable Decision decision;

    /// What it is called, how it is written beside its weights, and what is to be freed with it.
    interface Form extends AutoCloseable {
        String architecture();

        default OptionalDouble rate() {
            return OptionalDouble.empty();
        }

        default Optional<String> pooling() {
            return Optional.empty();
        }

        /// @return the files written
        List<Path> write(Path folder);

        @Override
        default void close() {}
    }

    /// @param input made anew for whoever asks: it may keep what it has made of a data set
    /// @param fresh what of it is new
    Model(
            Network network,
            Supplier<Input<X>> input,
            Task task,
            List<String> labels,
            Form form,
            Optional<LoadReport> loaded,
            Fresh fresh) {
        this.network = network;
        this.input = input;
        this.task = task;
        this.labels = List.copyOf(labels);
        this.form = form;
        this.loaded = loaded;
        this.fresh = fresh;
        this.closed = new AtomicBoolean();
        this.decision = null;
    }

    private Model(Model<X> other, @Nullable Decision decision) {
        this.network = other.network;
        this.input = other.input;
        this.task = other.task;
        this.labels = other.labels;
        this.form = other.form;
        this.loaded = other.loaded;
        this.fresh = other.fresh;
        this.closed = other.closed;
        this.decision = decision;
    }

    @Override
    public Network network() {
        return network;
    }

    @Override
    public Input<X> input() {
        return input.get();
    }

    /// What it answers.
    public Task task() {
        return task;
    }

    /// From which probabilities on its classes are said; empty where the most probable one is.
    public Optional<Decision> decision() {
        return Optional.ofNullable(decision);
    }

    /// The same model where thresholds decide what is said. Both share all that they hold: closing one closes
    /// the other.
    ///
    /// @throws IllegalArgumentException if the thresholds are for other labels, or the model answers with
    ///     numbers
    public Model<X> withDecision(Decision value) {
        if (!value.labels().equals(labels)) {
            throw new IllegalArgumentException("thresholds: expected some for the labels of the model, " + labels
                    + ", found some for " + value.labels());
        }
        Objective.of(task).withDecision(value);
        return new Model<>(this, value);
    }

    /// The same model where the most probable class is said. Both share all that they hold.
    public Model<X> withoutDecision() {
        return new Model<>(this, null);
    }

    /// What its outputs mean: the usual of its task, with its decision.
    public Objective objective() {
        Objective usual = Objective.of(task);
        return decision == null ? usual : usual.withDecision(decision);
    }

    @Override
    public List<String> labels() {
        return labels;
    }

    @Override
    public String architecture() {
        return form.architecture();
    }

    @Override
    public OptionalDouble rate() {
        return form.rate();
    }

    @Override
    public Optional<String> pooling() {
        return form.pooling();
    }

    @Override
    public Optional<LoadReport> loadReport() {
        return loaded;
    }

    @Override
    public List<Path> describe(Path folder) {
        return form.write(folder);
    }

    @Override
    public void seed(long seed) {
        fresh.draw(seed);
    }

    @Override
    public void settle() {
        fresh.settle();
    }

    /// The answer for one example, with all classes.
    ///
    /// @throws DataException if it cannot be read
    public Prediction predict(X example) {
        List<Prediction> found = new ArrayList<>();
        List<Unreadable> unreadable = predict(List.of(example), labels.size(), found::add);
        unreadable.forEach(one -> {
            throw new DataException(one.reason());
        });
        return found.getFirst();
    }

    /// An example that has no answer.
    ///
    /// @param source what it is called
    /// @param reason why it could not be read
    public record Unreadable(String source, String reason) {}

    /// Answers for many examples, a batch at a time. Whoever asks often makes a [Predictor], once.
    ///
    /// @param top  classes to tell of each, at least 1; all where there are fewer
    /// @param each told of each example that could be read, in the order given
    /// @return those that could not be read
    /// @throws IllegalStateException if the model is closed
    public List<Unreadable> predict(List<X> examples, int top, Consumer<Prediction> each) {
        return predict(examples, input(), top, each);
    }

    /// The same with examples that come to it in another way than usual.
    public List<Unreadable> predict(List<X> examples, Input<X> by, int top, Consumer<Prediction> each) {
        requireOpen();
        try (Predictor<X> once = Predictor.of(this)) {
            return once.predict(examples, by, top, each);
        }
    }

    /// Runs the model over labelled examples whose labels are this model's. What it says includes how well the
    /// probabilities of each class rank the examples, see [Objective#withRanking()].
    ///
    /// @throws DataException if the data are of another task, or have a label that it does not know
    public Evaluation evaluate(Dataset<X> data) {
        return evaluate(data, input());
    }

    /// The same with examples that come to it in another way than usual.
    public Evaluation evaluate(Dataset<X> data, Input<X> by) {
        return evaluate(data, by, objective());
    }

    /// The same by a loss or a score of one's own.
    ///
    /// @throws IllegalArgumentException if the objective takes the targets of another task than the model's
    public Evaluation evaluate(Dataset<X> data, Input<X> by, Objective objective) {
        return judge(data, by, objective, source -> (outputs, targets) -> {});
    }

    /// The same that also tells what is answered to each example, as [dev.graft.task.Mistakes] want to know.
    ///
    /// @throws IllegalArgumentException if the objective takes the targets of another task than the model's
    public Evaluation evaluate(Dataset<X> data, Input<X> by, Objective objective, EachAnswer each) {
        return judge(data, by, objective, source -> new ByPosition(source, objective, each));
    }

    /// @param also told of each batch of a source, whose order may be another than that of the data
    private Evaluation judge(
            Dataset<X> data, Input<X> by, Objective objective, Function<IndexedSource, Evaluator.Outputs> also) {
        requireOpen();
        by.requireLike(input());
        if (data.size() == 0) {
            throw new IllegalArgumentException("evaluate: expected examples, found none");
        }
        if (data.task() != task) {
            throw new DataException(
                    "the data are for " + data.task().word() + ", the model answers with " + task.word());
        }
        if (objective.task() != task) {
            throw new IllegalArgumentException("evaluate: expected an objective for " + task.word() + ", found '"
                    + objective.name() + "' for " + objective.task().word());
        }
        IndexedSource source = by.validation(data.withLabels(labels), BATCH);
        return new Evaluator(network, objective.withRanking()).evaluate(source, also.apply(source));
    }

    /// What thresholds come to.
    ///
    /// @param decision   that does what was asked
    /// @param evaluation of the examples that it was found with, as it decides
    /// @param without    of the same where the most probable class is said
    public record Decided(Decision decision, Evaluation evaluation, Evaluation without) {}

    /// Finds the thresholds that do what is asked on labelled examples: those that the model was validated
    /// with, and not those that it is judged by in the end.
    ///
    /// @throws DataException if the data are of another task, or have a label that the model does not know
    /// @throws IllegalArgumentException if there is no such class, none of its examples, or no thresholds do
    ///     all of it
    public Decided decide(Dataset<X> data, Input<X> by, List<OperatingPoint> asked) {
        ThresholdSearch search = new ThresholdSearch(task, labels, asked);
        Evaluation without = judge(data, by, Objective.of(task), source -> search::add);
        Decision found = search.decision();
        return new Decided(found, evaluate(data, by, Objective.of(task).withDecision(found)), without);
    }

    /// Its memory is another's by then.
    void requireOpen() {
        if (closed.get()) {
            throw new IllegalStateException("model " + architecture() + ": is closed");
        }
    }

    @Override
    public void close() {
        closed.set(true);
        network.close();
        form.close();
    }
}
