package dev.graft.advise;

import dev.graft.advise.Inspection.AlikeGroup;
import dev.graft.advise.Inspection.Blank;
import dev.graft.data.DataSummary;
import dev.graft.data.Example;
import dev.graft.data.ImageInput;
import dev.graft.data.ImageSource;
import dev.graft.data.Input;
import dev.graft.data.Splits;
import dev.graft.data.ValueRange;
import dev.graft.data.alike.Alike;
import dev.graft.data.alike.Linked;
import dev.graft.data.alike.SameContent;
import dev.graft.data.text.TextInput;
import dev.graft.job.FineTuning;
import dev.graft.model.Model;
import dev.graft.model.Probe;
import dev.graft.text.Text;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Looks at data before a model learns from them.
///
/// @param data     what there is
/// @param model    whose features labels and outliers are judged by; it is left as it was
/// @param input    how examples come to the model
/// @param seed     decides what is drawn
/// @param asks     whether the model is asked at all; else labels and outliers are not judged
/// @param progress told how far it is
/// @param <X>      kind of example
public record Inspector<X>(Splits<X> data, Model<X> model, Input<X> input, long seed, boolean asks, Progress progress) {
    /// Told how far an inspection is, on the thread that inspects.
    @FunctionalInterface
    public interface Progress {
        /// What it throws ends the inspection, and comes out of it.
        ///
        /// @param step what is being done, in a word or two
        /// @param done of it
        /// @param all  there is
        void at(String step, int done, int all);
    }

    /// What a training would learn from, as it would read it.
    public static <X> Inspector<X> of(FineTuning<X> tuning) {
        return new Inspector<>(
                tuning.data(), tuning.model(), tuning.input(), tuning.recipe().seed(), true, (step, done, all) -> {});
    }

    /// Told how far it is.
    public Inspector<X> withProgress(Progress value) {
        return new Inspector<>(data, model, input, seed, asks, value);
    }

    /// Looks at what needs no model: it is not asked what it makes of the examples, which takes most of the time.
    public Inspector<X> withoutModel() {
        return new Inspector<>(data, model, input, seed, false, progress);
    }

    /// Looks.
    ///
    /// @throws dev.graft.data.DataException if an example cannot be read any more
    public Inspection inspect() {
        List<Inspected> examples = Inspected.all(data);
        List<List<Integer>> twins =
                SameContent.groups(examples.stream().map(Inspected::id).toList());
        Seen seen = seen(twins);
        Linked linked = Linked.none(examples.size());
        twins.forEach(group -> group.forEach(other -> linked.link(group.getFirst(), other)));
        seen.alike().forEach(pair -> linked.link(pair.first(), pair.second()));
        List<AlikeGroup> alike = alike(examples, linked, seen.alike());
        List<Blank> blank = seen.blank().entrySet().stream()
                .map(entry -> new Blank(examples.get(entry.getKey()), entry.getValue()))
                .toList();
        Judged judged = judged(examples, linked);
        DataSummary summary = data.summary();
        return new Inspection(
                summary,
                data.task(),
                seen.sizes(),
                seen.lengths(),
                new Concerns(data, summary, seen.lengths(), alike, blank, judged).worstFirst(),
                alike,
                blank,
                judged.suspects(),
                judged.outliers(),
                asks ? model.architecture() : null,
                judged.agreed(),
                Stream.concat(seen.notDone().stream(), judged.notDone().stream())
                        .toList());
    }

    private Judged judged(List<Inspected> examples, Linked alike) {
        if (!asks) {
            return Judged.nothing("labels and outliers were not judged: no model was asked");
        }
        List<String> last = List.of(Probe.usualStages(model).getLast());
        try (Probe<X> probe =
                Probe.of(model, input, data.all(), last, (done, all) -> progress.at("asking the model", done, all))) {
            return Judged.of(data, probe, examples, alike, seed);
        }
    }

    private Seen seen(List<List<Integer>> twins) {
        List<X> inputs = data.all().examples().stream().map(Example::input).toList();
        Set<Integer> later =
                twins.stream().flatMap(group -> group.stream().skip(1)).collect(Collectors.toSet());
        return switch (data.kind()) {
            case IMAGE -> new Pictures(all(inputs, ImageSource.class), range(), seed, progress).look(later);
            case TEXT -> new Writings(all(inputs, Text.class), tokens(), mostTokens()).look(later);
        };
    }

    private @Nullable ValueRange range() {
        return input instanceof ImageInput images ? images.preprocessing().range() : null;
    }

    private static <T> List<T> all(List<?> inputs, Class<T> kind) {
        return inputs.stream().map(kind::cast).toList();
    }

    private int[] tokens() {
        return data.parts().values().stream()
                .filter(part -> part.size() > 0)
                .flatMapToInt(part -> Arrays.stream(input.validation(part, 1).lengths()))
                .toArray();
    }

    private int mostTokens() {
        return input instanceof TextInput texts ? texts.maxLength() : Integer.MAX_VALUE;
    }

    /// The same content and what is nearly the same, in groups; the worst first, then those that are most alike.
    private static List<AlikeGroup> alike(List<Inspected> examples, Linked linked, List<Alike> pairs) {
        List<List<Integer>> groups = linked.groups();
        Map<Integer, Integer> groupOf = new HashMap<>();
        double[] least = new double[groups.size()];
        Arrays.fill(least, 1);
        for (int group = 0; group < groups.size(); group++) {
            for (int member : groups.get(group)) {
                groupOf.put(member, group);
            }
        }
        for (Alike pair : pairs) {
            int group = Objects.requireNonNull(groupOf.get(pair.first()));
            least[group] = Math.min(least[group], pair.likeness());
        }
        return IntStream.range(0, groups.size())
                .mapToObj(group -> AlikeGroup.of(
                        least[group],
                        groups.get(group).stream().map(examples::get).toList()))
                .sorted(Comparator.comparing((AlikeGroup group) -> group.acrossLabels())
                        .thenComparing(AlikeGroup::acrossParts)
                        .thenComparingDouble(AlikeGroup::likeness)
                        .reversed())
                .toList();
    }
}
