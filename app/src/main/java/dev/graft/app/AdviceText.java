package dev.graft.app;

import dev.graft.advise.Advice;
import dev.graft.advise.Advised;
import dev.graft.advise.Evidence;
import dev.graft.advise.Evidence.Candidate;
import dev.graft.advise.Evidence.Cut;
import dev.graft.advise.Evidence.Depth;
import dev.graft.advise.Inspection;
import dev.graft.advise.LearningCurve.Point;
import dev.graft.advise.Scores;
import dev.graft.data.Wording;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Advice in words, with the evidence above it.
final class AdviceText {
    private AdviceText() {}

    /// @param command to be pasted
    /// @param threads that will compute
    static List<String> lines(Advised advised, String command, int threads) {
        Advice advice = advised.advice();
        List<String> lines = new ArrayList<>();
        Inspection inspection = advised.inspection();
        if (inspection != null) {
            inspection.concerns().forEach(concern -> lines.add("look at: " + concern.says() + "; " + concern.next()));
        }
        lines.addAll(evidence(advised.evidence()));
        lines.addAll(curve(advised));
        lines.add("");
        lines.add("why:");
        advice.reasons().forEach(reason -> lines.add("  " + reason.says()));
        advice.notes().forEach(note -> lines.add("  note: " + note));
        lines.add("");
        lines.add("advice: tune " + advice.step().summary());
        lines.add("  " + command);
        lines.add("  takes about %s on this machine (%s)"
                .formatted(EstimateText.duration(advised.training().seconds()), Wording.count(threads, "thread")));
        advice.gains().forEach(gain -> lines.add("  gains: " + gain.says()));
        lines.add(advice.next()
                .map(next ->
                        "next, " + next.why() + ": " + next.step().summary() + ", " + String.join(" ", next.options()))
                .orElse(
                        advice.reasons().stream()
                                        .anyMatch(reason -> reason.rule().equals("too-few-to-see"))
                                ? "next: more %ss to judge by"
                                        .formatted(advised.data().kind().noun())
                                : "next: nothing; tuning more is not worth it"));
        return lines;
    }

    private static List<String> evidence(Evidence evidence) {
        List<String> lines = new ArrayList<>();
        if (evidence.candidates().stream().anyMatch(each -> !each.depths().isEmpty())) {
            lines.add("%s of heads on %s, on examples that they did not learn from, and standard error"
                    .formatted(evidence.examples().metric().replace('_', ' '), "features as they are"));
            lines.add(String.format(
                    Locale.ROOT, "  %-28s %-18s %-16s %-16s", "model", "after stage", "linear head", "neighbours"));
        }
        for (Candidate candidate : evidence.candidates()) {
            for (Depth depth : candidate.depths()) {
                Scores neighbours = depth.neighbours();
                lines.add(String.format(
                                Locale.ROOT,
                                "  %-28s %-18s %-16s %-16s",
                                candidate.model(),
                                depth.stage(),
                                depth.probe().measured(),
                                neighbours == null ? "-" : neighbours.measured())
                        .stripTrailing());
            }
        }
        for (Cut cut : evidence.cut()) {
            lines.add("  left out: %s: %s; %s".formatted(cut.what(), cut.why(), cut.back()));
        }
        return lines;
    }

    private static List<String> curve(Advised advised) {
        List<String> lines = new ArrayList<>();
        Advice advice = advised.advice();
        String noun = advised.data().kind().noun();
        advised.evidence().candidates().stream()
                .filter(each -> advice.model().filter(each.model()::equals).isPresent())
                .flatMap(each -> each.curve().points().stream())
                .map(point -> line(point, noun))
                .forEach(lines::add);
        advice.doubled().ifPresent(doubled -> lines.add("  " + Advice.says(doubled, noun)));
        if (!lines.isEmpty()) {
            lines.addFirst("learning curve of a head");
        }
        return lines;
    }

    private static String line(Point point, String noun) {
        return "  %-14s %s".formatted(Wording.count(point.examples(), noun), point.score());
    }
}
