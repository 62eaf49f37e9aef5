package dev.graft.advise;

import dev.graft.data.Splits;
import dev.graft.job.Version;
import dev.graft.train.RunFolder;
import dev.graft.train.RunKind;
import dev.graft.train.RunReport;
import dev.graft.tune.Plan;
import dev.graft.weights.AtomicFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// What a race leaves on disk. Where it has ended, it is a run like any other, with the model that was chosen; beside
/// it
/// `arms/` has a run for each arm and fold, with what it said of what was held back from it.
///
/// @param run the folder
record RaceFolder(RunFolder run) {
    private static final String WINNER = "winner";
    private static final List<String> TAKEN = List.of("model", "adapter");

    /// The training that was chosen, before it has ended.
    Path winner() {
        return run.root().resolve(WINNER);
    }

    Path root() {
        return run.root();
    }

    static RaceFolder create(Path root, Splits<?> data) {
        RunFolder run = RunFolder.create(root);
        run.writeParts(data.table());
        return new RaceFolder(run);
    }

    /// What is known before there is a model.
    static RunReport first(RaceReport race, Plan plan, Splits<?> data) {
        return new RunReport(
                RunKind.RACE,
                RunReport.VERSION,
                race.arms().getFirst().recipe(),
                plan,
                Map.of(),
                data.summary(),
                Map.of("graft", Version.GRAFT),
                List.of(),
                Optional.empty(),
                Optional.empty(),
                0,
                0,
                List.of(),
                null,
                race.members());
    }

    void write(RunReport report) {
        run.writeReport(report);
    }

    /// Makes the chosen model that of the race. The report comes last: whoever was interrupted before does it again.
    void take(RunReport winner) {
        for (String part : TAKEN) {
            copy(winner().resolve(part), root().resolve(part));
        }
        AtomicFile.copy(winner().resolve("metrics.jsonl"), root().resolve("metrics.jsonl"));
        run.writeReport(winner);
        delete(winner());
    }

    private static void copy(Path from, Path to) {
        if (!Files.isDirectory(from)) {
            return;
        }
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path copy = to.resolve(from.relativize(file).toString());
                Files.createDirectories(copy.resolveSibling(""));
                AtomicFile.copy(file, copy);
            }
        } catch (IOException e) {
            throw new IllegalArgumentException(to + ": cannot be written: " + e.getMessage(), e);
        }
    }

    /// Deletes a folder with all that is in it, if it is there.
    static void delete(Path folder) {
        if (!Files.isDirectory(folder)) {
            return;
        }
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new IllegalArgumentException(folder + ": cannot be deleted: " + e.getMessage(), e);
        }
    }
}
