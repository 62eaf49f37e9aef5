package dev.graft.train;

import dev.graft.data.Batch;
import dev.graft.data.BatchCursor;
import dev.graft.data.BatchSource;
import dev.graft.nn.Network;
import dev.graft.nn.ParamStore;
import dev.graft.nn.StageModes;
import dev.graft.task.Objective;
import dev.graft.torch.Scope;
import dev.graft.torch.Tensors;
import dev.graft.tune.NetworkOutline;
import dev.graft.tune.NetworkOutline.LinearHead;
import dev.graft.tune.solve.HeadExamples;
import dev.graft.tune.solve.HeadSolution;
import dev.graft.tune.solve.HeadSolver;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/// An epoch in which a head is solved: the features that enter it are gathered from every view of the training
/// examples, and the weights with the least regularized loss are put into it.
final class SolvedHead implements AutoCloseable {
    private static final float SAME = 1e-3f; // of the outputs of a linear layer, beside their largest

    private final Network network;
    private final LinearHead head;
    private final HeadSolver solver;
    private final List<Tensor> features = new ArrayList<>();
    private final List<Tensor> targets = new ArrayList<>();
    private final List<Integer> folds = new ArrayList<>();
    private int judging;
    private int views;

    /// @param classWeights one for each class; none for all alike
    SolvedHead(Network network, Objective objective, List<Double> classWeights) {
        this.network = network;
        this.head = NetworkOutline.of(network).linearHead().orElseThrow();
        int outputs = (int) network.params().get(head.bias()).numel();
        this.solver = new HeadSolver(objective.solvable().orElseThrow(), outputs, classWeights);
    }

    /// Says why a recipe does not go together with a head that is solved.
    ///
    /// @throws IllegalArgumentException if it does not
    static void requireSolvable(Recipe recipe) {
        requireNone(recipe.labelSmoothing() > 0, "label smoothing");
        requireNone(recipe.mixing().blends(), "mixup and cutmix");
        requireNone(!(recipe.averaging() instanceof Averaging.None), "averaged weights");
        requireNone(
                recipe.objective().solvable().isEmpty(),
                "the loss of '" + recipe.objective().name() + "'");
    }

    private static void requireNone(boolean asked, String what) {
        if (asked) {
            throw new IllegalArgumentException(
                    "optimizer solve: takes no steps, so that " + what + " cannot be had; use adamw");
        }
    }

    /// Told of each batch, with how many are done and the examples in it.
    @FunctionalInterface
    interface Progress {
        void done(int batch, int examples);
    }

    /// Adds one view of the examples, as they enter the head; the first one judges.
    ///
    /// @param entering their batches
    /// @param order    position of each example in the data set, in their order
    /// @param held     the fold of each position; none where nothing is held back
    /// @param epoch    of which view
    void add(BatchSource entering, int[] order, int[] held, int epoch, Progress progress) {
        int done = 0;
        try (BatchCursor cursor = entering.open(epoch)) {
            for (int index = 0; index < entering.batches(); index++) {
                try (Scope scope = Scope.open();
                        NoGradGuard guard = new NoGradGuard()) {
                    Batch batch = cursor.next();
                    if (batch == null) {
                        throw new IllegalStateException("the batch source ended before batch " + (index + 1));
                    }
                    Tensor entered = batch.inputs().getFirst();
                    if (features.isEmpty()) {
                        requireLinear(
                                entered,
                                batch.inputs().subList(1, batch.inputs().size()));
                    }
                    features.add(Scope.keep(entered.detach().cpu().clone()));
                    targets.add(Scope.keep(batch.target().cpu().clone()));
                    for (int i = 0; i < batch.examples(); i++) {
                        folds.add(held.length == 0 ? 0 : held[order[done + i]]);
                    }
                    done += batch.examples();
                    progress.done(index + 1, batch.examples());
                }
            }
        }
        judging = views == 0 ? done : judging;
        views++;
    }

    /// The shapes of a head's parameters do not say what else its stage does.
    private void requireLinear(Tensor entered, List<Tensor> extras) {
        if (entered.dim() == 2) {
            Tensor x = network.params().device().place(entered);
            int last = network.stages().size();
            Tensor found = network.run(last - 1, last, x, extras, StageModes.EVALUATION);
            Tensor weight = network.params().get(head.weight());
            Tensor linear = x.to(Tensors.type(weight))
                    .mm(weight.t())
                    .add(network.params().get(head.bias()));
            double largest = linear.abs().max().item_double();
            if (found.sub(linear).abs().max().item_double() <= SAME * Math.max(SAME, largest)) {
                return;
            }
        }
        throw new IllegalArgumentException("optimizer solve: expected a head of one linear layer on pooled features,"
                + " found that " + network.head().name() + " of " + network.name() + " does more with "
                + Tensors.describe(entered) + "; use adamw");
    }

    /// Puts the solved weights into the head.
    ///
    /// @param sums takes the loss and the score of the examples without chance
    HeadSolution.Facts solve(TrainingState state, EpochSums sums) {
        try (Scope scope = Scope.open();
                NoGradGuard guard = new NoGradGuard()) {
            Tensor all = torch.cat(new TensorVector(features.toArray(Tensor[]::new)), 0);
            Tensor answers = torch.cat(new TensorVector(targets.toArray(Tensor[]::new)), 0);
            boolean[] judges = new boolean[folds.size()];
            Arrays.fill(judges, 0, judging, true);
            int[] held = folds.stream().mapToInt(Integer::intValue).toArray();
            HeadExamples examples = new HeadExamples(all, answers, held, judges, views);
            try (HeadSolution solved = solver.solve(examples)) {
                set(network.params().entry(head.weight()), solved.weight());
                set(network.params().entry(head.bias()), solved.bias());
                Tensor plain = all.narrow(0, 0, judging).to(Tensors.type(solved.weight()));
                Tensor logits = plain.mm(solved.weight().t()).add(solved.bias());
                List<Tensor> expected = List.of(answers.narrow(0, 0, judging));
                sums.add(state.loss(logits, expected).item_double(), logits, expected);
                return solved.facts();
            }
        }
    }

    private static void set(ParamStore.Entry entry, Tensor values) {
        entry.tensor().copy_(values);
    }

    @Override
    public void close() {
        features.forEach(Scope::release);
        targets.forEach(Scope::release);
    }
}
