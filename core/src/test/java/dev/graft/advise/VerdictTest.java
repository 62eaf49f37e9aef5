package dev.graft.advise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.graft.data.Kind;
import dev.graft.data.Task;
import dev.graft.job.TrainingOptions;
import dev.graft.job.TrainingRequest;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class VerdictTest {
    private static final Arm FEATURES = Arm.FEATURES;
    private static final Arm LAST = Arm.all(Kind.IMAGE).get(1);
    private static final Arm LORA = Arm.all(Kind.IMAGE).get(2);
    private static final Arm PROBE = Arm.all(Kind.IMAGE).get(3);

    private static Standing running(Arm arm, int right, int wrong) {
        return new Standing(arm, Scores.of(right, wrong), false);
    }

    private static Standing ended(Arm arm, int right, int wrong) {
        return new Standing(arm, Scores.of(right, wrong), true);
    }

    private static Evidence.Examples examples(double constant) {
        return new Evidence.Examples(Kind.IMAGE, Task.SINGLE_LABEL_CLASSIFICATION, 100, 2, 50, "accuracy", constant);
    }

    private static List<String> on(Verdict.After after) {
        return after.on().stream().map(standing -> standing.arm().name()).toList();
    }

    @Test
    void featuresThatAreNearlyAlwaysRightEndIt() {
        assertThat(Enough.of(Scores.of(198, 2).measured(), examples(0.5)))
                .get()
                .asString()
                .contains("0.990 ± 0.010");
        assertThat(Enough.of(Scores.of(57, 3).measured(), examples(0.5)))
                .get()
                .asString()
                .contains("could not be seen");
        assertThat(Enough.of(Scores.of(180, 20).measured(), examples(0.5))).isEmpty();
    }

    @Test
    void whoAlwaysSaysTheSameIsNotEnough() {
        assertThat(Enough.of(Scores.of(198, 2).measured(), examples(0.99))).isEmpty();
    }

    @Test
    void theBetterHalfGoesOn() {
        Verdict.After after =
                Verdict.after(List.of(running(FEATURES, 80, 20), running(LAST, 82, 18), running(LORA, 79, 21)));

        assertThat(on(after)).containsExactly("features", "last-stage");
        assertThat(after.out())
                .singleElement()
                .isEqualTo(new Verdict.Stopped("lora", "others are better than 0.790 ± 0.041"));
    }

    @Test
    void amongEqualsTheCheaperGoesOn() {
        Verdict.After after =
                Verdict.after(List.of(running(LAST, 80, 20), running(LORA, 80, 20), running(PROBE, 80, 20)));

        assertThat(on(after)).containsExactly("last-stage", "lora");
    }

    @Test
    void whatCannotWinIsStoppedThoughItIsInTheBetterHalf() {
        Verdict.After after =
                Verdict.after(List.of(running(LAST, 50, 50), running(LORA, 90, 10), running(PROBE, 40, 60)));

        assertThat(on(after)).containsExactly("lora");
        assertThat(after.out().getFirst().why()).isEqualTo("lora is better by +0.400 ± 0.049");
    }

    @Test
    void whoHasJustBegunIsNotComparedWithWhoHasEnded() {
        List<Standing> all = List.of(ended(FEATURES, 90, 10), running(LAST, 60, 40), running(LORA, 55, 45));

        assertThat(on(Verdict.after(all))).containsExactly("features", "last-stage");
    }

    @Test
    void whoHasEndedStaysUntilAnotherIsCertainlyBetter() {
        assertThat(on(Verdict.after(List.of(ended(FEATURES, 79, 21), running(LAST, 80, 20)))))
                .containsExactly("features", "last-stage");
        assertThat(on(Verdict.after(List.of(ended(FEATURES, 50, 50), running(LAST, 80, 20)))))
                .containsExactly("last-stage");
    }

    @Test
    void theCheapestWithinAnErrorOfTheBestIsChosen() {
        Verdict.Chosen chosen = Verdict.choose(List.of(ended(FEATURES, 80, 20), ended(LAST, 81, 19)));

        assertThat(chosen.arm()).isEqualTo("features");
        assertThat(chosen.alike()).containsExactly("last-stage");
        assertThat(chosen.says())
                .isEqualTo("features: the cheapest within one standard error of the best, last-stage (0.800 ± 0.040,"
                        + " +0.010 ± 0.010 more on the same examples); cannot be told apart from last-stage on so many"
                        + " examples");
    }

    @Test
    void whatIsCertainlyBetterIsChosen() {
        Verdict.Chosen chosen = Verdict.choose(List.of(ended(FEATURES, 80, 20), ended(LAST, 90, 10)));

        assertThat(chosen.arm()).isEqualTo("last-stage");
        assertThat(chosen.alike()).isEmpty();
        assertThat(chosen.says()).endsWith("certainly better than features");
    }

    @Test
    void aRaceHasFewerEpochsThanATraining() {
        assertThat(IntStream.of(1, 2, 3, 10, 20).map(Ladder::heat)).containsExactly(1, 2, 2, 4, 8);
        assertThat(List.of(Ladder.epochs(0, 4), Ladder.epochs(1, 4))).containsExactly(1, 4);
        assertThat(List.of(Ladder.epochs(0, 1), Ladder.epochs(1, 1))).containsExactly(1, 1);
    }

    private static Entrant entrant(Arm arm, int epochs, double seconds) {
        TrainingOptions options = TrainingRequest.images(Path.of("photos")).options();
        return new Entrant(arm, options, epochs, Ladder.heat(epochs), seconds);
    }

    /// Of ten epochs one is run by all, and three more by the dearer half; of three the first and the second.
    @Test
    void theCostIsThatOfTheDearestThatMayBeLeft() {
        List<Entrant> tens = List.of(entrant(LAST, 10, 10), entrant(LORA, 10, 100));
        assertThat(Ladder.seconds(tens)).isCloseTo(1 + 10 + 30, within(1e-9));
        assertThat(Ladder.seconds(List.of(entrant(FEATURES, 1, 7)))).isCloseTo(7, within(1e-9));
        List<Entrant> threes = List.of(entrant(LAST, 3, 3), entrant(LORA, 3, 3), entrant(PROBE, 3, 3));
        assertThat(Ladder.seconds(threes)).isCloseTo(3 + 2, within(1e-9));
    }

    @Test
    void anArmRacesWithAScheduleOfItsOwn() {
        assertThat(entrant(LORA, 10, 1).racing().tuning().epochs()).isEqualTo(4);
        assertThat(entrant(LORA, 10, 1).options().tuning().epochs()).isEqualTo(10);
    }
}
