package dev.graft.bench.planted;

import dev.graft.advise.Inspection;
import dev.graft.data.Dataset;
import dev.graft.data.Example;
import dev.graft.data.Part;
import dev.graft.data.Splits;
import dev.graft.data.Target;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;

/// Labels that were made wrong, and which of them an inspection suspects.
///
/// @param data    with the wrong labels
/// @param flipped positions of the wrong ones in [Splits#all()]
record PlantedLabels<X>(Splits<X> data, Set<Integer> flipped) {
    /// What was found.
    ///
    /// @param planted  wrong labels
    /// @param suspects that were named
    /// @param right    of them, that are wrong labels
    /// @param at60     share of right ones among the first suspects, as many as it takes to name 60% of the wrong
    ///     labels; NaN where so many are never named
    record Result(int planted, int suspects, int right, double at60) {
        double precision() {
            return (double) right / suspects;
        }

        double recall() {
            return (double) right / planted;
        }
    }

    private static final double RECALL = 0.6;

    /// @param share of the labels of each part that becomes another one
    static <X> PlantedLabels<X> in(Splits<X> data, double share, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        Set<Integer> flipped = new HashSet<>();
        List<Dataset<X>> parts = new ArrayList<>();
        int before = 0;
        for (Part part : List.of(Part.TRAIN, Part.VALIDATION)) {
            Dataset<X> right = part == Part.TRAIN ? data.train() : data.validation();
            List<Example<X>> examples = new ArrayList<>(right.examples());
            int wanted = (int) Math.round(share * examples.size());
            Set<Integer> here = new HashSet<>();
            while (here.size() < wanted) {
                here.add(random.nextInt(examples.size()));
            }
            for (int at : here.stream().sorted().toList()) {
                Example<X> example = examples.get(at);
                int wrong = (example.label() + 1 + random.nextInt(data.labels().size() - 1))
                        % data.labels().size();
                examples.set(
                        at, new Example<>(example.input(), new Target.Single(wrong), example.id(), example.group()));
                flipped.add(before + at);
            }
            parts.add(right.with(examples));
            before += examples.size();
        }
        return new PlantedLabels<>(Splits.of(data.kind(), parts.getFirst(), parts.getLast()), Set.copyOf(flipped));
    }

    Result found(Inspection inspection) {
        int right = 0;
        double at60 = Double.NaN;
        for (int i = 0; i < inspection.suspects().size(); i++) {
            right += flipped.contains(inspection.suspects().get(i).example().position()) ? 1 : 0;
            if (Double.isNaN(at60) && right >= RECALL * flipped.size()) {
                at60 = (double) right / (i + 1);
            }
        }
        return new Result(flipped.size(), inspection.suspects().size(), right, at60);
    }
}
