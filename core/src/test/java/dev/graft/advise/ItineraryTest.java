package dev.graft.advise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.graft.advise.Evidence.Candidate;
import dev.graft.advise.Evidence.Cut;
import dev.graft.advise.Examiner.Examined;
import dev.graft.advise.Itinerary.Stop;
import dev.graft.data.Kind;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class ItineraryTest {
    private static final Itinerary ALL = new Itinerary(
            List.of(
                    new Stop(Contender.of("first"), 5, 0.1, 1, 0, 1, null),
                    new Stop(Contender.of("second"), 5, 0.1, 1, 0, 1, null),
                    new Stop(Contender.of("third"), 5, 0.2, 1, 0, 1, null)),
            1000,
            true,
            10,
            List.of());

    @Test
    void whatFitsIsLeftAlone() {
        assertThat(ALL.seconds()).isEqualTo(425);
        assertThat(ALL.within(Duration.ofSeconds(425), Kind.IMAGE)).isEqualTo(ALL);
    }

    @Test
    void modelsAreLeftOutFromTheEnd() {
        Itinerary fitting = ALL.within(Duration.ofMinutes(2), Kind.IMAGE);

        assertThat(fitting.stops()).extracting(Stop::contender).containsExactly(Contender.of("first"));
        assertThat(fitting.examples()).isEqualTo(1000);
        assertThat(fitting.seconds()).isEqualTo(115);
        assertThat(fitting.cut()).containsExactly(new Cut("second, third", "the budget is 2m", "--budget 8m"));
    }

    @Test
    void thenExamplesAreHalved() {
        Itinerary fitting = ALL.within(Duration.ofSeconds(30), Kind.TEXT);

        assertThat(fitting.examples()).isEqualTo(125);
        assertThat(fitting.seconds()).isEqualTo(27.5);
        assertThat(fitting.cut())
                .containsExactly(
                        new Cut("second, third", "the budget is 30 s", "--budget 8m"),
                        new Cut("875 texts of 1,000", "the budget is 30 s", "--budget 8m"));
    }

    @Test
    void aFewAreLookedAtHoweverSmallTheBudget() {
        assertThat(ALL.within(Duration.ofSeconds(1), Kind.IMAGE).examples()).isEqualTo(62);
    }

    @Test
    void aStopGoesByWhatAFewTook() {
        Examined few =
                new Examined(new Candidate("one", 1, Likeness.UNKNOWN, List.of(), LearningCurve.NONE), 2, 3, 4, 100);

        assertThat(Stop.of(Contender.of("one"), few, 100).seconds(1000)).isCloseTo(2 + 30 + 40, within(1e-9));
    }

    @Test
    void headsOfFewExamplesWithManyFeaturesAreSolvedFaster() {
        Stop stop = new Stop(Contender.of("one"), 0, 0, 100, 4, 400, null);

        assertThat(stop.seconds(100)).isEqualTo(4);
        assertThat(stop.seconds(400)).isEqualTo(4 * 4 * 2);
        assertThat(stop.seconds(800)).isEqualTo(4 * 8 * 2);
    }
}
