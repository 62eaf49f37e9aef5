package dev.graft.advise;

import dev.graft.data.Dataset;
import dev.graft.data.Splits;
import dev.graft.data.Wording;
import java.util.List;
import java.util.stream.IntStream;

/// What is held back from the training part while arms are compared: stratified, in whole groups, and the same for all
/// arms. What a winner is judged by takes no part. Few examples are all held back, once each, for a few of them decide
/// nothing; of many, one part is enough.
///
/// @param fold  in which each example of the training part is
/// @param folds that are held back, from 0; none where nothing can be
record HeldBackParts(int[] fold, List<Integer> folds) {
    private static final int FEW = 300;
    private static final int FOR_FEW = 3;
    private static final int USUAL = 5; // of which one is 20%
    private static final int MOST = 2_000;

    static HeldBackParts of(Dataset<?> training, long seed) {
        int examples = training.size();
        int most = examples < FEW ? FOR_FEW : Math.max(USUAL, Math.ceilDiv(examples, MOST));
        int[] fold = training.foldOfEach(most, seed);
        int found = IntStream.of(fold).max().orElse(0) + 1;
        if (found < 2) {
            return new HeldBackParts(fold, List.of());
        }
        return new HeldBackParts(
                fold, examples < FEW ? IntStream.range(0, found).boxed().toList() : List.of(0));
    }

    boolean isEmpty() {
        return folds.isEmpty();
    }

    /// What is learned from while a fold is held back, judged by that.
    <X> Splits<X> without(Splits<X> data, int held) {
        return data.within(positions(held, false), positions(held, true));
    }

    /// All that is held back, fold by fold.
    <X> Dataset<X> judging(Splits<X> data) {
        return data.train()
                .subset(folds.stream()
                        .flatMapToInt(held -> IntStream.of(positions(held, true)))
                        .toArray());
    }

    private int[] positions(int held, boolean back) {
        return IntStream.range(0, fold.length)
                .filter(at -> (fold[at] == held) == back)
                .toArray();
    }

    /// Share of the training part that is learned from, all folds together.
    double share() {
        long learned =
                folds.stream().mapToLong(held -> positions(held, false).length).sum();
        return (double) learned / Math.max(1, fold.length);
    }

    /// `5 folds of the training part, 60 examples`.
    String says() {
        int examples =
                folds.stream().mapToInt(held -> positions(held, true).length).sum();
        return (folds.size() == 1 ? "a part of the training part" : folds.size() + " folds of the training part") + ", "
                + Wording.count(examples, "example");
    }
}
