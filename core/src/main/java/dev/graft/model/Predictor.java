package dev.graft.model;

import dev.graft.data.DataException;
import dev.graft.data.Input;
import dev.graft.data.Questions;
import dev.graft.nn.FrozenStages;
import dev.graft.nn.Network;
import dev.graft.task.Objective;
import dev.graft.task.Prediction;
import dev.graft.text.Bounds;
import dev.graft.torch.Device;
import dev.graft.torch.Scope;
import dev.graft.torch.Tensors;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Consumer;
import org.bytedeco.pytorch.Tensor;

/// A trained model that is asked again and again: its stages are folded and packed once. Any number of threads may ask
/// at the same time; they share the weights, and get the answers that one thread gets.
/// ```java
/// try (Predictor<ImageSource> predictor = Predictor.open(ModelKind.IMAGE, Path.of("runs/photos"))) {
///     Prediction answer = predictor.predict(ImageSource.of("part 17", jpeg));
/// }
/// ```
/// Weights that change after the first question are not seen. Closing waits for those who are being answered; whoever
/// asks afterwards gets an `IllegalStateException`.
///
/// @param <X> kind of example
public final class Predictor<X> implements AutoCloseable {
    private static final int BATCH = 32;

    private final Model<X> model;
    private final boolean owned;
    private final Input<X> input;
    private final FrozenStages beforeHead;
    private final FrozenStages head;
    private final ReadWriteLock open = new ReentrantReadWriteLock();
    private boolean closed;

    private Predictor(Model<X> model, boolean owned) {
        Network network = model.network();
        int stages = network.stages().size();
        this.model = model;
        this.owned = owned;
        this.input = model.input();
        this.beforeHead = network.frozen(0, stages - 1);
        this.head = network.frozen(stages - 1, stages);
    }

    /// One for a model, which stays open when this is closed and has to be open until then.
    public static <X> Predictor<X> of(Model<X> model) {
        return new Predictor<>(model, false);
    }

    /// One for a saved model, on the CPU.
    ///
    /// @param folder a run folder, or its model folder
    /// @throws IllegalArgumentException if the folder is neither
    /// @throws dev.graft.weights.WeightsException if its files are damaged
    public static <X> Predictor<X> open(ModelKind<X> kind, Path folder) {
        return new Predictor<>(kind.open(folder, Device.CPU), true);
    }

    /// Label of each output, in order.
    public List<String> labels() {
        return model.labels();
    }

    /// The answer for one example, with all classes.
    ///
    /// @throws DataException if it cannot be read
    /// @throws IllegalStateException if this is closed
    public Prediction predict(X example) {
        return predict(List.of(example)).getFirst();
    }

    /// The answers for some examples, with all classes, in their order.
    ///
    /// @throws DataException if one of them cannot be read
    /// @throws IllegalStateException if this is closed
    public List<Prediction> predict(List<X> examples) {
        List<Prediction> found = new ArrayList<>();
        requireReadable(predict(examples, input, model.labels().size(), found::add));
        return List.copyOf(found);
    }

    /// Answers for many examples, a batch at a time.
    ///
    /// @param top  classes to tell of each, at least 1; all where there are fewer
    /// @param each told of each example that could be read, in the order given, on this thread
    /// @return those that could not be read
    /// @throws IllegalStateException if this is closed
    public List<Model.Unreadable> predict(List<X> examples, int top, Consumer<Prediction> each) {
        return predict(examples, input, top, each);
    }

    /// The same with examples that come to it in another way than usual.
    public List<Model.Unreadable> predict(List<X> examples, Input<X> by, int top, Consumer<Prediction> each) {
        Bounds.require("top", top, 1, Integer.MAX_VALUE);
        by.requireLike(input);
        Objective objective = model.objective();
        return ask(
                examples,
                by,
                inputs -> objective.answers(head.run(beforeHead(inputs), rest(inputs))),
                (asked, outputs) -> each.accept(objective
                        .prediction(asked.name(), model.labels(), outputs, top)
                        .withCut(asked.cut())));
    }

