package dev.graft.tune.solve;

import dev.graft.torch.Scope;
import dev.graft.torch.Tensors;
import java.util.Arrays;
import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/// Solves a linear head: multinomial logistic regression, each label against the rest, or ridge regression, as
/// scikit-learn 1.9 has them (`LogisticRegressionCV`, `Ridge`) on features of mean 0, each divided by the root of its
/// variance and a tenth of the mean variance. The weights are regularized, the bias is not. Of two classes both have
/// weights here, where scikit-learn has one set of twice the
/// length: a strength of 2 is its 1.
///
/// @param loss         what is made small
/// @param outputs      of the head, at least 1
/// @param classWeights how much an example of each class counts; none for all alike
public record HeadSolver(HeadLoss loss, int outputs, List<Double> classWeights) {
    /// Where nothing can be held back to choose one: scikit-learn's.
    static final double USUAL_STRENGTH = 1;

    private static final double TOLERANCE = 1e-10;

    /// @throws IllegalArgumentException if there are class weights where examples have no single class, or not as many
    ///     as classes
    public HeadSolver {
        classWeights = List.copyOf(classWeights);
        if (!classWeights.isEmpty() && (loss != HeadLoss.CROSS_ENTROPY || classWeights.size() != outputs)) {
            throw new IllegalArgumentException("class weights: expected " + outputs
                    + ", one per class, where each example has one class, found " + classWeights.size());
        }
    }

    /// All examples count alike.
    public static HeadSolver of(HeadLoss loss, int outputs) {
        return new HeadSolver(loss, outputs, List.of());
    }

    /// Where the head on all rows is begun, and for which strength.
    private record Chosen(Tensor start, HeadSolution.Facts facts) {}

    /// The head with the least loss, for the strength that does best on folds that are held back in turn.
    public HeadSolution solve(HeadExamples examples) {
        try (Scope scope = Scope.open()) {
            Basis basis = Basis.of(examples.features());
            TargetScale scale = TargetScale.of(loss, loss.columns(examples.targets(), outputs));
            Tensor weights = weights(examples);
            HeadProblem problem = HeadProblem.of(loss, basis.columns(), scale.targets(), weights.view(-1, 1, 1));
            Chosen chosen =
                    choose(examples, HeadFolds.enough(loss, examples, scale.targets(), weights), problem, scale);
            int iterations = problem.solve(chosen.facts().strength(), chosen.start(), TOLERANCE);
            Tensor head = scale.original(chosen.start());
            return new HeadSolution(
                    Scope.keep(basis.weight(head).to(ScalarType.Float)),
                    Scope.keep(basis.bias(head).to(ScalarType.Float)),
                    chosen.facts().withIterations(chosen.facts().iterations() + iterations));
        }
    }

    /// What heads say of rows that they did not learn from: each is answered by the head on all other folds, for the
    /// strength that does best on all of them.
    ///
    /// @throws IllegalArgumentException if there are fewer than 2 folds
    public HeldBack heldBack(HeadExamples examples) {
        boolean[] learned = new boolean[examples.folds().length];
        Arrays.fill(learned, true);
        return heldBack(examples, learned);
    }

    /// The same as if there were only some of the rows to learn from, and to choose a strength by; all are answered.
    ///
    /// @param learned whether a row is one of those
    /// @throws IllegalArgumentException if there are fewer than 2 folds, or not as many flags as rows
    public HeldBack heldBack(HeadExamples examples, boolean[] learned) {
        if (learned.length != examples.folds().length) {
            throw new IllegalArgumentException("held back: expected " + examples.folds().length
                    + " flags of rows to learn from, found " + learned.length);
        }
        if (examples.foldCount() < 2) {
            throw new IllegalArgumentException("held back: expected at least 2 folds, found one");
        }
        try (Scope scope = Scope.open()) {
            Basis basis = Basis.of(examples.features());
            TargetScale scale = TargetScale.of(loss, loss.columns(examples.targets(), outputs));
            Tensor weights = weights(examples);
            HeadFolds folds = HeadFolds.all(loss, examples, scale.targets(), weights.mul(flags(learned)));
            HeadProblem held = HeadProblem.of(loss, basis.columns(), scale.targets(), weights.view(-1, 1, 1))
                    .weighted(folds.learning());
            try (StrengthSearch search = new StrengthSearch(held, folds.judging()).run()) {
                Tensor said = search.outputs(TOLERANCE).to(ScalarType.Double).gather(1, own(examples.folds()));
                StrengthSearch.Tried best = search.chosen();
                return new HeldBack(
                        Scope.keep(scale.answered(said.squeeze(1)).to(ScalarType.Float)),
                        best.strength(),
                        scale.reported(loss, best.losses()));
            }
        }
    }

    private static Tensor flags(boolean[] set) {
        float[] flags = new float[set.length];
        for (int i = 0; i < flags.length; i++) {
            flags[i] = set[i] ? 1 : 0;
        }
        return Tensors.of(flags, flags.length).to(ScalarType.Double);
    }

    /// The fold of each row, `[N, 1, outputs]`.
    private Tensor own(int[] folds) {
        long[] own = Arrays.stream(folds).asLongStream().toArray();
        return Tensors.of(own, folds.length, 1, 1).expand(folds.length, 1, outputs);
    }

    private Chosen choose(HeadExamples examples, HeadFolds folds, HeadProblem problem, TargetScale scale) {
        if (examples.foldCount() < 2 || !folds.anyJudges()) {
            return new Chosen(
                    problem.zeros(), new HeadSolution.Facts(USUAL_STRENGTH, null, 0, examples.views(), 0, false));
        }
        HeadProblem held = problem.weighted(folds.learning());
        try (StrengthSearch search = new StrengthSearch(held, folds.judging()).run()) {
            StrengthSearch.Tried best = search.chosen();
            return new Chosen(
                    search.start(),
                    new HeadSolution.Facts(
                            best.strength(),
                            scale.reported(loss, best.losses()),
                            folds.count(),
                            examples.views(),
                            search.iterations(),
                            search.atEdge()));
        }
    }

    /// How much each row counts: all views of an example together as one, times its class's weight.
    private Tensor weights(HeadExamples examples) {
        float[] each = new float[outputs];
        Arrays.fill(each, 1f / examples.views());
        for (int i = 0; i < classWeights.size(); i++) {
            each[i] *= classWeights.get(i).floatValue();
        }
        Tensor perClass = Tensors.of(each, outputs).to(ScalarType.Double);
        return loss == HeadLoss.CROSS_ENTROPY
                ? perClass.index_select(0, examples.targets())
                : torch.ones(examples.folds().length).to(ScalarType.Double).mul(perClass.select(0, 0));
    }
}
