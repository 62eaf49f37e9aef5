package dev.graft.bench.planted;

import dev.graft.advise.Inspected;
import dev.graft.advise.Inspection;
import dev.graft.advise.Inspection.AlikeGroup;
import dev.graft.data.Dataset;
import dev.graft.data.Example;
import dev.graft.data.ExampleId;
import dev.graft.data.ImageSource;
import dev.graft.data.Kind;
import dev.graft.data.Part;
import dev.graft.data.Splits;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// Copies of training images among those for validation, and which of them an inspection finds.
///
/// @param data      with the copies
/// @param originals name of the original by the name of its copy
/// @param ways      how a copy was made, by its name
record PlantedCopies(Splits<ImageSource> data, Map<String, String> originals, Map<String, Copy> ways) {
    /// What was found.
    ///
    /// @param planted copies by way
    /// @param found   of them, together with their originals
    /// @param others  images that are said to be alike, beside copies and originals
    /// @param images  that there are without the copies
    record Result(Map<Copy, Integer> planted, Map<Copy, Integer> found, List<String> others, int images) {}

    /// @param each copies of each way
    static PlantedCopies in(Splits<ImageSource> data, int each, long seed) {
        List<Integer> order = new ArrayList<>();
        for (int i = 0; i < data.train().size(); i++) {
            order.add(i);
        }
        Collections.shuffle(order, new Random(seed));
        SplittableRandom random = new SplittableRandom(seed);
        Map<String, String> originals = new TreeMap<>();
        Map<String, Copy> ways = new TreeMap<>();
        List<Example<ImageSource>> validation =
                new ArrayList<>(data.validation().examples());
        for (int i = 0; i < Math.min(order.size(), each * Copy.values().length); i++) {
            Copy way = Copy.values()[i % Copy.values().length];
            Example<ImageSource> original = data.train().examples().get(order.get(i));
            ImageSource copy = way.of(original.input(), random);
            ExampleId id =
                    ExampleId.ofFile(copy.name(), ExampleId.sha256(copy.read(3).pixels()));
            originals.put(id.file(), original.id().file());
            ways.put(id.file(), way);
            validation.add(new Example<>(copy, original.target(), id));
        }
        Dataset<ImageSource> more = data.validation().with(validation);
        return new PlantedCopies(Splits.of(Kind.IMAGE, data.train(), more), originals, ways);
    }

    Result found(Inspection inspection) {
        Map<Copy, Integer> planted = new TreeMap<>();
        Map<Copy, Integer> found = new TreeMap<>();
        ways.values().forEach(way -> planted.merge(way, 1, Integer::sum));
        Set<String> others = new TreeSet<>();
        for (AlikeGroup group : inspection.alike()) {
            Set<String> learned = group.members().stream()
                    .filter(member -> member.part() == Part.TRAIN)
                    .map(member -> member.id().file())
                    .collect(Collectors.toSet());
            for (Inspected member : group.members()) {
                String original = originals.get(member.id().file());
                if (original != null && learned.contains(original)) {
                    found.merge(ways.getOrDefault(member.id().file(), Copy.CUT), 1, Integer::sum);
                }
            }
            List<String> real = group.members().stream()
                    .map(member -> member.id().file())
                    .filter(file -> !originals.containsKey(file))
                    .toList();
            if (real.size() > 1) {
                others.addAll(real);
            }
        }
        return new Result(planted, found, List.copyOf(others), data.all().size() - ways.size());
    }
}
