package dev.graft.tune;

import dev.graft.data.Wording;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// A resolved plan as text.
final class PlanText {
    private static final int LISTED = 6;
    private static final List<String> COLUMNS =
            List.of("group", "parameters", "learning rate", "weight decay", "selects");

    private PlanText() {}

    static String of(ResolvedPlan resolved) {
        Plan plan = resolved.plan();
        List<String> lines = new ArrayList<>();
        lines.add("%s of %s: %s; %s; %s"
                .formatted(
                        plan.name(),
                        resolved.network().name(),
                        Wording.count(plan.epochs(), "epoch"),
                        plan.optimizer(),
                        ScheduleText.of(plan.schedule(), plan.interval())));
        if (plan.phases().stream().allMatch(plan::solves)) {
            lines.set(
                    0,
                    "%s of %s: %s; %s"
                            .formatted(
                                    plan.name(),
                                    resolved.network().name(),
                                    Wording.count(plan.epochs(), "epoch"),
                                    plan.optimizer()));
        }
        List<ResolvedPlan.ResolvedPhase> phases = resolved.phases();
        for (int i = 0; i < phases.size(); i++) {
            ResolvedPlan.ResolvedPhase phase = phases.get(i);
            lines.add("%s; %,d of %,d parameters train"
                    .formatted(
                            title(phases, i),
                            phase.trainableCount(),
                            resolved.network().parameterCount()));
            lines.addAll(table(phase, plan.solves(phase.phase())));
            phase.phase()
                    .schedule()
                    .filter(own -> !plan.solves(phase.phase()))
                    .ifPresent(own -> lines.add("  schedule: " + ScheduleText.of(own, plan.interval())));
            phase.phase().optimizer().ifPresent(own -> lines.add("  optimizer: " + own));
            if (i > 0 && phase.phase().resetsOptimizer()) {
                lines.add("  optimizer: is reset");
            }
            lines.add("  frozen: " + frozen(phase, resolved.network()));
            batchNorms(resolved, phase).ifPresent(lines::add);
        }
        return String.join("\n", lines);
    }

    /// `after 3 epochs, epochs 4 to 6: + layer4`
    private static String title(List<ResolvedPlan.ResolvedPhase> phases, int index) {
        ResolvedPlan.ResolvedPhase phase = phases.get(index);
        int from = phase.fromEpoch();
        int patience = phase.phase().patience();
        String when = index == 0
                ? range(1, phase.toEpoch())
                : patience == 0
                        ? "after %s, %s".formatted(Wording.count(from, "epoch"), range(from + 1, phase.toEpoch()))
                        : "after %s at the latest, sooner when the validation loss has not improved for %d"
                                .formatted(Wording.count(from, "epoch"), patience);
        List<String> before = index == 0 ? List.of() : names(phases.get(index - 1));
        List<String> now = names(phase);
        String who;
        if (now.size() > before.size() && now.containsAll(before) && index > 0) {
            who = "+ "
                    + String.join(
                            ", ",
                            now.stream().filter(name -> !before.contains(name)).toList());
        } else {
            who = shortened(now, ", ");
        }
        return when + ": " + who;
    }

    static String range(int first, int last) {
        return first == last ? "epoch " + first : "epochs " + first + " to " + last;
    }

    private static List<String> names(ResolvedPlan.ResolvedPhase phase) {
        return phase.groups().stream().map(group -> group.group().name()).toList();
    }

    /// What batch norms do, where there are any.
    private static Optional<String> batchNorms(ResolvedPlan resolved, ResolvedPlan.ResolvedPhase phase) {
        List<String> all = resolved.network().batchNorms();
        List<String> learning =
                all.stream().filter(phase.statisticsStages()::contains).toList();
        if (all.isEmpty()) {
            return Optional.empty();
        }
        String what = learning.isEmpty()
                ? resolved.plan().batchNorms() == BatchNorms.FREEZE
                        ? "all keep their statistics, weights and biases"
                        : "all keep their statistics"
                : learning.size() == all.size()
                        ? "all learn the statistics of the batches"
                        : "those of " + stages(learning)
                                + " learn the statistics of the batches, the others keep theirs";
        return Optional.of("  batch norms: " + what);
    }

    /// Whole stages, and those of which a part is.
    private static String frozen(ResolvedPlan.ResolvedPhase phase, NetworkOutline network) {
        Set<String> learning = Set.copyOf(phase.parameters());
        List<String> partly = phase.trainingStages().stream()
                .filter(stage -> network.of(stage).stream().anyMatch(parameter -> !learning.contains(parameter.name())))
                .toList();
        List<String> parts = new ArrayList<>();
        if (!phase.frozenStages().isEmpty()) {
            parts.add(stages(phase.frozenStages()));
        }
        if (!partly.isEmpty()) {
            parts.add("all that is not selected of " + stages(partly));
        }
        return parts.isEmpty() ? "nothing" : String.join("; ", parts);
    }

    private static String stages(List<String> names) {
        return names.size() <= LISTED
                ? String.join(", ", names)
                : names.size() + " stages, " + names.getFirst() + " to " + names.getLast();
    }

    private static String shortened(List<String> names, String separator) {
        return names.size() <= LISTED
                ? String.join(separator, names)
                : String.join(separator, names.subList(0, 2)) + " … " + names.getLast() + " (" + names.size() + ")";
    }

    private static List<String> table(ResolvedPlan.ResolvedPhase phase, boolean solved) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(COLUMNS);
        for (ResolvedPlan.ResolvedGroup resolved : phase.groups()) {
            Group group = resolved.group();
            rows.add(List.of(
                    group.name(),
                    String.format(Locale.ROOT, "%,d", resolved.count()),
                    solved ? "solved" : Numbers.text(group.learningRate()),
                    solved
                            ? "chosen"
                            : Numbers.text(group.weightDecay())
                                    + (group.decaysVectors() || group.weightDecay() == 0 ? "" : " *"),
                    shortened(group.selectors(), ", ")));
        }
        boolean spares = phase.groups().stream()
                .map(ResolvedPlan.ResolvedGroup::group)
                .anyMatch(group -> !group.decaysVectors() && group.weightDecay() > 0);
        int[] widths = new int[COLUMNS.size()];
        for (List<String> row : rows) {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], row.get(i).length());
            }
        }
        List<String> lines =
                new ArrayList<>(rows.stream().map(row -> line(row, widths)).toList());
        if (spares) {
            lines.add("  * not on biases and norms");
        }
        return lines;
    }

    private static String line(List<String> row, int[] widths) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < widths.length; i++) {
            boolean isNumber = i > 0 && i < widths.length - 1;
            String padding = " ".repeat(widths[i] - row.get(i).length());
            line.append("  ").append(isNumber ? padding + row.get(i) : row.get(i) + padding);
        }
        return line.toString().stripTrailing();
    }
}
