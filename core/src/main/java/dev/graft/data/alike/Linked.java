package dev.graft.data.alike;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;

/// Which examples hang together: directly, or over others.
public final class Linked {
    private final int[] towards;

    private Linked(int examples) {
        towards = IntStream.range(0, examples).toArray();
    }

    /// So many examples, each by itself.
    public static Linked none(int examples) {
        return new Linked(examples);
    }

    /// Links two, and all that hang together with either.
    public void link(int one, int other) {
        int first = Math.min(root(one), root(other));
        towards[Math.max(root(one), root(other))] = first;
    }

    /// Whether two hang together.
    public boolean areLinked(int one, int other) {
        return root(one) == root(other);
    }

    /// The groups of at least two, by their first members, and the members in order.
    public List<List<Integer>> groups() {
        Map<Integer, List<Integer>> byRoot = new TreeMap<>();
        for (int i = 0; i < towards.length; i++) {
            byRoot.computeIfAbsent(root(i), root -> new ArrayList<>()).add(i);
        }
        return byRoot.values().stream().filter(group -> group.size() > 1).toList();
    }

    private int root(int of) {
        int at = of;
        while (towards[at] != at) {
            towards[at] = towards[towards[at]];
            at = towards[at];
        }
        return at;
    }
}
