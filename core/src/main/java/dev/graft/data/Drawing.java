package dev.graft.data;

import java.util.Arrays;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;

/// Chance in choosing examples and their order. The same seed draws the same.
public final class Drawing {
    private Drawing() {}

    /// Puts numbers into an order in which every one is as likely as the others.
    public static void shuffle(int[] order, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = order.length - 1; i > 0; i--) {
            int other = random.nextInt(i + 1);
            int swapped = order[i];
            order[i] = order[other];
            order[other] = swapped;
        }
    }

    /// `count` of the numbers below `size`, in order, each as likely as the others.
    public static Set<Integer> draw(int count, int size, long seed) {
        int[] order = new int[size];
        Arrays.setAll(order, i -> i);
        shuffle(order, seed);
        Set<Integer> drawn = new TreeSet<>();
        for (int i = 0; i < count; i++) {
            drawn.add(order[i]);
        }
        return drawn;
    }

    /// A share of the numbers below `size` for validation: at least one, never all.
    public static Set<Integer> heldOut(int size, double share, long seed) {
        int most = Math.max(0, size - 1);
        return draw(Math.clamp(Math.round(size * share), Math.min(1, most), most), size, seed);
    }
}
