package dev.graft.advise;

import dev.graft.advise.Advice.Reason;
import dev.graft.advise.Evidence.Examples;
import dev.graft.advise.RaceListener.Moment;
import dev.graft.advise.RaceReport.Judged;
import dev.graft.advise.Verdict.Chosen;
import dev.graft.data.DataException;
import dev.graft.data.Dataset;
import dev.graft.data.Part;
import dev.graft.data.Splits;
import dev.graft.job.FineTuning;
import dev.graft.job.Run;
import dev.graft.job.TrainingJob;
import dev.graft.metrics.ShareInterval;
import dev.graft.model.Model;
import dev.graft.task.Objective;
import dev.graft.train.RunReport;
import dev.graft.train.StopReason;
import dev.graft.train.TrainingListener;
import dev.graft.tune.Plan;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// A race under way. It walks the same way whenever it begins; what has been trained before is found in its folder.
final class Contest<X> {
    private final Heats<X> heats;
    private final RaceFolder folder;
    private final List<Entrant> entrants;
    private final List<RaceListener> listeners;
    private final Plan first;
    private final Examples examples;
    private RaceReport report;

    Contest(
            Heats<X> heats,
            RaceFolder folder,
            List<Entrant> entrants,
            RaceReport begun,
            List<RaceListener> listeners,
            Plan first) {
        this.heats = heats;
        this.folder = folder;
        this.entrants = entrants;
        this.listeners = listeners;
        this.first = first;
        this.examples = Examples.of(heats.data());
        this.report = begun;
    }

    Optional<Raced> run() {
        keep();
        tell(Moment.BEGINS, begins());
        Optional<Chosen> chosen = entrants.size() == 1 ? Optional.of(alone()) : chosen();
        if (chosen.isEmpty()) {
            return Optional.empty();
        }
        report = report.withChosen(chosen.get());
        keep();
        tell(Moment.CHOSEN, chosen.get().says());
        Entrant winner = entrant(chosen.get().arm());
        return trained(winner).map(finished -> {
            entrants.forEach(heats::discard);
            return new Raced(folder.root(), finished, report);
        });
    }

    private String begins() {
        return "race of %d arms, compared on %s; with the training of who is chosen at most %s"
                .formatted(entrants.size(), report.heldBack(), Field.minutes(report.estimated()));
    }

    private Chosen alone() {
        return new Chosen(
                entrants.getFirst().name(), entrants.getFirst().name() + ": the only arm that runs", List.of());
    }

    /// Rung by rung; empty if it was asked to stop.
    private Optional<Chosen> chosen() {
        List<Standing> on = List.of();
        List<Entrant> running = entrants;
        for (int rung = 0; rung < Ladder.rungs(); rung++) {
            Optional<List<Standing>> all = rung(rung, running, on);
            if (all.isEmpty()) {
                return Optional.empty();
            }
            on = all.get();
            boolean decided = on.size() < 2 || on.stream().allMatch(Standing::finished);
            if (decided || rung == Ladder.rungs() - 1) {
                break;
            }
            Verdict.After after = Verdict.after(on);
            after.out().forEach(this::stop);
            on = after.on();
            keep();
            tell(Moment.RUNG, "rung %d of %d is over".formatted(rung + 1, Ladder.rungs()));
            running = still(on);
            if (on.size() < 2 || running.isEmpty()) {
                break;
            }
        }
        return Optional.of(on.isEmpty() ? none() : Verdict.choose(on));
    }

    private List<Entrant> still(List<Standing> on) {
        return on.stream()
                .filter(standing -> !standing.finished())
                .map(standing -> entrant(standing.arm().name()))
                .toList();
    }

    private Chosen none() {
        String name = entrants.getFirst().name();
        return new Chosen(name, name + ": the cheapest; no arm could be compared", List.of());
    }

