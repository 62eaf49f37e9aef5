package dev.graft.tune;

import dev.graft.data.Wording;
import java.util.List;
import java.util.stream.Collectors;

/// A schedule in words.
final class ScheduleText {
    private ScheduleText() {}

    static String of(Schedule schedule, Interval interval) {
        String ticks = interval == Interval.EPOCH ? "epoch" : "step";
        return words(schedule, ticks)
                + (schedule instanceof Schedule.Constant || schedule instanceof Schedule.Plateau
                        ? ""
                        : ", by " + ticks);
    }

    private static String words(Schedule schedule, String tick) {
        return switch (schedule) {
            case Schedule.Constant constant -> "constant rate";
            case Schedule.Step step ->
                "rate times " + Numbers.text(step.gamma()) + " every "
                        + (step.every() == 1 ? tick : Wording.count(step.every(), tick));
            case Schedule.MultiStep steps ->
                "rate times " + Numbers.text(steps.gamma()) + " after " + list(steps.milestones()) + " " + tick + "s";
            case Schedule.Exponential decay -> "rate times " + Numbers.text(decay.gamma()) + " every " + tick;
            case Schedule.Cosine cosine -> "cosine to " + Numbers.text(cosine.floor()) + over(cosine.length(), tick);
            case Schedule.WarmRestarts cosine ->
                "cosine with restarts, the first after " + length(cosine.first(), tick);
            case Schedule.Linear line ->
                line.startFactor() == 1 && line.endFactor() == 0
                        ? "line to 0" + over(line.length(), tick)
                        : "line from " + Numbers.text(line.startFactor()) + " to " + Numbers.text(line.endFactor())
                                + " times the rate" + over(line.length(), tick);
            case Schedule.Polynomial power ->
                "power " + Numbers.text(power.power()) + " to 0" + over(power.length(), tick);
            case Schedule.WarmUp warmUp ->
                "warm-up" + over(warmUp.length(), tick) + ", then " + words(warmUp.then(), tick);
            case Schedule.OneCycle cycle -> "one cycle" + over(cycle.length(), tick);
            case Schedule.SlantedTriangular triangle -> "slanted triangle" + over(triangle.length(), tick);
            case Schedule.Plateau plateau ->
                "rate times " + Numbers.text(plateau.factor())
                        + " when the validation loss has not improved for more than "
                        + Wording.count(plateau.patience(), "epoch");
        };
    }

    /// Nothing for the whole run, which goes without saying.
    private static String over(Span length, String tick) {
        return length.equals(Span.RUN) ? "" : " over " + length(length, tick);
    }

    private static String length(Span length, String tick) {
        return switch (length) {
            case Span.Ticks ticks -> Wording.count(ticks.count(), tick);
            case Span.Share share -> Numbers.text(Math.round(1000 * share.fraction()) / 10.0) + "% of the run";
        };
    }

    /// `3, 6 and 9`
    private static String list(List<Long> numbers) {
        String all = numbers.stream().map(String::valueOf).collect(Collectors.joining(", "));
        return all.replaceFirst(", (\\d+)$", " and $1");
    }
}
