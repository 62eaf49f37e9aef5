package dev.graft.tune;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.graft.testing.NeedsShared;
import dev.graft.testing.Shared;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

class ScheduleTest {
    /// Every sequence of the reference, by its name there.
    private static final Map<String, Schedule> REFERENCE = Map.ofEntries(
            Map.entry("CosineAnnealingLR(T_max=10)", new Schedule.Cosine(Span.ticks(10), 0)),
            Map.entry("CosineAnnealingLR(T_max=10,eta_min=0.1)", new Schedule.Cosine(Span.ticks(10), 0.1)),
            Map.entry("StepLR(3,0.1)", new Schedule.Step(3, 0.1)),
            Map.entry("MultiStepLR([2,5],0.5)", new Schedule.MultiStep(List.of(2L, 5L), 0.5)),
            Map.entry("ExponentialLR(0.9)", new Schedule.Exponential(0.9)),
            Map.entry("OneCycleLR(max_lr=1,total_steps=20)", new Schedule.OneCycle(Span.ticks(20), 0.3, 25, 1e4, 0, 0)),
            Map.entry("LinearLR(0.1,1.0,5)", new Schedule.Linear(0.1, 1, Span.ticks(5))),
            Map.entry("CosineAnnealingWarmRestarts(4,2)", new Schedule.WarmRestarts(4, 2, 0)),
            Map.entry("PolynomialLR(10,power=2)", new Schedule.Polynomial(Span.ticks(10), 2)),
            Map.entry(
                    "linear_warmup_then_linear_decay(warmup=2,total=10)",
                    new Schedule.Linear(1, 0, Span.ticks(8)).withWarmUp(Span.ticks(2))),
            Map.entry(
                    "cosine_with_warmup(warmup=2,total=10)",
                    new Schedule.Cosine(Span.ticks(8), 0).withWarmUp(Span.ticks(2))),
            Map.entry(
                    "slanted_triangular(T=20,cut_frac=0.1,ratio=32)",
                    new Schedule.SlantedTriangular(Span.ticks(20), 0.1, 32)));

    /// One of each kind, over the whole run.
    static Stream<Schedule> kinds() {
        return Stream.of(
                Schedule.constant(),
                new Schedule.Step(7, 0.5),
                new Schedule.MultiStep(List.of(3L, 40L), 0.1),
                new Schedule.Exponential(0.97),
                Schedule.cosine(),
                new Schedule.WarmRestarts(5, 2, 0),
                new Schedule.WarmRestarts(5, 1, 0),
                new Schedule.WarmRestarts(Span.share(0.3), 2, 0),
                new Schedule.Linear(0.2, 1, Span.share(0.5)),
                new Schedule.Polynomial(Span.RUN, 3),
                Schedule.warmupLinear(Span.share(0.1)),
                Schedule.warmupCosine(Span.ticks(4)),
                Schedule.oneCycle(),
                Schedule.slantedTriangular(),
                Schedule.plateau(),
                Schedule.plateau().withWarmUp(Span.share(0.1)),
                new Schedule.Step(7, 0.5).withWarmUp(Span.ticks(3)));
    }

