package dev.graft.app;

import dev.graft.tune.Group;
import dev.graft.tune.Numbers;
import dev.graft.tune.Phase;
import dev.graft.tune.Plan;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// The learning rate of every group, epoch by epoch: a row for a group, a column for an epoch. A head that is solved
/// has none.
final class RateTable {
    private static final int COLUMNS = 10;
    private static final int DIGITS = 3;

    private RateTable() {}

    static List<String> lines(Plan plan, int stepsPerEpoch) {
        List<Integer> epochs = epochs(plan);
        List<List<String>> rows = new ArrayList<>();
        List<String> header = new ArrayList<>(List.of("epoch"));
        epochs.forEach(epoch -> header.add(Integer.toString(epoch + 1)));
        rows.add(header);
        for (String group : groups(plan)) {
            List<String> row = new ArrayList<>(List.of(group));
            for (int epoch : epochs) {
                Map<String, Double> rates = plan.learningRates((long) epoch * stepsPerEpoch, stepsPerEpoch);
                row.add(cell(rates.get(group), plan.solves(plan.at(epoch))));
            }
            rows.add(row);
        }
        return aligned(rows);
    }

    private static String cell(@Nullable Double rate, boolean solved) {
        return rate == null ? "frozen" : solved ? "solved" : Numbers.text(rounded(rate));
    }

    /// All epochs, or so many that they fit, always with the first, the last and where a phase begins.
    private static List<Integer> epochs(Plan plan) {
        Set<Integer> chosen = new TreeSet<>();
        int count = Math.min(COLUMNS, plan.epochs());
        for (int i = 0; i < count; i++) {
            chosen.add(count == 1 ? 0 : Math.toIntExact(Math.round(i * (plan.epochs() - 1.0) / (count - 1))));
        }
        plan.phases().forEach(phase -> chosen.add(phase.fromEpoch()));
        return List.copyOf(chosen);
    }

    private static Set<String> groups(Plan plan) {
        Set<String> names = new LinkedHashSet<>();
        for (Phase phase : plan.phases()) {
            phase.groups().stream().map(Group::name).forEach(names::add);
        }
        return names;
    }

    private static double rounded(double rate) {
        return rate == 0 ? 0 : Double.parseDouble(String.format(Locale.ROOT, "%." + (DIGITS - 1) + "e", rate));
    }

    private static List<String> aligned(List<List<String>> rows) {
        int names = rows.stream().mapToInt(row -> row.getFirst().length()).max().orElse(0);
        int cells = rows.stream()
                .flatMap(row -> row.stream().skip(1))
                .mapToInt(String::length)
                .max()
                .orElse(0);
        return rows.stream()
                .map(row -> {
                    StringBuilder line = new StringBuilder("  " + pad(row.getFirst(), names, false));
                    row.stream().skip(1).forEach(cell -> line.append("  ").append(pad(cell, cells, true)));
                    return line.toString();
                })
                .toList();
    }

    private static String pad(String text, int width, boolean right) {
        String blank = " ".repeat(width - text.length());
        return right ? blank + text : text + blank;
    }
}
