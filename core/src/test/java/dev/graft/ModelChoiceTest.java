package dev.graft;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.graft.data.Preprocessing;
import org.junit.jupiter.api.Test;

class ModelChoiceTest {
    private static final Preprocessing USUAL = Preprocessing.imagenet(224, 256);

    @Test
    void anotherSizeKeepsTheShareOfTheCrop() {
        assertThat(ModelChoice.of("resnet18").preprocessing(USUAL)).isEqualTo(USUAL);
        assertThat(ModelChoice.of("resnet18").withSize(112).preprocessing(USUAL))
                .isEqualTo(Preprocessing.imagenet(112, 128));
    }

    @Test
    void aResizeToTheSizeCutsNothingOff() {
        ModelChoice choice = ModelChoice.of("resnet18").withSize(64).withResize(64);
        assertThat(choice.preprocessing(USUAL)).isEqualTo(Preprocessing.imagenet(64, 64));
        assertThat(ModelChoice.of("resnet18").withResize(224).preprocessing(USUAL))
                .isEqualTo(Preprocessing.imagenet(224, 224));
        assertThatThrownBy(() -> choice.withResize(63))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("resize: expected at least the size, 64 pixels, found 63");
    }
}
