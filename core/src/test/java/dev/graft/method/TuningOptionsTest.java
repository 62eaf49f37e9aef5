package dev.graft.method;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.graft.tune.BatchNorms;
import dev.graft.tune.Interval;
import dev.graft.tune.NetworkOutline;
import dev.graft.tune.Phase;
import dev.graft.tune.Plan;
import dev.graft.tune.Schedule;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TuningOptionsTest {
    private static final NetworkOutline SMALL = new NetworkOutline(
            "small",
            List.of("stem", "body", "fc"),
            "fc",
            List.of(
                    NetworkOutline.Parameter.of("stem.weight", "stem", 4, 3),
                    NetworkOutline.Parameter.of("body.weight", "body", 4, 4),
                    NetworkOutline.Parameter.of("fc.weight", "fc", 2, 4)),
            List.of());

    @ParameterizedTest
    @CsvSource({
        "probe-then-fine-tune, cosine",
        "fine-tune, one-cycle",
        "feature-extraction, cosine",
        "full, cosine",
        "gradual, cosine"
    })
    void namingTheDefaultScheduleChangesNothing(String strategy, String schedule) {
        Plan stated = options(strategy, schedule, 0).plan(SMALL);
        Plan unsaid = options(strategy, TuningOptions.AUTO, 0).plan(SMALL);
        assertThat(stated.phases()).isEqualTo(unsaid.phases());
        assertThat(stated.interval()).isEqualTo(unsaid.interval());
        assertThat(stated.schedule()).isEqualTo(unsaid.schedule());
    }

    @Test
    void aNamedScheduleRunsOverThePartThatMoves() {
        Plan plan = options("probe-then-fine-tune", "linear", 0.1).plan(SMALL);
        assertThat(plan.interval()).isEqualTo(Interval.STEP);
        assertThat(plan.phases().getFirst().schedule()).contains(Schedule.constant());
        assertThat(plan.phases().getLast().schedule().orElseThrow()).isInstanceOf(Schedule.WarmUp.class);
        // five epochs of ten steps: a tenth of them up, then down to zero
        assertThat(plan.learningRates(50, 10).get("backbone")).isZero();
        assertThat(plan.learningRates(55, 10).get("backbone")).isCloseTo(1e-4, within(1e-12));
        assertThat(plan.learningRates(99, 10).get("backbone")).isCloseTo(1e-4 / 45, within(1e-12));

        Plan steps = options("fine-tune", "step", 0).plan(SMALL);
        assertThat(steps.interval()).isEqualTo(Interval.EPOCH);
        assertThat(steps.phases())
                .extracting(Phase::schedule)
                .containsExactly(Optional.of(new Schedule.Step(1, 0.1)), Optional.of(new Schedule.Step(3, 0.1)));
    }

    @ParameterizedTest
    @CsvSource({"restarts", "warm-restarts"})
    void restartsAreThreeCosinesToTheEndOfTheRun(String word) {
        Plan plan = options("full", word, 0).plan(SMALL);
        List<Integer> tops = IntStream.range(0, 300)
                .filter(step -> plan.learningRates(step, 30).getOrDefault("head", 0.0) > 0.9999e-3)
                .filter(step -> step % 100 == 0)
                .boxed()
                .toList();
        assertThat(tops).containsExactly(0, 100, 200);
        assertThat(plan.learningRates(299, 30).get("head")).isLessThan(1e-6);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "6,3 | unfreeze: expected rising numbers of epochs from 1 to 9, below the 10 of the run, found 6,3",
                "3,12 | unfreeze: expected rising numbers of epochs from 1 to 9, below the 10 of the run, found 3,12",
                "every:9 | gradual: expected 2 stages to have joined before the last of 10 epochs, found one every 9; use one every 4 or less, more epochs or fewer stages",
            })
    void whenStagesJoinIsCheckedInItsOwnWords(String unfreeze, String message) {
        TuningOptions options = new TuningOptions(
                null,
                "gradual",
                "auto",
                10,
                0,
                unfreeze,
                1e-3,
                1e-4,
                0.75,
                null,
                true,
                "auto",
                "auto",
                0,
                BatchNorms.AS_IS);
        assertThatThrownBy(() -> options.plan(SMALL)).hasMessage(message);
    }

    @Test
    void aRateOfZeroIsRefused() {
        assertThatThrownBy(() -> new TuningOptions(
                        null,
                        "full",
                        "auto",
                        10,
                        0,
                        "auto",
                        0,
                        0,
                        0.75,
                        null,
                        true,
                        "auto",
                        "auto",
                        0,
                        BatchNorms.AS_IS))
                .hasMessage("learning rate: expected above 0, found 0; with 0 nothing is trained");
    }

    private static TuningOptions options(String strategy, String schedule, double warmup) {
        return new TuningOptions(
                null,
                strategy,
                "auto",
                10,
                0,
                "auto",
                1e-3,
                1e-4,
                0.75,
                null,
                true,
                "auto",
                schedule,
                warmup,
                BatchNorms.AS_IS);
    }
}
