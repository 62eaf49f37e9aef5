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
        Map<String, List<Outcome>> outcomes = new LinkedHashMap<>();
        Map<String, String> failures = new LinkedHashMap<>();
        for (int turn = 1; turn <= runs; turn++) {
            for (Program program : programs) {
                if (failures.containsKey(program.name())) {
                    continue;
                }
                try {
                    once(row, program)
                            .ifPresent(outcome -> outcomes.computeIfAbsent(program.name(), name -> new ArrayList<>())
                                    .add(outcome));
                } catch (Failed e) {
                    failures.put(program.name(), String.valueOf(e.getMessage()));
                    progress.accept(row.id() + ", " + program.name() + ": " + e.getMessage());
                    continue;
                }
                String which = row.id() + ", turn " + turn + " of " + runs + ", " + program.name();
                Optional.ofNullable(outcomes.get(program.name()))
                        .ifPresent(done -> progress.accept(String.format(
                                Locale.ROOT,
                                "%s: %.2f %s",
                                which,
                                row.value(done.getLast()),
                                row.unit().symbol())));
            }
        }
        return programs.stream()
                .map(Program::name)
                .filter(name -> outcomes.containsKey(name) || failures.containsKey(name))
                .map(name -> failures.containsKey(name)
                        ? Entry.failed(name, failures.getOrDefault(name, ""))
                        : Entry.measured(name, outcomes.getOrDefault(name, List.of())))
                .toList();
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
        int expected = switch (row) {
            case PREDICT_FOLDER -> Photos.jpegs(setting.photos()).size();
            case PREDICT_ONE -> 1;
            case FEATURE_EXTRACTION, FEATURE_EXTRACTION_LIGHT, LAST_STAGE, FULL, MEMORY -> 0;
        };
        if (expected > 0 && (int) outcome.told().number("photos") != expected) {
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
