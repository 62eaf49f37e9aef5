package dev.graft.tune;

import java.util.List;
import java.util.Optional;

/// Schedules by their names in plan files and on the command line, with the numbers that are usual for a run of that
/// length. There is no other place that says what a bare name means.
public final class ScheduleNames {
    /// As plan files and `--schedule` call cosines that start again.
    public static final String WARM_RESTARTS = "warm-restarts";

    /// All of them.
    public static final List<String> ALL = List.of(
            "constant",
            "step",
            "exponential",
            "cosine",
            WARM_RESTARTS,
            "linear",
            "polynomial",
            "warm-up",
            "plateau",
            "one-cycle",
            "slanted-triangular",
            "multi-step");

    private static final String RESTARTS = "restarts";
    private static final int PATIENCE = 2;
    private static final int THIRDS = 3;

    private ScheduleNames() {}

    /// The name that a synonym stands for, and every other word as it is: `restarts` is `warm-restarts`.
    public static String canonical(String word) {
        return word.equals(RESTARTS) ? WARM_RESTARTS : word;
    }

    /// What the name alone means in a run of so many epochs.
    ///
    /// @param name   one of [#ALL]
    /// @param epochs of the run, or of the phase it is for; where steps are counted, see [#perEpoch(String)]
    /// @throws IllegalArgumentException if there is no such schedule
    public static Schedule usual(String name, int epochs) {
        return switch (name) {
            case "constant" -> Schedule.constant();
            case "step" -> new Schedule.Step(Math.max(1, Math.ceilDiv(epochs, THIRDS)), 0.1);
            case "exponential" -> new Schedule.Exponential(0.9);
            case "cosine" -> Schedule.cosine();
            case WARM_RESTARTS -> new Schedule.WarmRestarts(Span.share(1.0 / THIRDS), 1, 0);
            case "linear" -> new Schedule.Linear(1, 0, Span.RUN);
            case "polynomial" -> new Schedule.Polynomial(Span.RUN, 2);
            case "warm-up" -> Schedule.warmupCosine(Span.share(0.1));
            case "plateau" -> new Schedule.Plateau(0.1, PATIENCE, 1e-4, 0, 0);
            case "one-cycle" -> Schedule.oneCycle();
            case "slanted-triangular" -> Schedule.slantedTriangular();
            case "multi-step" -> {
                long first = Math.max(1, epochs * 3L / 5);
                yield new Schedule.MultiStep(List.of(first, Math.max(first + 1, epochs * 4L / 5)), 0.1);
            }
            default ->
                throw new IllegalArgumentException("schedule: expected one of " + ALL + ", found '" + name + "'");
        };
    }

    /// The field of a schedule whose usual number counts epochs: where steps are counted, it has to be given.
    public static Optional<String> perEpoch(String name) {
        return switch (name) {
            case "step" -> Optional.of("every");
            case "exponential" -> Optional.of("gamma");
            case "multi-step" -> Optional.of("milestones");
            default -> Optional.empty();
        };
    }
}
