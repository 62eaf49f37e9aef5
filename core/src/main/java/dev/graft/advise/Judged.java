package dev.graft.advise;

import dev.graft.advise.Inspection.Outlier;
import dev.graft.advise.Inspection.Suspect;
import dev.graft.data.Dataset;
import dev.graft.data.Splits;
import dev.graft.data.Task;
import dev.graft.data.alike.Linked;
import dev.graft.metrics.RobustDeviation;
import dev.graft.metrics.ShareInterval;
import dev.graft.model.Probe;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// What the features of a model say of labels and of examples.
///
/// @param suspects examples whose label is probably wrong, the most certain first
/// @param outliers examples that are far from all others, the farthest first
/// @param agreed   share of the classes that were said by heads which had not learned from the example; null where
///     there is not one class each, or nothing was judged
/// @param notDone  what was not judged, and why
record Judged(
        List<Suspect> suspects,
        List<Outlier> outliers,
        @Nullable Double agreed,
        List<String> notDone) {
    private static final int FOLDS = 5;

    /// A class of fewer has no usual distance.
    private static final int ENOUGH = 20;

    /// Photos of other things among those of steel come to 20 and more, among those of insects to 5; one in a
    /// hundred of what belongs there does, too.
    private static final double FAR = 4.5;

    /// Of the examples: where more are far off, that is how such examples are.
    private static final double MOST_FAR = 0.01;

    private static final int SOME_FAR = 5;

    /// Below it more labels would be suspected than not.
    private static final double LEAST_AGREED = 0.5;

    Judged {
        suspects = List.copyOf(suspects);
        outliers = List.copyOf(outliers);
        notDone = List.copyOf(notDone);
    }

    static Judged nothing(String why) {
        return new Judged(List.of(), List.of(), null, List.of(why));
    }

    /// @param probe of all examples
    /// @param alike which of them are nearly the same, so that none is answered by a head that knows its copy
    static <X> Judged of(Splits<X> data, Probe<X> probe, List<Inspected> examples, Linked alike, long seed) {
        Dataset<X> all = data.all();
        String stage = probe.stages().getLast();
        List<Outlier> outliers = outliers(examples, all.task() != Task.REGRESSION, probe.distances(stage));
        int[] folds = alike.together(all).foldOfEach(FOLDS, seed);
        if (Arrays.stream(folds).distinct().count() < 2) {
            return new Judged(
                    List.of(), outliers, null, List.of("labels were not judged: there is nothing to hold back"));
        }
        float[][] said = probe.heldBack(stage, folds).said();
        if (!all.task().isSingleLabel()) {
            return new Judged(Suspects.of(all, said, examples), outliers, null, List.of());
        }
        double agreed = agreed(all, said);
        double needed = Math.max(
                LEAST_AGREED, (double) Arrays.stream(all.counts()).max().orElse(0) / all.size());
        if (ShareInterval.of(agreed, all.size()).low() <= needed) {
            return new Judged(List.of(), outliers, agreed, List.of(unable(agreed, needed)));
        }
        return new Judged(Suspects.of(all, said, examples), outliers, agreed, List.of());
    }

    private static String unable(double agreed, double needed) {
        return String.format(
                Locale.ROOT,
                "labels were not judged: of examples that were held back, the model's features tell %.2f right, and to"
                        + " judge labels by that takes clearly more than %.2f; more examples or another --model may help",
                agreed,
                needed);
    }

    private static double agreed(Dataset<?> all, float[][] said) {
        long right = IntStream.range(0, said.length)
                .filter(i -> highest(said[i]) == all.examples().get(i).label())
                .count();
        return (double) right / said.length;
    }

    private static int highest(float[] values) {
        return IntStream.range(0, values.length)
                .reduce((a, b) -> values[b] > values[a] ? b : a)
                .orElseThrow();
    }

    /// By class: one may be spread wider than another. Numbers are no classes.
    private static List<Outlier> outliers(List<Inspected> examples, boolean inClasses, double[] distances) {
        Map<List<String>, List<Integer>> byLabel = new LinkedHashMap<>();
        for (int i = 0; i < distances.length; i++) {
            byLabel.computeIfAbsent(inClasses ? examples.get(i).labels() : List.of(), labels -> new ArrayList<>())
                    .add(i);
        }
        List<Outlier> far = new ArrayList<>();
        for (List<Integer> positions : byLabel.values()) {
            double[] z = RobustDeviation.of(
                    positions.stream().mapToDouble(i -> distances[i]).toArray());
            for (int i = 0; i < z.length && z.length >= ENOUGH; i++) {
                if (z[i] > FAR) {
                    int position = positions.get(i);
                    far.add(new Outlier(examples.get(position), distances[position], z[i]));
                }
            }
        }
        far.sort(Comparator.comparingDouble(Outlier::z).reversed());
        int most = Math.max(SOME_FAR, (int) (MOST_FAR * examples.size()));
        return far.subList(0, Math.min(most, far.size()));
    }
}