    /// What the head is given of an example: numbers that are alike for examples that are alike, to search, to
    /// compare
    /// and to group by. Where a stage makes a map over the image, its mean.
    ///
    /// @return as many numbers as the head has inputs
    /// @throws DataException if it cannot be read
    /// @throws IllegalStateException if this is closed
    public float[] features(X example) {
        return features(List.of(example)).getFirst();
    }

    /// The same of some examples, in their order.
    ///
    /// @throws DataException if one of them cannot be read
    /// @throws IllegalStateException if this is closed
    public List<float[]> features(List<X> examples) {
        List<float[]> found = new ArrayList<>();
        requireReadable(
                ask(examples, input, inputs -> overSpace(beforeHead(inputs)), (asked, outputs) -> found.add(outputs)));
        return List.copyOf(found);
    }

    private static Tensor overSpace(Tensor features) {
        return features.dim() == 4 ? features.mean(2, 3) : features;
    }

    private Tensor beforeHead(List<Tensor> inputs) {
        return beforeHead.run(inputs.getFirst(), rest(inputs));
    }

    private static List<Tensor> rest(List<Tensor> inputs) {
        return inputs.subList(1, inputs.size());
    }

    private static void requireReadable(List<Model.Unreadable> unreadable) {
        unreadable.forEach(one -> {
            throw new DataException(one.reason());
        });
    }

    /// From the tensors of a batch, in a scope, to a row for each of its examples.
    @FunctionalInterface
    private interface Computing {
        Tensor of(List<Tensor> inputs);
    }

    @FunctionalInterface
    private interface Told {
        void of(Questions.Asked asked, float[] row);
    }

    /// A row of numbers for an example; none where it could not be read.
    private record Answer(Questions.Asked asked, Optional<float[]> row) {}

    private List<Model.Unreadable> ask(List<X> examples, Input<X> by, Computing computing, Told told) {
        examples.forEach(example -> Objects.requireNonNull(example, "predictor: expected an example, found null"));
        List<Model.Unreadable> unreadable = new ArrayList<>();
        InOrder<Answer> answers = new InOrder<>(answer -> answer.row().ifPresent(row -> told.of(answer.asked(), row)));
        open.readLock().lock();
        try {
            if (closed) {
                throw new IllegalStateException("predictor: is closed");
            }
            try (Questions questions = by.questions(examples, BATCH)) {
                boolean more = true;
                while (more) {
                    try (Scope scope = Scope.open()) {
                        Questions.Some some = questions.next();
                        more = some != null;
                        if (some != null) {
                            answer(some, computing, answers, unreadable);
                        }
                    }
                }
            }
        } finally {
            open.readLock().unlock();
        }
        return List.copyOf(unreadable);
    }

    private void answer(
            Questions.Some some, Computing computing, InOrder<Answer> answers, List<Model.Unreadable> unreadable) {
        Device device = model.network().params().device();
        float[] outputs = Tensors.floats(
                computing.of(some.inputs().stream().map(device::place).toList()));
        int count = some.asked().size();
        int width = outputs.length / count;
        for (int i = 0; i < count; i++) {
            Questions.Asked asked = some.asked().get(i);
            asked.unreadable().ifPresent(reason -> unreadable.add(new Model.Unreadable(asked.name(), reason)));
            answers.put(
                    asked.position(),
                    new Answer(
                            asked,
                            asked.unreadable().isPresent()
                                    ? Optional.empty()
                                    : Optional.of(Arrays.copyOfRange(outputs, i * width, (i + 1) * width))));
        }
    }

    @Override
    public void close() {
        open.writeLock().lock();
        try {
            if (!closed) {
                closed = true;
                beforeHead.close();
                head.close();
                if (owned) {
                    model.close();
                }
            }
        } finally {
            open.writeLock().unlock();
        }
    }
}