    /// Those that have ended, and those that run, all of them after the rung; from the cheapest on.
    private Optional<List<Standing>> rung(int rung, List<Entrant> running, List<Standing> before) {
        List<Standing> all =
                new ArrayList<>(before.stream().filter(Standing::finished).toList());
        for (Entrant entrant : running) {
            int epochs = Ladder.epochs(rung, entrant.heat());
            tell(Moment.RUNS, "%s: to epoch %d of %d".formatted(entrant.name(), epochs, entrant.heat()));
            Optional<Heats.Result> result;
            try {
                result = heats.run(entrant, epochs);
            } catch (IllegalArgumentException | DataException e) {
                report = report.stopped(entrant.name(), String.valueOf(e.getMessage()));
                continue;
            }
            if (result.isEmpty()) {
                return Optional.empty();
            }
            all.add(result.get().standing());
            report = report.with(entrant.name(), result.get().rung());
            keep();
            Optional<String> enough = enough(result.get().standing());
            if (enough.isPresent()) {
                running.stream()
                        .filter(other -> !other.equals(entrant))
                        .forEach(other -> report = report.stopped(other.name(), enough.get()));
                break;
            }
        }
        all.sort(Comparator.comparingInt(
                standing -> entrants.indexOf(entrant(standing.arm().name()))));
        return Optional.of(all);
    }

    private Optional<String> enough(Standing standing) {
        return standing.arm().equals(Arm.FEATURES) && standing.finished()
                ? Enough.of(standing.scores().measured(), examples).map(Reason::says)
                : Optional.empty();
    }

    private void stop(Verdict.Stopped stopped) {
        report = report.stopped(stopped.arm(), stopped.why());
        heats.discard(entrant(stopped.arm()));
    }

    private Entrant entrant(String name) {
        return entrants.stream()
                .filter(each -> each.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private void keep() {
        folder.write(RaceFolder.first(report, first, heats.data()));
    }

    private void tell(Moment moment, String line) {
        listeners.forEach(listener -> listener.on(moment, line, report));
    }

    /// The winner on all of the training part, as any training would be.
    private Optional<RunReport> trained(Entrant winner) {
        try (TrainingJob job = TrainingJob.of(winner.options(), heats.data(), heats.hub())) {
            return trained(job.tuning());
        }
    }

    private <Y> Optional<RunReport> trained(FineTuning<Y> tuning) {
        FineTuning<Y> watched = tuning.withStopRequest(heats.stop());
        for (TrainingListener listener : heats.told()) {
            watched = watched.withListener(listener);
        }
        boolean begun = Files.exists(folder.winner().resolve("run.json"));
        if (!begun && heats.stop().isAsked()) {
            return Optional.empty();
        }
        Run run = begun ? watched.resume(folder.winner()) : watched.run(folder.winner());
        if (run.history().stopReason().equals(Optional.of(StopReason.ASKED))) {
            return Optional.empty();
        }
        report = report.withJudged(judged(tuning.model(), tuning));
        RunReport finished = run.report().withRace(report.members());
        folder.take(finished);
        return Optional.of(finished);
    }

    /// By the test part where there is one. Else by the validation part, which chose the epoch, but not the arm.
    private <Y> Judged judged(Model<Y> model, FineTuning<Y> tuning) {
        Splits<Y> data = tuning.data();
        boolean tested = data.test().filter(part -> part.size() > 0).isPresent();
        Dataset<Y> part = tested ? data.test().orElseThrow() : data.validation();
        float[][] said = new float[part.size()][];
        var unused = model.evaluate(
                part, tuning.input(), Objective.of(model.task()), (position, answers) -> said[position] = answers);
        Measured found = Answers.scored(part, said).measured();
        Interval interval = Interval.of(found, part);
        return new Judged(
                (tested ? Part.TEST : Part.VALIDATION).word(),
                found.mean(),
                interval.low(),
                interval.high(),
                part.size(),
                !tested);
    }

    /// Where the true score is, with a certainty of 95%.
    private record Interval(double low, double high) {
        static Interval of(Measured found, Dataset<?> part) {
            if (part.counts().length == 0) { // numbers, whose score is no share
                return new Interval(found.mean() - found.margin(), found.mean() + found.margin());
            }
            ShareInterval share = ShareInterval.of(found.mean(), part.size());
            return new Interval(share.low(), share.high());
        }
    }
}
