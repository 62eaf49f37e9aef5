package dev.graft.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class BeginningsTest {
    private final Beginnings beginnings = new Beginnings(
            Map.of(SameNetwork.RESNET18, told("11177538", "0.9123"), SameNetwork.BERT_BASE, told("9", "7.5")));

    private static Told told(String parameters, String loss) {
        return new Told(Map.of("parameters", parameters, "first_loss", loss));
    }

    @Test
    void theSameNetworkMayDifferInTheLastDigits() {
        assertThat(beginnings.mismatch(SameNetwork.RESNET18, told("11177538", "0.9127")))
                .isEmpty();
        assertThat(beginnings.mismatch(SameNetwork.BERT_BASE, told("9", "7.494")))
                .isEmpty();
    }

    @Test
    void anotherNetworkIsToldByItsParameters() {
        assertThat(beginnings.mismatch(SameNetwork.RESNET18, told("1417026", "0.9123")))
                .contains("not resnet18: expected 11,177,538 parameters, found 1,417,026");
    }

    @Test
    void otherWorkIsToldByItsFirstLoss() {
        assertThat(beginnings.mismatch(SameNetwork.RESNET18, told("11177538", "0.9163")))
                .contains("not resnet18: expected a first loss of 0.9123, found 0.9163");
        assertThat(beginnings.mismatch(SameNetwork.RESNET18, told("11177538", "NaN")))
                .isPresent();
    }

    @Test
    void whoDoesNotTellIsNotBelieved() {
        assertThatThrownBy(() -> beginnings.mismatch(SameNetwork.RESNET18, new Told(Map.of())))
                .isInstanceOf(Failed.class)
                .hasMessageContaining("bench parameters NUMBER, found none");
    }

    @Test
    void aProcessorHasBfloat16ByEitherKindOfInstructions() {
        String information = "model name\t: Some Processor\nflags\t\t: fpu avx2 avx512f amx_tile amx_bf16 sse\n";
        assertThat(Machine.flags(information)).containsExactly("avx2", "avx512f", "amx_tile", "amx_bf16");
        assertThat(Machine.hasBfloat16(List.of("avx512_bf16"))).isTrue();
        assertThat(Machine.hasBfloat16(Machine.flags(information))).isTrue();
        assertThat(Machine.hasBfloat16(List.of("avx2", "avx512f"))).isFalse();
        assertThat(Machine.flags("")).isEmpty();
    }
}
