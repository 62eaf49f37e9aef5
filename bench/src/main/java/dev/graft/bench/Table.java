package dev.graft.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// The results as text: one line a row and program.
final class Table {
    private static final List<String> HEADER =
            List.of("row", "program", "median", "least … most", "ratio to Graft", "");

    private final int photos;
    private final List<List<String>> lines = new ArrayList<>();

    /// @param photos how many predict-folder went through
    Table(int photos) {
        this.photos = photos;
    }

    void add(Row row, List<Entry> entries) {
        Optional<Samples> graft = entries.stream()
                .filter(entry -> entry.program().equals(GraftProgram.NAME)
                        && entry.failure().isEmpty())
                .map(entry -> entry.samples(row))
                .findFirst();
        OptionalDouble reachable = entries.stream()
                .map(entry -> entry.told("sgemm_gflops"))
                .flatMap(Optional::stream)
                .mapToDouble(Double::doubleValue)
                .max();
        for (Entry entry : entries) {
            lines.add(line(row, entry, graft, reachable));
        }
    }

    private List<String> line(Row row, Entry entry, Optional<Samples> graft, OptionalDouble reachable) {
        if (entry.failure().isPresent()) {
            return List.of(
                    row.id(),
                    entry.program(),
                    "-",
                    "-",
                    "-",
                    "failed: " + entry.failure().get());
        }
        Samples samples = entry.samples(row);
        String unit = " " + row.unit().symbol();
        return List.of(
                row.id(),
                entry.program(),
                number(samples.median()) + unit,
                number(samples.least()) + " … " + number(samples.most()),
                graft.map(base -> ratio(entry, samples, base)).orElse("-"),
                notes(row, entry, samples.median(), reachable));
    }

    /// The median of the ratios of each turn, with the least and the most of them.
    private static String ratio(Entry entry, Samples samples, Samples base) {
        if (entry.program().equals(GraftProgram.NAME)) {
            return "1";
        }
        Samples ratios = samples.over(base);
        return String.format(Locale.ROOT, "%.2f (%.2f … %.2f)", ratios.median(), ratios.least(), ratios.most());
    }

    private String notes(Row row, Entry entry, double median, OptionalDouble reachable) {
        List<String> notes = new ArrayList<>();
        entry.told("val_accuracy").ifPresent(value -> notes.add(String.format(Locale.ROOT, "accuracy %.4f", value)));
        entry.told("trainable").ifPresent(value -> notes.add(String.format(Locale.ROOT, "%,.0f parameters", value)));
        if (row.isStep()) {
            double units = row.isOfTexts() ? Texts.BATCH * Texts.MAX_LENGTH : Setting.BATCH;
            notes.add(String.format(Locale.ROOT, row.isOfTexts() ? "%.0f tokens/s" : "%.1f images/s", units / median));
            double reached = Work.trainingGflops(row.network(), units, median);
            // what a product of float32 reaches says nothing of bfloat16
            notes.add(gflops(reached, row.isBfloat16() ? OptionalDouble.empty() : reachable));
            entry.told("sgemm_gflops")
                    .ifPresent(own -> notes.add(String.format(Locale.ROOT, "own product %.0f GFLOP/s", own)));
        }
        entry.told("forward")
                .ifPresent(forward -> notes.add(String.format(
                        Locale.ROOT,
                        "forward pass %.1f ms, decoding %.1f ms; two threads %.2f times one; 64 that share batches"
                                + " %.2f times a list",
                        forward,
                        entry.told("decoding").orElseThrow(),
                        entry.told("two_threads_over_one").orElseThrow(),
                        entry.told("shared_over_list").orElseThrow())));
        if (row == Row.PREDICT_FOLDER) {
            notes.add(String.format(Locale.ROOT, "%.1f images/s", photos / median));
            notes.add(gflops(Work.predictionGflops(photos, median), OptionalDouble.empty()));
        }
        return String.join("; ", notes);
    }

    private static String gflops(double value, OptionalDouble reachable) {
        String text = String.format(Locale.ROOT, "%.0f GFLOP/s", value);
        return reachable.isEmpty()
                ? text
                : text
                        + String.format(
                                Locale.ROOT,
                                " (%.0f%% of %.0f)",
                                100 * value / reachable.getAsDouble(),
                                reachable.getAsDouble());
    }

    /// Three digits, and no fewer than what stands before the point.
    static String number(double value) {
        int decimals = value >= 100 ? 0 : value >= 10 ? 1 : 2;
        return String.format(Locale.ROOT, "%." + decimals + "f", value);
    }

    /// Columns side by side, for a terminal.
    String plain() {
        List<List<String>> all = new ArrayList<>(List.of(HEADER));
        all.addAll(lines);
        List<Integer> widths = IntStream.range(0, HEADER.size())
                .mapToObj(column -> all.stream()
                        .mapToInt(line -> line.get(column).length())
                        .max()
                        .orElse(0))
                .toList();
        return all.stream()
                .map(line -> IntStream.range(0, line.size())
                        .mapToObj(column -> pad(line.get(column), widths.get(column)))
                        .collect(Collectors.joining("  "))
                        .stripTrailing())
                .collect(Collectors.joining("\n"));
    }

    String markdown() {
        return lines.stream()
                .map(Table::markdown)
                .collect(Collectors.joining("\n", markdown(HEADER) + "\n|---|---|---:|---:|---:|---|\n", ""));
    }

    private static String markdown(List<String> cells) {
        return cells.stream().map(cell -> cell.replace("|", "\\|")).collect(Collectors.joining(" | ", "| ", " |"));
    }

    private static String pad(String text, int width) {
        return text + " ".repeat(width - text.length());
    }
}
