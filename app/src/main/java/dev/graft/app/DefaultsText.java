package dev.graft.app;

import dev.graft.data.Kind;
import dev.graft.job.TrainingOptions;
import dev.graft.method.Answer;
import dev.graft.method.Choice;
import dev.graft.method.Source;
import dev.graft.tune.BatchNorms;
import dev.graft.tune.Numbers;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What was chosen where nothing was said, as options that would have said it, a line for each who decided.
final class DefaultsText {
    /// Options that are not called as in run.json.
    private static final Map<String, String> CALLED = Map.of(
            Choice.LEARNING_RATE.name(), "--lr",
            Choice.BACKBONE_RATE.name(), "--backbone-lr");

    /// What only steps can be told.
    private static final Set<String> OF_STEPS = Stream.of(
                    Choice.EPOCHS,
                    Choice.LEARNING_RATE,
                    Choice.BACKBONE_RATE,
                    Choice.SCHEDULE,
                    Choice.WARMUP,
                    Choice.DECAYS_VECTORS,
                    Choice.BATCH_NORM,
                    Choice.CLIP)
            .map(Choice::name)
            .collect(Collectors.toUnmodifiableSet());

    private DefaultsText() {}

    static List<String> lines(TrainingOptions options) {
        Map<String, List<String>> told = new LinkedHashMap<>();
        Map<String, Answer> defaults = options.defaults() == null ? Map.of() : options.defaults();
        defaults.forEach((name, answer) -> {
            if (canBeGiven(name, options)) {
                told.computeIfAbsent(whose(answer, options), whose -> new ArrayList<>())
                        .add(option(name, answer.value()));
            }
        });
        return told.entrySet().stream()
                .map(entry -> "default for " + entry.getKey() + ": " + String.join(", ", entry.getValue()))
                .toList();
    }

    /// What is not in play is not told: texts are not augmented, nor are images that a head is solved on without random
    /// views of them; a head that is solved takes no steps; and the epochs of a plan file stand in the plan.
    private static boolean canBeGiven(String name, TrainingOptions options) {
        boolean alone = options.tuning().solvesAlone();
        boolean plain = options.kind() == Kind.TEXT || alone && options.data().views() == 0;
        return !(name.equals(Choice.AUGMENT.name()) && plain)
                && !(alone && OF_STEPS.contains(name))
                && !(name.equals(Choice.EPOCHS.name()) && options.tuning().plan() != null);
    }

    private static String whose(Answer answer, TrainingOptions options) {
        return switch (answer.from()) {
            case Source.METHOD -> options.tuning().strategy();
            case Source.KIND -> options.kind().noun() + "s";
            case Source.DATA -> "these " + options.kind().noun() + "s";
            default -> answer.from();
        };
    }

    private static String option(String name, Object value) {
        if (name.equals(Choice.DECAYS_VECTORS.name())) {
            return value.equals(true) ? "--decay-bias-norm" : "--no-decay-bias-norm";
        }
        String called = CALLED.getOrDefault(name, "--" + name.replace('_', '-'));
        String word = name.equals(Choice.BATCH_NORM.name())
                ? BatchNorms.of(value.toString().replace('_', '-')).word()
                : value.toString();
        return called + " " + (value instanceof Double number ? Numbers.text(number) : word);
    }
}
