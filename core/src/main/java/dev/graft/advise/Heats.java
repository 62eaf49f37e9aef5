package dev.graft.advise;

import dev.graft.advise.RaceReport.Rung;
import dev.graft.data.Dataset;
import dev.graft.data.Splits;
import dev.graft.job.FineTuning;
import dev.graft.job.Run;
import dev.graft.job.TrainingJob;
import dev.graft.model.Model;
import dev.graft.task.Objective;
import dev.graft.train.RunJson;
import dev.graft.train.StopReason;
import dev.graft.train.StopRequest;
import dev.graft.train.TrainingEvent;
import dev.graft.train.TrainingListener;
import dev.graft.weights.AtomicFile;
import dev.graft.weights.Hub;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Trains arms some way while a part is held back, and keeps what they say of it. What was said once is never
/// computed again: a race that goes on walks the same way as before and finds it.
///
/// @param folder of the race
/// @param data   of which the training part is divided
/// @param parts  that are held back
/// @param hub    where pretrained weights come from
/// @param told   of every epoch
/// @param stop   asked between epochs and folds
record Heats<X>(
        Path folder, Splits<X> data, HeldBackParts parts, Hub hub, List<TrainingListener> told, StopRequest stop) {
    private static final List<StopReason> ENDS =
            List.of(StopReason.COMPLETED, StopReason.EARLY_STOPPED, StopReason.NOT_FINITE);

    /// What an arm says of a fold that was held back from it.
    ///
    /// @param seconds  that its epochs took
    /// @param finished whether its training has ended
    /// @param said     probabilities or numbers of each example
    @SuppressWarnings("ArrayRecordComponent") // numbers of one's own; never compared
    private record Said(double seconds, boolean finished, float[][] said) {}

    /// How an arm did at a rung.
    record Result(Standing standing, Rung rung) {}

    /// Trains until so many epochs are over.
    ///
    /// @return empty if it was asked to stop before
    /// @throws IllegalArgumentException if such a training cannot be
    Optional<Result> run(Entrant entrant, int epochs) {
        List<Said> all = new ArrayList<>();
        for (int held : parts.folds()) {
            Optional<Said> one = one(entrant, held, epochs);
            if (one.isEmpty()) {
                return Optional.empty();
            }
            all.add(one.get());
        }
        Dataset<X> judging = parts.judging(data);
        float[][] said =
                all.stream().flatMap(one -> List.of(one.said()).stream()).toArray(float[][]::new);
        Scores scores = Answers.scored(judging, said);
        Measured measured = scores.measured();
        return Optional.of(new Result(
                new Standing(entrant.arm(), scores, all.stream().allMatch(Said::finished)),
                new Rung(
                        epochs,
                        measured.mean(),
                        measured.error(),
                        all.stream().mapToDouble(Said::seconds).sum())));
    }

    private Path place(Entrant entrant, int held) {
        String fold = parts.folds().size() == 1 ? "" : "-" + (held + 1);
        return folder.resolve("arms").resolve(entrant.name() + fold);
    }

    private Optional<Said> one(Entrant entrant, int held, int epochs) {
        Path place = place(entrant, held);
        Path file = place.resolve("held-back-after-" + epochs + ".json");
        if (Files.isRegularFile(file)) {
            return Optional.of(RunJson.LINES.readValue(file.toFile(), Said.class));
        }
        if (stop.isAsked()) {
            return Optional.empty();
        }
        try (TrainingJob job = TrainingJob.of(entrant.racing(), parts.without(data, held), hub)) {
            Optional<Said> said = trained(job.tuning(), place, epochs);
            said.ifPresent(found -> AtomicFile.write(file, RunJson.LINES.writeValueAsString(found)));
            return said;
        }
    }

    private <Y> Optional<Said> trained(FineTuning<Y> tuning, Path place, int epochs) {
        StopRequest enough = new StopRequest();
        FineTuning<Y> watched = tuning.withStopRequest(enough).withListener(until(epochs, enough));
        for (TrainingListener listener : told) {
            watched = watched.withListener(listener);
        }
        Run run = Files.exists(place.resolve("run.json")) ? watched.resume(place) : watched.run(place);
        boolean finished = run.history().stopReason().filter(ENDS::contains).isPresent();
        if (!finished && run.history().epochs().size() < epochs) {
            return Optional.empty();
        }
        return Optional.of(new Said(
                run.report().wallSeconds(),
                finished,
                said(tuning.model(), tuning.data().validation(), tuning)));
    }

    private TrainingListener until(int epochs, StopRequest enough) {
        return event -> {
            boolean there = switch (event) {
                case TrainingEvent.Started started -> started.before().epochs().size() >= epochs;
                case TrainingEvent.EpochDone done -> done.result().epoch() >= epochs;
                default -> false;
            };
            if (there || stop.isAsked()) {
                enough.ask();
            }
        };
    }

    private static <Y> float[][] said(Model<Y> model, Dataset<Y> of, FineTuning<Y> tuning) {
        float[][] said = new float[of.size()][];
        var unused = model.evaluate(
                of, tuning.input(), Objective.of(model.task()), (position, answers) -> said[position] = answers);
        return said;
    }

    /// Frees what an arm needs to go on, which it will not.
    void discard(Entrant entrant) {
        for (int held : parts.folds()) {
            Path place = place(entrant, held);
            List.of("model", "checkpoints", "cache", "adapter").forEach(part -> RaceFolder.delete(place.resolve(part)));
        }
    }
}
