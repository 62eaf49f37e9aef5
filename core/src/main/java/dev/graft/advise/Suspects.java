package dev.graft.advise;

import dev.graft.advise.Inspection.Suspect;
import dev.graft.data.Dataset;
import dev.graft.data.Target;
import dev.graft.metrics.ConfidentLearning;
import dev.graft.metrics.RobustDeviation;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;

/// Whose label is probably wrong, by what was said of examples that had not been learned from.
///
/// @param said probabilities of each class or label, or numbers: `[examples][labels]`
@SuppressWarnings("ArrayRecordComponent") // never compared
record Suspects(Dataset<?> data, float[][] said, List<Inspected> examples) {
    /// Numbers that are farther from what is said of them than so many robust deviations: of normal ones one in two
    /// million.
    private static final double FAR_OFF = 5;

    /// The most certain first.
    static List<Suspect> of(Dataset<?> data, float[][] said, List<Inspected> examples) {
        Suspects suspects = new Suspects(data, said, examples);
        return switch (data.examples().getFirst().target()) {
            case Target.Single single -> suspects.ofClasses();
            case Target.Several several -> suspects.ofLabels();
            case Target.Values values -> suspects.ofNumbers();
        };
    }

    private List<Suspect> ofClasses() {
        int[] labels =
                data.examples().stream().mapToInt(example -> example.label()).toArray();
        return ConfidentLearning.suspects(said, labels).stream()
                .map(found -> new Suspect(
                        examples.get(found.position()),
                        List.of(name(found.suggested())),
                        found.score(),
                        String.format(
                                Locale.ROOT,
                                "looks like %s (%.2f; %s %.2f)",
                                name(found.suggested()),
                                said[found.position()][found.suggested()],
                                name(found.label()),
                                said[found.position()][found.label()])))
                .toList();
    }

    private String name(int label) {
        return data.labels().get(label);
    }

    /// Each label against its absence.
    private List<Suspect> ofLabels() {
        Map<Integer, TreeSet<Integer>> wrong = new TreeMap<>(); // labels by example
        Map<Integer, Double> scores = new TreeMap<>();
        for (int label = 0; label < data.labels().size(); label++) {
            int at = label;
            float[][] against = IntStream.range(0, said.length)
                    .mapToObj(i -> new float[] {1 - said[i][at], said[i][at]})
                    .toArray(float[][]::new);
            int[] has = IntStream.range(0, said.length)
                    .map(i -> labels(i).contains(at) ? 1 : 0)
                    .toArray();
            ConfidentLearning.suspects(against, has).forEach(found -> {
                wrong.computeIfAbsent(found.position(), position -> new TreeSet<>())
                        .add(at);
                scores.merge(found.position(), found.score(), Math::min);
            });
        }
        List<Suspect> suspects = new ArrayList<>();
        wrong.forEach((position, labels) -> suspects.add(new Suspect(
                examples.get(position),
                without(labels(position), labels),
                scores.getOrDefault(position, 1.0),
                words(position, labels))));
        suspects.sort(Comparator.comparingDouble(Suspect::score));
        return suspects;
    }

    private Set<Integer> labels(int position) {
        return data.examples().get(position).target() instanceof Target.Several(Set<Integer> labels)
                ? labels
                : Set.of();
    }

    /// Those it has without the wrong ones, and with those that are missing.
    private List<String> without(Set<Integer> has, Set<Integer> wrong) {
        return IntStream.range(0, data.labels().size())
                .filter(label -> has.contains(label) != wrong.contains(label))
                .mapToObj(this::name)
                .toList();
    }

    private String words(int position, Set<Integer> wrong) {
        return String.join(
                ", ",
                wrong.stream()
                        .map(label -> String.format(
                                Locale.ROOT,
                                "%s %s (%.2f)",
                                labels(position).contains(label) ? "without" : "with",
                                name(label),
                                said[position][label]))
                        .toList());
    }

    /// The farthest from what was said first.
    private List<Suspect> ofNumbers() {
        Map<Integer, Integer> worst = new TreeMap<>(); // value by example
        double[][] z = new double[data.labels().size()][];
        for (int value = 0; value < z.length; value++) {
            int at = value;
            z[value] = RobustDeviation.of(IntStream.range(0, said.length)
                    .mapToDouble(i -> number(i, at) - said[i][at])
                    .toArray());
            for (int i = 0; i < said.length; i++) {
                double far = Math.abs(z[value][i]);
                int before = worst.getOrDefault(i, value);
                if (far > FAR_OFF && far >= Math.abs(z[before][i])) {
                    worst.put(i, value);
                }
            }
        }
        return worst.entrySet().stream()
                .sorted(Comparator.comparingDouble(entry -> -Math.abs(z[entry.getValue()][entry.getKey()])))
                .map(entry -> ofNumber(entry.getKey(), entry.getValue(), z[entry.getValue()][entry.getKey()]))
                .toList();
    }

    private Suspect ofNumber(int position, int value, double z) {
        return new Suspect(
                examples.get(position),
                List.of(),
                FAR_OFF / Math.abs(z) / 2,
                String.format(
                        Locale.ROOT,
                        "%s is %.4g, by its features about %.4g (%.1f deviations off)",
                        name(value),
                        number(position, value),
                        said[position][value],
                        z));
    }

    private double number(int position, int value) {
        return data.examples().get(position).target() instanceof Target.Values(List<Double> values)
                ? values.get(value)
                : Double.NaN;
    }
}
