package dev.graft.bench.kill;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Consumer;

/// Trainings of one kind, killed and resumed.
final class Campaign {
    private static final int MOST_AT_ONE_RUN = 3;
    private static final int MORE_OF = 3; // a run that was killed is killed again in one case of so many

    private final Kind kind;
    private final Path folder;
    private final SplittableRandom random;
    private final Consumer<String> say;
    private final List<String> findings = new ArrayList<>();
    private int kills;
    private int atNames;
    private int resumed;
    private int same;

    /// @param folder for inputs and runs; runs that are findings stay there
    /// @param seed   of data and moments
    /// @param say    told of each finding as it is made
    Campaign(Kind kind, Path folder, long seed, Consumer<String> say) {
        this.kind = kind;
        this.folder = folder;
        this.random = new SplittableRandom(seed + kind.ordinal());
        this.say = say;
    }

    /// What came of it.
    ///
    /// @param kills    that ended a training
    /// @param atNames  of them, right after a name had appeared
    /// @param resumed  runs that went on, in place of beginning again
    /// @param same     runs that ended in the same bytes
    record Result(Kind kind, int kills, int atNames, int resumed, int same, List<String> findings) {
        Result {
            findings = List.copyOf(findings);
        }
    }

    /// @param most  kills
    /// @param until value of [System#nanoTime()] after which no more run is begun
    Result run(Inputs inputs, int most, long until) throws IOException, InterruptedException {
        Path whole = folder.resolve(kind.word() + "-whole");
        Folders.delete(whole);
        TrainingProcess undisturbed = new TrainingProcess(kind, inputs, whole, log(whole));
        TrainingProcess.Course course = undisturbed.whole();
        if (course.code() != 0) {
            found(whole, "left alone, it ended with code " + course.code());
            return result();
        }
        RunBytes expected = RunBytes.of(whole);
        for (int number = 0; kills < most && System.nanoTime() - until < 0; number++) {
            Path run = folder.resolve(kind.word() + "-" + number);
            Folders.delete(run);
            if (one(new TrainingProcess(kind, inputs, run, log(run)), course, expected, most)) {
                Folders.delete(run);
                Files.deleteIfExists(log(run));
            }
        }
        return result();
    }

    /// One run, killed at least once.
    ///
    /// @return whether all is well
    private boolean one(TrainingProcess process, TrainingProcess.Course whole, RunBytes expected, int most)
            throws IOException, InterruptedException {
        List<String> moments = new ArrayList<>();
        do {
            Moment moment = Moment.any(whole, random);
            moments.add(moment.toString());
            if (!process.until(moment).killed()) {
                break; // had ended
            }
            kills++;
            atNames += moment instanceof Moment.AtName ? 1 : 0;
        } while (kills < most && moments.size() < MOST_AT_ONE_RUN && random.nextInt(MORE_OF) == 0);
        resumed += Files.exists(process.run().resolve("run.json")) ? 1 : 0;
        int code = process.whole().code();
        if (code != 0) {
            return found(process.run(), "killed " + moments + ", it went on and ended with code " + code);
        }
        List<String> different = expected.differences(RunBytes.of(process.run()));
        if (!different.isEmpty()) {
            return found(process.run(), "killed " + moments + ", it ended with another " + different);
        }
        same++;
        return true;
    }

    private boolean found(Path run, String what) {
        String finding = run.getFileName() + ": " + what + "; see " + log(run);
        findings.add(finding);
        say.accept(finding);
        return false;
    }

    private static Path log(Path run) {
        return run.resolveSibling(run.getFileName() + ".log");
    }

    private Result result() {
        return new Result(kind, kills, atNames, resumed, same, findings);
    }
}
