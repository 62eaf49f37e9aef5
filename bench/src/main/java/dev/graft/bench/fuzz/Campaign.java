package dev.graft.bench.fuzz;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;

/// One kind of files, damaged and read for a while.
final class Campaign {
    private static final int MOST_KEPT = 3;
    private static final int MOST_REASON = 300;

    private final Mutants mutants;
    private final Path out;
    private final Consumer<String> say;
    private final Map<String, Integer> alike = new TreeMap<>();

    /// @param out where files that are findings are kept
    /// @param say told of each finding as it is made
    Campaign(Mutants mutants, Path out, Consumer<String> say) {
        this.mutants = mutants;
        this.out = out;
        this.say = say;
    }

    /// What came of it.
    ///
    /// @param findings  how many of each sort
    /// @param seconds   the longest processor time of one file
    /// @param peakBytes the most memory at one file
    record Result(
            Kind kind,
            int files,
            int read,
            int refused,
            Map<String, Integer> findings,
            double seconds,
            long peakBytes) {
        Result {
            findings = Map.copyOf(findings);
        }

        int found() {
            return findings.values().stream().mapToInt(Integer::intValue).sum();
        }
    }

    /// @param first  number of the first file
    /// @param most   files at most
    /// @param until  value of [System#nanoTime()] after which no more is begun
    Result run(int first, int most, long until, Limits limits) {
        int read = 0;
        int refused = 0;
        double seconds = 0;
        long peak = 0;
        int number = first;
        try (WorkerProcess worker = new WorkerProcess(Files.createDirectories(out), limits)) {
            Path folder = Files.createTempDirectory("graft-fuzz-");
            for (; number < first + most && System.nanoTime() - until < 0; number++) {
                empty(folder);
                String damaged = mutants.write(number, folder);
                Verdict verdict = worker.read(mutants.kind(), folder, damaged);
                seconds = Math.max(seconds, verdict.seconds());
                peak = Math.max(peak, verdict.peakBytes());
                switch (verdict.outcome()) {
                    case READ -> read++;
                    case REFUSED -> refused++;
                    case FAULT -> found(number, folder, damaged, verdict);
                }
            }
            empty(folder);
            Files.delete(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new Result(mutants.kind(), number - first, read, refused, alike, seconds, peak);
    }

    /// Keeps the files of the first few that look alike.
    private void found(int number, Path folder, String damaged, Verdict verdict) throws IOException {
        String name = mutants.kind().word() + "-" + mutants.seed() + "-" + number;
        String reason = verdict.reason().lines().findFirst().orElse("");
        String line = name + " (" + damaged + "): "
                + (reason.length() > MOST_REASON ? reason.substring(0, MOST_REASON) + "…" : reason);
        if (alike.merge(sort(reason), 1, Integer::sum) <= MOST_KEPT) {
            Path kept = Files.createDirectories(out.resolve(name));
            empty(kept);
            try (Stream<Path> files = Files.list(folder)) {
                for (Path file : files.toList()) {
                    Files.copy(file, kept.resolve(String.valueOf(file.getFileName())));
                }
            }
            say.accept(line);
        }
    }

    /// What findings of one cause have in common: what went wrong, and where.
    static String sort(String reason) {
        int colon = reason.indexOf(':');
        int place = reason.indexOf(" at dev.graft.");
        return (colon < 0 ? reason : reason.substring(0, colon)) + (place < 0 ? "" : reason.substring(place));
    }

    private static void empty(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder())
                    .filter(file -> !file.equals(folder))
                    .toList()) {
                Files.delete(file);
            }
        }
    }
}
