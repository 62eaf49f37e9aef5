package dev.graft.app;

import dev.graft.advise.RaceReport;
import dev.graft.advise.RaceReport.Judged;
import dev.graft.advise.RaceReport.Runner;
import dev.graft.data.Wording;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// A race in words.
final class RaceText {
    private RaceText() {}

    /// What came of it.
    static List<String> result(RaceReport race) {
        List<String> lines = new ArrayList<>(race.table());
        if (race.chosen() != null) {
            lines.add("Chosen: " + race.chosen().says());
        }
        if (race.judged() != null) {
            lines.add(judged(race.judged(), race.metric()));
        }
        return lines;
    }

    private static String judged(Judged judged, String metric) {
        return String.format(
                Locale.ROOT,
                "%s of the model on the %s part, %s: %.4f, with 95%% certainty %.4f to %.4f; %s",
                metric,
                judged.part(),
                Wording.count(judged.examples(), "example"),
                judged.value(),
                judged.low(),
                judged.high(),
                judged.choseEpoch() ? "they chose the epoch, but not the strategy" : "they took no part in any choice");
    }

    /// What it will take.
    static List<String> plan(RaceReport race) {
        List<String> lines = new ArrayList<>();
        lines.add(
                "race of %s, compared on %s".formatted(Wording.count(race.arms().size(), "strategy"), race.heldBack()));
        for (Runner arm : race.arms()) {
            lines.add("  %s: %s; %s, at most %s"
                    .formatted(
                            arm.name(),
                            String.join(" ", arm.options()),
                            Wording.count(arm.epochs(), "epoch"),
                            EstimateText.duration(arm.estimate())));
        }
        race.cut()
                .forEach(cut ->
                        lines.add("left out: %s (%s); to run it: %s".formatted(cut.what(), cut.why(), cut.back())));
        lines.add("race and training of who is chosen: at most %s of %s (--budget)"
                .formatted(EstimateText.duration(race.estimated()), EstimateText.duration(race.budget())));
        return lines;
    }
}
