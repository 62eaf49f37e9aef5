package dev.graft.advise;

import dev.graft.data.Augmentation;
import dev.graft.data.Kind;
import dev.graft.job.TrainingRequest;
import dev.graft.method.Choice;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A way of tuning that runs in a [Race].
///
/// @param name     what it is called, and its folder
/// @param strategy word of `--strategy`
/// @param rate     learning rate of the head; null for what is usual
/// @param strong   whether images vary strongly
public record Arm(String name, String strategy, @Nullable Double rate, boolean strong) {
    /// A third of what is usual for images.
    private static final double GENTLE = 3e-4;

    /// A new head on the features as they are: what all others are measured against.
    public static final Arm FEATURES = of("features", "feature-extraction");

    private static final Arm GRADUAL = new Arm("gradual", "gradual", null, true);

    private static final List<Arm> FOR_IMAGES = List.of(
            FEATURES,
            of("last-stage", "last-stage"),
            of("lora", "lora"),
            of("probe-then-fine-tune", "probe-then-fine-tune"),
            of("discriminative", "discriminative"),
            new Arm("discriminative-gentle", "discriminative", GENTLE, false),
            GRADUAL);

    private static final List<Arm> FOR_TEXTS = List.of(
            FEATURES,
            of("last-stage", "last-stage"),
            of("lora", "lora"),
            of("full", "full"),
            of("layer-decay", "layer-decay"),
            of("probe-then-fine-tune", "probe-then-fine-tune"));

    private static Arm of(String name, String strategy) {
        return new Arm(name, strategy, null, false);
    }

    /// All there are for such examples, from the cheapest to the most thorough.
    public static List<Arm> all(Kind kind) {
        return switch (kind) {
            case IMAGE -> FOR_IMAGES;
            case TEXT -> FOR_TEXTS;
        };
    }

    /// Those that run where nobody says which: one stage after another, with strong augmentation, where examples
    /// are unlike what the model knows.
    public static List<Arm> usual(Kind kind, Likeness likeness) {
        return all(kind).stream()
                .filter(arm -> !arm.equals(GRADUAL) || likeness.level().isDifferent())
                .toList();
    }

    /// Those of these names, from the cheapest to the most thorough.
    ///
    /// @throws IllegalArgumentException if there is no such arm, or none is named
    public static List<Arm> named(Kind kind, List<String> names) {
        List<Arm> all = all(kind);
        List<String> known = all.stream().map(Arm::name).toList();
        List<String> asked = names.stream()
                .map(name -> name.strip().toLowerCase(Locale.ROOT))
                .filter(name -> !name.isEmpty())
                .toList();
        Optional<String> unknown =
                asked.stream().filter(name -> !known.contains(name)).findFirst();
        if (unknown.isPresent() || asked.isEmpty()) {
            throw new IllegalArgumentException(
                    "--arms: expected some of " + String.join(",", known) + " for " + kind.noun() + "s, found "
                            + unknown.map(name -> "'" + name + "'").orElse("none"));
        }
        return all.stream()
                .filter(arm -> asked.contains(arm.name()))
                .sorted(Comparator.comparingInt(all::indexOf))
                .toList();
    }

    /// The training that it is. What was asked for stays as it was asked for.
    public TrainingRequest asked(TrainingRequest request) {
        TrainingRequest asked = request.with(Choice.STRATEGY, strategy);
        if (rate != null && !request.asked().knows(Choice.LEARNING_RATE)) {
            asked = asked.with(Choice.LEARNING_RATE, rate);
        }
        return strong && !request.asked().knows(Choice.AUGMENT)
                ? asked.with(Choice.AUGMENT, Augmentation.STRONG)
                : asked;
    }

    /// Whether what was asked for leaves nothing of it that another arm is not.
    boolean isOverruled(TrainingRequest request) {
        return rate != null && request.asked().knows(Choice.LEARNING_RATE);
    }

    /// The same as options of `graft train`.
    public List<String> options() {
        List<String> options = new ArrayList<>(List.of("--strategy", strategy));
        Stream.ofNullable(rate).forEach(value -> options.addAll(List.of("--lr", Double.toString(value))));
        if (strong) {
            options.addAll(List.of("--augment", "strong"));
        }
        return List.copyOf(options);
    }

    @Override
    public String toString() {
        return name;
    }
}
