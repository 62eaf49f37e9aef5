package dev.graft.advise;

import dev.graft.data.Dataset;
import dev.graft.data.Target;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;

/// Some examples in place of all.
final class Sample {
    private Sample() {}

    /// So many examples, drawn by the seed, of each class about as many; in the order in which they were.
    static <X> Dataset<X> of(Dataset<X> all, int most, long seed) {
        if (most >= all.size()) {
            return all;
        }
        List<Integer> drawn =
                new ArrayList<>(IntStream.range(0, all.size()).boxed().toList());
        Collections.shuffle(drawn, new Random(seed));
        Map<Target, Integer> seen = new HashMap<>();
        int[] turn = new int[all.size()];
        if (all.task().isSingleLabel()) {
            drawn.forEach(at -> turn[at] = seen.merge(all.examples().get(at).target(), 1, Integer::sum));
        }
        drawn.sort(Comparator.comparingInt(at -> turn[at]));
        return all.subset(
                drawn.stream().limit(most).mapToInt(Integer::intValue).sorted().toArray());
    }
}