    @Test
    @NeedsShared("parity/schedules.json")
    void everyReferenceSequenceIsReproduced() {
        JsonNode golden = Shared.json("parity/schedules.json");
        double base = golden.get("base_lr").asDouble();
        List<String> seen = new ArrayList<>();
        golden.forEachEntry((name, values) -> {
            if (values.isArray()) {
                seen.add(name);
                Schedule schedule = Objects.requireNonNull(REFERENCE.get(name), name);
                for (int t = 0; t < values.size(); t++) {
                    double expected = values.get(t).asDouble();
                    // written with nine digits
                    assertThat(schedule.at(base, t, 1_000))
                            .as("%s at %d", name, t)
                            .isCloseTo(expected, within(1e-9 + 1e-8 * expected));
                }
            }
        });
        assertThat(seen).containsExactlyInAnyOrderElementsOf(REFERENCE.keySet());
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void ratesStayBetweenZeroAndTheBaseInRunsOfAnyLength(Schedule schedule) {
        for (long run : new long[] {1, 2, 3, 10, 64, 1_000}) {
            for (long t = 0; t <= run; t++) {
                assertThat(schedule.at(0.4, t, run)).as("tick %d of %d", t, run).isBetween(0.0, 0.4 * (1 + 1e-12));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void ratesAreProportionalToTheBase(Schedule schedule) {
        for (long t = 0; t < 50; t++) {
            double one = schedule.at(1, t, 50);
            assertThat(schedule.at(3e-4, t, 50)).isCloseTo(3e-4 * one, within(1e-15));
        }
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void theRateOfAnyTickNeedsNoOtherTick(Schedule schedule) {
        double late = schedule.at(1, 33, 50);
        schedule.at(1, 2, 50);
        assertThat(schedule.at(1, 33, 50)).isEqualTo(late);
    }

    @Test
    void sharesOfTheRunBecomeTicksRoundedUp() {
        Schedule shared = Schedule.warmupLinear(Span.share(0.1));
        Schedule fixed = new Schedule.Linear(1, 0, Span.RUN).withWarmUp(Span.ticks(6));
        for (long t = 0; t < 52; t++) {
            assertThat(shared.at(1, t, 52)).isEqualTo(fixed.at(1, t, 52));
        }
    }

    /// With 19 ticks the rise is cut to one; nine falling ticks, as many as that times nine, would end halfway.
    @Test
    void aSlantedTriangleFallsToTheEndOfEveryRun() {
        for (int run : new int[] {5, 10, 19, 20, 29, 199}) {
            for (int t = 2; t <= run; t++) {
                double before = Schedule.slantedTriangular().at(1, t - 1, run);
                double rate = Schedule.slantedTriangular().at(1, t, run);
                if (t > Math.max(1, run / 10)) {
                    assertThat(rate).as("tick %d of %d", t, run).isLessThan(before);
                }
            }
            assertThat(Schedule.slantedTriangular().at(1, run, run)).isCloseTo(1 / 32.0, within(1e-12));
        }
    }

    @Test
    void restartsAfterAShareOfTheRunFillIt() {
        Schedule thirds = new Schedule.WarmRestarts(Span.share(1 / 3.0), 1, 0);
        for (int run : new int[] {3, 9, 30, 57, 210, 630, 999}) {
            for (int t = 0; t < run; t++) {
                assertThat(thirds.at(1, t, run))
                        .as("tick %d of %d", t, run)
                        .isCloseTo(new Schedule.WarmRestarts(run / 3, 1, 0).at(1, t, run), within(1e-9));
            }
        }
        // thirds of ten ticks are no whole ones: the second starts after 3.33, the third after 6.67
        assertThat(thirds.at(1, 4, 10)).isCloseTo((1 + Math.cos(Math.PI * 0.2)) / 2, within(1e-9));
        assertThat(thirds.at(1, 7, 10)).isCloseTo((1 + Math.cos(Math.PI * 0.1)) / 2, within(1e-9));
    }

    @Test
    void aFloorIsAnAbsoluteRate() {
        Schedule schedule = new Schedule.Cosine(Span.RUN, 1e-6);
        assertThat(schedule.at(1e-3, 10, 10)).isCloseTo(1e-6, within(1e-15));
        assertThat(schedule.at(1e-4, 10, 10)).isCloseTo(1e-6, within(1e-15));
    }

    @Test
    void numbersOutOfRangeAreRefused() {
        assertThatThrownBy(() -> new Schedule.Step(0, 0.1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("every: expected at least 1.0, found 0.0");
        assertThatThrownBy(() -> new Schedule.Cosine(Span.RUN, -1)).hasMessageContaining("floor");
        assertThatThrownBy(() -> new Schedule.WarmRestarts(0, 2, 0)).hasMessageContaining("first");
        assertThatThrownBy(() -> new Schedule.WarmRestarts(Span.share(0), 1, 0))
                .hasMessage("first: expected a share above 0%, found 0%");
        assertThatThrownBy(() -> new Schedule.MultiStep(List.of(8L, 6L), 0.1))
                .hasMessage("milestones: expected rising numbers from 1, found [8, 6]");
        assertThatThrownBy(() -> new Schedule.MultiStep(List.of(), 0.1))
                .hasMessage("milestones: expected at least one, found none");
        assertThatThrownBy(() -> new Schedule.SlantedTriangular(Span.RUN, 1, 32))
                .hasMessageContaining("riseShare");
        assertThatThrownBy(() -> new Schedule.Exponential(Double.NaN)).hasMessageContaining("gamma");
    }

    @Test
    void spansAreReadAsTheyAreWritten() {
        for (Span span : List.of(Span.ticks(0), Span.ticks(500), Span.RUN, Span.share(0.07), Span.share(1 / 3.0))) {
            assertThat(Span.parse(span.toString())).isEqualTo(span);
        }
        assertThat(Span.share(0.1)).hasToString("10%");
        assertThatThrownBy(() -> Span.parse("a tenth"))
                .hasMessage("span: expected a number of ticks or a share such as 10%, found 'a tenth'");
        assertThatThrownBy(() -> Span.parse("110%"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("span: expected a share from 0 to 1, found 1.1");
        assertThatThrownBy(() -> Span.ticks(-1)).isInstanceOf(IllegalArgumentException.class);
    }
}
