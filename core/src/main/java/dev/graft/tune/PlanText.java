package dev.graft.tune;

import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// A resolved plan as text.
final class PlanText {
    private static final int LISTED = 6;
    private static final List<String> COLUMNS =
            List.of("group", "parameters", "learning rate", "weight decay", "selects");

    private PlanText() {}

    static String of(ResolvedPlan resolved) {
        Plan plan = resolved.plan();
        List<String> lines = new ArrayList<>();
        lines.add("%s of %s: %d epochs; %s; %s by %s"
                .formatted(
                        plan.name(),
                        resolved.network().name(),
                        plan.epochs(),
                        plan.optimizer(),
                        words(plan.schedule()),
                        plan.interval().name().toLowerCase(Locale.ROOT)));
        for (ResolvedPlan.ResolvedPhase phase : resolved.phases()) {
            lines.add("epochs %d to %d: %,d of %,d parameters train"
                    .formatted(
                            phase.fromEpoch() + 1, // counted from 1, as training reports them
                            phase.toEpoch(),
                            phase.trainableCount(),
                            resolved.network().parameterCount()));
            lines.addAll(table(phase));
            lines.add("  frozen: " + stages(phase.frozenStages()));
        }
        return String.join("\n", lines);
    }

    private static String stages(List<String> names) {
        if (names.isEmpty()) {
            return "no stage";
        }
        return names.size() <= LISTED
                ? String.join(", ", names)
                : names.size() + " stages, " + names.getFirst() + " to " + names.getLast();
    }

    private static String words(Schedule schedule) {
        return switch (schedule) {
            case Schedule.Constant constant -> "constant rate";
            case Schedule.Step step -> "rate times " + number(step.gamma()) + " every " + step.every();
            case Schedule.MultiStep steps -> "rate times " + number(steps.gamma()) + " at " + steps.milestones();
            case Schedule.Exponential decay -> "rate times " + number(decay.gamma()) + " each";
            case Schedule.Cosine cosine -> "cosine to " + number(cosine.floor()) + " over " + cosine.length();
            case Schedule.WarmRestarts cosine -> "cosine with restarts, the first after " + cosine.first();
            case Schedule.Linear line ->
                "line from " + number(line.startFactor()) + " to " + number(line.endFactor()) + " times the rate over "
                        + line.length();
            case Schedule.Polynomial power -> "power " + number(power.power()) + " to 0 over " + power.length();
            case Schedule.WarmupLinear line -> "warm-up over " + line.warmup() + ", then linear to 0";
            case Schedule.WarmupCosine cosine -> "warm-up over " + cosine.warmup() + ", then cosine to 0";
            case Schedule.OneCycle cycle -> "one cycle over " + cycle.length();
            case Schedule.SlantedTriangular triangle -> "slanted triangle over " + triangle.length();
        };
    }

    private static List<String> table(ResolvedPlan.ResolvedPhase phase) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(COLUMNS);
        for (ResolvedPlan.ResolvedGroup resolved : phase.groups()) {
            Group group = resolved.group();
            rows.add(List.of(
                    group.name(),
                    String.format(Locale.ROOT, "%,d", resolved.count()),
                    number(group.learningRate()),
                    number(group.weightDecay()),
                    String.join(", ", group.selectors())));
        }
        int[] widths = new int[COLUMNS.size()];
        for (List<String> row : rows) {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], row.get(i).length());
            }
        }
        return rows.stream().map(row -> line(row, widths)).toList();
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

    /// `1e-4`, `0.01`, `0`.
    private static String number(double value) {
        DecimalFormatSymbols symbols = DecimalFormatSymbols.getInstance(Locale.ROOT);
        symbols.setExponentSeparator("e");
        String pattern = value == 0 || value >= 0.01 ? "0.######" : "0.######E0";
        return new DecimalFormat(pattern, symbols).format(value);
    }
}
