package dev.graft.model;

import dev.graft.data.DataException;
import dev.graft.data.Input;
import dev.graft.data.Questions;
import dev.graft.nn.FrozenStages;
import dev.graft.nn.Network;
import dev.graft.nn.Stage;
import dev.graft.task.Objective;
import dev.graft.task.Prediction;
import dev.graft.text.Bounds;
import dev.graft.text.NearNames;
import dev.graft.torch.Device;
import dev.graft.torch.Scope;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.bytedeco.pytorch.Tensor;

/// A trained model that is asked again and again: its stages are folded and packed once. Any number of threads, virtual
/// ones as well, may ask at the same time; they share the weights, and get the answers that one thread gets, to the
/// last digit.
/// ```java
/// try (Predictor<ImageSource> predictor = Predictor.open(ModelKind.IMAGE, Path.of("runs/photos"))) {
///     Prediction answer = predictor.predict(ImageSource.of("part 17", jpeg));
/// }
/// ```
/// Each question is computed on the thread that asks, with [dev.graft.torch.Threads#count()] threads: where many ask
/// at once, one for each is fastest (`Threads.set(1)`), or questions share batches, see [Sharing]. What virtual
/// threads ask is computed on threads of the platform, as many as there are cores.
///
/// Weights that change after the first question, and what the model decides by if it is given another, are not seen.
/// Closing waits for those who are being answered; whoever asks afterwards gets an `IllegalStateException`.
///
/// @param <X> kind of example
public final class Predictor<X> implements AutoCloseable {
    /// Examples that are computed together where many are given at once.
    static final int BATCH = 32;

    private final Model<X> model;
    private final boolean owned;
    private final Input<X> input;
    private final FrozenStages stages;
    private final Objective objective;
    private final PlatformThreads threads = new PlatformThreads();
    private final OneByOne<X, ?> single;
    private final Computing answering = this::answers;
    private final Map<Integer, Computing> features = new ConcurrentHashMap<>();
    private final Gate gate = new Gate();

    private Predictor(Model<X> model, boolean owned, Optional<Sharing> sharing) {
        model.requireOpen();
        Network network = model.network();
        this.model = model;
        this.owned = owned;
        this.input = model.input();
        this.stages = network.frozen(0, network.stages().size());
        this.objective = model.objective();
        this.single = new OneByOne<>(input.reading(), device(), threads, sharing);
    }

    /// One for a model, which stays open when this is closed and has to be open until then.
    public static <X> Predictor<X> of(Model<X> model) {
        return new Predictor<>(model, false, Optional.empty());
    }

    /// The same where questions about one example that come at the same moment share a batch.
    public static <X> Predictor<X> of(Model<X> model, Sharing sharing) {
        return new Predictor<>(model, false, Optional.of(sharing));
    }

    /// One for a saved model, on the CPU.
    ///
    /// @param folder a run folder, or its model folder
    /// @throws IllegalArgumentException if the folder is neither
    /// @throws dev.graft.weights.WeightsException if its files are damaged
    public static <X> Predictor<X> open(ModelKind<X> kind, Path folder) {
        return new Predictor<>(kind.open(folder, Device.CPU), true, Optional.empty());
    }

    /// The same where questions about one example that come at the same moment share a batch.
    public static <X> Predictor<X> open(ModelKind<X> kind, Path folder, Sharing sharing) {
        return new Predictor<>(kind.open(folder, Device.CPU), true, Optional.of(sharing));
    }

    /// Label of each output, in order.
    public List<String> labels() {
        return model.labels();
    }

    /// Names of the stages whose features there are, first to last; the last one is the head.
    public List<String> stages() {
        return model.network().stages().stream().map(Stage::name).toList();
    }

    /// The answer for one example, with all classes.
    ///
    /// @throws DataException if it cannot be read
    /// @throws IllegalStateException if this is closed
    public Prediction predict(X example) {
        return predict(List.of(required(example))).getFirst();
    }

    /// The answers for some examples, with all classes, in their order.
    ///
    /// @param examples at least one
    /// @throws DataException if one of them cannot be read
    /// @throws IllegalStateException if this is closed
    public List<Prediction> predict(List<X> examples) {
        requireSome(examples);
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
        return ask(
                examples,
                by,
                answering,
                (asked, row) -> each.accept(objective
                        .prediction(asked.name(), model.labels(), row, top)
                        .withCut(asked.cut())));
    }

    /// What the head is given of an example: numbers that are alike for examples that are alike, to search, to
    /// compare and to group by. See [Features].
    ///
    /// @return as many numbers as the head has inputs
    /// @throws DataException if it cannot be read
    /// @throws IllegalStateException if this is closed
    public float[] features(X example) {
        return features(example, beforeHead());
    }

    /// What a stage makes of an example, see [Features].
    ///
    /// @param stage one of [#stages()]
    /// @throws IllegalArgumentException if there is no stage of that name
    /// @throws DataException if the example cannot be read
    /// @throws IllegalStateException if this is closed
    public float[] features(X example, String stage) {
        return features(List.of(required(example)), stage).getFirst();
    }

    /// What the head is given of some examples, in their order.
    ///
    /// @param examples at least one
    /// @throws DataException if one of them cannot be read
    /// @throws IllegalStateException if this is closed
    public List<float[]> features(List<X> examples) {
        return features(examples, beforeHead());
    }

