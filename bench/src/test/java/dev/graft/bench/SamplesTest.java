package dev.graft.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class SamplesTest {
    private static final Offset<Double> EXACT = Offset.offset(1e-12);

    @Test
    void theMedianIsTheOneInTheMiddle() {
        assertThat(Samples.of(9, 1, 4).median()).isEqualTo(4);
        assertThat(Samples.of(7).median()).isEqualTo(7);
    }

    @Test
    void ofAnEvenNumberItIsTheMeanOfTheTwoInTheMiddle() {
        assertThat(Samples.of(10, 1, 4, 2).median()).isCloseTo(3, EXACT);
    }

    @Test
    void theSpreadIsFromTheLeastToTheMost() {
        Samples samples = Samples.of(3, 1, 2);
        assertThat(samples.least()).isEqualTo(1);
        assertThat(samples.most()).isEqualTo(3);
    }

    @Test
    void ratiosAreTakenWithinATurn() {
        // in the second turn the machine was three times as slow, for both
        Samples ratios = Samples.of(20, 60, 30).over(Samples.of(10, 30, 10));
        assertThat(ratios.values()).containsExactly(2.0, 2.0, 3.0);
        assertThat(ratios.median()).isEqualTo(2);
    }

    @Test
    void ratiosNeedAsManyRunsOnBothSides() {
        assertThatThrownBy(() -> Samples.of(1, 2).over(Samples.of(1))).hasMessageContaining("found 2 and 1");
    }

    @Test
    void thereIsNoMedianOfNothing() {
        assertThatThrownBy(() -> new Samples(List.of())).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aTrainingStepIsThreeForwardPassesOfTwoOperationsAMac() {
        // 10 images a second: 2 x 3 x 1.82 x 10
        assertThat(Work.trainingGflops(SameNetwork.RESNET18, 32, 3.2)).isCloseTo(109.2, Offset.offset(1e-9));
        assertThat(Work.predictionGflops(1000, 10)).isCloseTo(60, Offset.offset(1e-9));
    }
}
