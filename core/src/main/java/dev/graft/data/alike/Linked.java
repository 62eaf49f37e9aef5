package dev.graft.data.alike;

import dev.graft.data.Dataset;
import dev.graft.data.Example;
import java.util.ArrayList;
import java.util.HashMap;
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

    /// Those of one name hang together; who has none, an empty one, is alone.
    public static Linked byName(List<String> names) {
        Linked linked = none(names.size());
        Map<String, Integer> firsts = new HashMap<>();
        for (int i = 0; i < names.size(); i++) {
            Integer first = names.get(i).isEmpty() ? null : firsts.putIfAbsent(names.get(i), i);
            linked.link(first == null ? i : first, i);
        }
        return linked;
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

    /// The same examples in groups that no division tears apart: those of the data, and what is linked here; each other
    /// example is alone. As they are where there are no groups at all.
    ///
    /// @param examples at the positions that are linked
    public <X> Dataset<X> together(Dataset<X> examples) {
        Linked all = byName(examples.examples().stream().map(Example::group).toList());
        groups().forEach(group -> group.forEach(member -> all.link(group.getFirst(), member)));
        List<List<Integer>> groups = all.groups();
        if (groups.isEmpty()) {
            return examples;
        }
        int[] names = IntStream.range(0, examples.size()).toArray();
        groups.forEach(group -> group.forEach(member -> names[member] = group.getFirst()));
        return examples.with(IntStream.range(0, names.length)
                .mapToObj(
                        i -> in(Integer.toString(names[i]), examples.examples().get(i)))
                .toList());
    }

    private static <X> Example<X> in(String group, Example<X> example) {
        return new Example<>(example.input(), example.target(), example.id(), group);
    }
}
