package dev.graft.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/// Runs programs at a row's work in turns, A B C A B C: a machine that is slower for a while is so for all.
record Turns(Setting setting, Launch launch, Consumer<String> progress) {

    /// Every program that has work in this row, in the order given. One that fails once is not run again.
    List<Entry> run(Row row, List<Program> programs, int runs) {
        return run(row, programs, Map.of(), runs);
    }

    /// @param refused programs that do other work than this row's, by name, and why; they are not run
    List<Entry> run(Row row, List<Program> programs, Map<String, String> refused, int runs) {
        Map<String, List<Outcome>> outcomes = new LinkedHashMap<>();
        Map<String, String> failures = new LinkedHashMap<>(refused);
        for (int turn = 1; turn <= runs; turn++) {
            for (Program program : programs) {
                String name = program.name();
                if (failures.containsKey(name)) {
                    continue;
                }
                String which = row.id() + ", turn " + turn + " of " + runs + ", " + name + ": ";
                try {
                    once(row, program).ifPresent(outcome -> {
                        outcomes.computeIfAbsent(name, first -> new ArrayList<>())
                                .add(outcome);
                        String value = String.format(Locale.ROOT, "%.2f ", row.value(outcome));
                        progress.accept(which + value + row.unit().symbol());
                    });
                } catch (Failed e) {
                    failures.put(name, String.valueOf(e.getMessage()));
                    progress.accept(which + e.getMessage());
                }
            }
        }
        return entries(programs, outcomes, failures);
    }

    private static List<Entry> entries(
            List<Program> programs, Map<String, List<Outcome>> outcomes, Map<String, String> failures) {
        List<Entry> entries = new ArrayList<>();
        for (Program program : programs) {
            String failure = failures.get(program.name());
            List<Outcome> runs = outcomes.get(program.name());
            if (failure != null) {
                entries.add(Entry.failed(program.name(), failure));
            } else if (runs != null) {
                entries.add(Entry.measured(program.name(), runs));
            }
        }
        return entries;
    }

    private Optional<Outcome> once(Row row, Program program) {
        Path out = setting.scratch().resolve("out");
        try {
            return program.call(row, setting, out).map(call -> {
                Outcome outcome = launch.run(call, row.watchesMemory(), output -> program.read(row, output));
                requireAllPhotos(row, outcome);
                requireValue(row, outcome);
                return outcome;
            });
        } finally {
            remove(out);
        }
    }

    private void requireAllPhotos(Row row, Outcome outcome) {
        if (!row.isPrediction()) {
            return;
        }
        int expected =
                row == Row.PREDICT_ONE ? 1 : Photos.jpegs(setting.photos()).size();
        if ((int) outcome.told().number("photos") != expected) {
            throw new Failed("expected " + expected + " predictions, found "
                    + (int) outcome.told().number("photos"));
        }
    }

    private static void requireValue(Row row, Outcome outcome) {
        try {
            row.value(outcome);
        } catch (IllegalArgumentException e) {
            throw new Failed(String.valueOf(e.getMessage()));
        }
    }

    /// Removes a file, or a folder with all it holds; nothing is fine as well.
    static void remove(Path path) {
        if (!Files.exists(path)) {
            return;
        }
        try (Stream<Path> below = Files.walk(path)) {
            for (Path each : below.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(each);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
