package dev.graft.advise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.graft.data.Kind;
import dev.graft.data.Task;
import java.util.List;
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
        assertThat(Verdict.enough(Scores.of(198, 2), examples(0.5)))
                .get()
                .asString()
                .contains("0.990 ± 0.010");
        assertThat(Verdict.enough(Scores.of(57, 3), examples(0.5)))
                .get()
                .asString()
                .contains("could not be seen");
        assertThat(Verdict.enough(Scores.of(180, 20), examples(0.5))).isEmpty();
    }

    @Test
    void whoAlwaysSaysTheSameIsNotEnough() {
        assertThat(Verdict.enough(Scores.of(198, 2), examples(0.99))).isEmpty();
    }

    @Test
    void theBetterHalfGoesOn() {
        Verdict.After after =
                Verdict.after(List.of(running(FEATURES, 80, 20), running(LAST, 82, 18), running(LORA, 79, 21)), 0);

        assertThat(on(after)).containsExactly("features", "last-stage");
        assertThat(after.out())
                .singleElement()
                .isEqualTo(new Verdict.Stopped("lora", "others are better than 0.790 ± 0.041"));
    }

    @Test
    void oneGoesUpTheLastRung() {
        Verdict.After after =
                Verdict.after(List.of(ended(FEATURES, 80, 20), running(LAST, 81, 19), running(LORA, 82, 18)), 1);

        assertThat(on(after)).containsExactly("features", "lora");
    }

    @Test
    void amongEqualsTheCheaperGoesOn() {
        Verdict.After after =
                Verdict.after(List.of(running(LAST, 80, 20), running(LORA, 80, 20), running(PROBE, 80, 20)), 0);

        assertThat(on(after)).containsExactly("last-stage", "lora");
    }

    @Test
    void whatCannotWinIsStoppedThoughItIsInTheBetterHalf() {
        Verdict.After after =
                Verdict.after(List.of(running(LAST, 50, 50), running(LORA, 90, 10), running(PROBE, 40, 60)), 0);

        assertThat(on(after)).containsExactly("lora");
        assertThat(after.out().getFirst().why()).isEqualTo("lora is better by +0.400 ± 0.049");
    }

    @Test
    void whoHasJustBegunIsNotComparedWithWhoHasEnded() {
        List<Standing> all = List.of(ended(FEATURES, 90, 10), running(LAST, 60, 40), running(LORA, 55, 45));

        assertThat(on(Verdict.after(all, 0))).containsExactly("features", "last-stage");
        assertThat(on(Verdict.after(all, 1))).containsExactly("features");
    }

    @Test
    void whoHasEndedStaysUntilAnotherIsCertainlyBetter() {
        assertThat(on(Verdict.after(List.of(ended(FEATURES, 79, 21), running(LAST, 80, 20)), 0)))
                .containsExactly("features", "last-stage");
        assertThat(on(Verdict.after(List.of(ended(FEATURES, 50, 50), running(LAST, 80, 20)), 0)))
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
    void rungsRiseToAllEpochs() {
        assertThat(List.of(Ladder.epochs(0, 10), Ladder.epochs(1, 10), Ladder.epochs(2, 10)))
                .containsExactly(1, 4, 10);
        assertThat(List.of(Ladder.epochs(0, 3), Ladder.epochs(1, 3), Ladder.epochs(2, 3)))
                .containsExactly(1, 2, 3);
        assertThat(Ladder.epochs(0, 1)).isEqualTo(1);
    }

    @Test
    void theCostIsThatOfTheDearestThatMayBeLeft() {
        assertThat(Ladder.seconds(10, 100)).isCloseTo(0.1 * 110 + 0.9 * 100, within(1e-9));
        assertThat(Ladder.seconds(7)).isCloseTo(7, within(1e-9));
    }
}