    private List<float[]> features(List<X> examples, String stage) {
        requireSome(examples);
        List<float[]> found = new ArrayList<>();
        requireReadable(features(examples, stage, one -> found.add(one.values())));
        return List.copyOf(found);
    }

    /// What a stage makes of many examples, a batch at a time.
    ///
    /// @param stage one of [#stages()]
    /// @param each  told of each example that could be read, in the order given, on this thread
    /// @return those that could not be read
    /// @throws IllegalArgumentException if there is no stage of that name
    /// @throws IllegalStateException if this is closed
    public List<Model.Unreadable> features(List<X> examples, String stage, Consumer<Features> each) {
        return features(examples, input, stage, each);
    }

    /// The same with examples that come to it in another way than usual.
    public List<Model.Unreadable> features(List<X> examples, Input<X> by, String stage, Consumer<Features> each) {
        by.requireLike(input);
        return ask(
                examples,
                by,
                features.computeIfAbsent(numberOf(stage), number -> inputs -> featuresOf(number, inputs)),
                (asked, row) -> each.accept(new Features(asked.name(), row, asked.cut())));
    }

    /// The stage whose output the head is given.
    public String beforeHead() {
        List<String> names = stages();
        return names.get(names.size() - 2);
    }

    private int numberOf(String stage) {
        int number = stages().indexOf(stage);
        if (number < 0) {
            String near = NearNames.closest(stage, stages())
                    .map(name -> "; did you mean " + name + "?")
                    .orElse("");
            throw new IllegalArgumentException(
                    "features: expected a stage, one of " + stages() + ", found '" + stage + "'" + near);
        }
        return number;
    }

    private Tensor answers(List<Tensor> inputs) {
        return objective.answers(stages.run(inputs.getFirst(), rest(inputs)));
    }

    private Tensor featuresOf(int stage, List<Tensor> inputs) {
        return Features.pooled(stages.run(stage + 1, inputs.getFirst(), rest(inputs)), rest(inputs));
    }

    private static List<Tensor> rest(List<Tensor> inputs) {
        return inputs.subList(1, inputs.size());
    }

    private static <X> X required(X example) {
        return Objects.requireNonNull(example, "predictor: expected an example, found null");
    }

    private static void requireSome(List<?> examples) {
        if (examples.isEmpty()) {
            throw new IllegalArgumentException("predictor: expected at least one example, found none");
        }
    }

    private static void requireReadable(List<Model.Unreadable> unreadable) {
        unreadable.forEach(one -> {
            throw new DataException(one.reason());
        });
    }

    @FunctionalInterface
    private interface Told {
        void of(Questions.Asked asked, float[] row);
    }

    /// A row of numbers for an example, which says nothing where it could not be read.
    private record Answer(Questions.Asked asked, float[] row) {}

    private List<Model.Unreadable> ask(List<X> examples, Input<X> by, Computing computing, Told told) {
        examples.forEach(Predictor::required);
        gate.enter();
        try {
            model.requireOpen();
            return examples.size() == 1
                    ? askOne(examples.getFirst(), by, computing, told)
                    : askMany(examples, by, computing, told);
        } finally {
            gate.leave();
        }
    }

    private List<Model.Unreadable> askOne(X example, Input<X> by, Computing computing, Told told) {
        OneByOne<X, ?> one =
                by.equals(input) ? single : new OneByOne<>(by.reading(), device(), threads, Optional.empty());
        OneByOne.Answer answer;
        try {
            answer = one.ask(example, computing);
        } catch (DataException e) {
            return List.of(new Model.Unreadable(one.name(example), String.valueOf(e.getMessage())));
        }
        told.of(answer.asked(), answer.row());
        return List.of();
    }

    private List<Model.Unreadable> askMany(List<X> examples, Input<X> by, Computing computing, Told told) {
        List<Model.Unreadable> unreadable = new ArrayList<>();
        InOrder<Answer> inOrder = new InOrder<>(answer -> {
            Questions.Asked asked = answer.asked();
            asked.unreadable()
                    .ifPresentOrElse(
                            reason -> unreadable.add(new Model.Unreadable(asked.name(), reason)),
                            () -> told.of(asked, answer.row()));
        });
        try (Questions questions = by.questions(examples, BATCH)) {
            List<Answer> batch = threads.call(() -> next(questions, computing));
            while (!batch.isEmpty()) {
                batch.forEach(answer -> inOrder.put(answer.asked().position(), answer));
                batch = threads.call(() -> next(questions, computing));
            }
        }
        return List.copyOf(unreadable);
    }

    /// A batch; none after the last.
    private List<Answer> next(Questions questions, Computing computing) {
        try (Scope scope = Scope.open()) {
            Questions.Some some = questions.next();
            if (some == null) {
                return List.of();
            }
            List<float[]> rows = computing.rows(some.inputs(), device());
            List<Answer> answers = new ArrayList<>();
            for (int i = 0; i < rows.size(); i++) {
                answers.add(new Answer(some.asked().get(i), rows.get(i)));
            }
            return answers;
        }
    }

    private Device device() {
        return model.network().params().device();
    }

    /// @throws IllegalStateException if it is called by a consumer that is being told answers of this
    @Override
    public void close() {
        gate.close(this::free);
    }

    private void free() {
        single.close();
        threads.close();
        stages.close();
        if (owned) {
            model.close();
        }
    }
}
