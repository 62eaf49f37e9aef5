package dev.graft.tune;

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
                "rate times " + Numbers.text(step.gamma()) + " every " + step.every() + " " + tick + "s";
            case Schedule.MultiStep steps ->
                "rate times " + Numbers.text(steps.gamma()) + " after " + steps.milestones() + " " + tick + "s";
            case Schedule.Exponential decay -> "rate times " + Numbers.text(decay.gamma()) + " every " + tick;
            case Schedule.Cosine cosine -> "cosine to " + Numbers.text(cosine.floor()) + over(cosine.length(), tick);
            case Schedule.WarmRestarts cosine ->
                "cosine with restarts, the first after " + cosine.first() + " " + tick + "s";
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
                        + " when the validation loss has not improved for more than " + plateau.patience() + " epochs";
        };
    }

    /// Nothing for the whole run, which goes without saying.
    private static String over(Span length, String tick) {
        return switch (length) {
            case Span.Ticks ticks -> " over " + ticks.count() + " " + tick + "s";
            case Span.Share share -> share.fraction() == 1 ? "" : " over " + share + " of the run";
        };
    }
}
