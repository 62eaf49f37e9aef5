package dev.graft.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.graft.data.Preprocessing;
import dev.graft.zoo.ModelCard;
import dev.graft.zoo.Zoo;
import org.junit.jupiter.api.Test;

class ModelChoiceTest {
    private static final ModelCard USUAL = Zoo.card("resnet18");

    @Test
    void anotherSizeKeepsTheShareOfTheCrop() {
        assertThat(ModelChoice.of("resnet18").preprocessing(USUAL)).isEqualTo(USUAL.preprocessing());
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

    @Test
    void aSizeOfWhichNothingWouldBeLeftIsRefusedBeforeAnythingIsMade() {
        ModelChoice choice = ModelChoice.of("squeezenet1_1").withSize(16);
        assertThatThrownBy(() -> choice.preprocessing(Zoo.card("squeezenet1_1")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("expected at least 17 pixels for squeezenet1_1")
                .hasMessageContaining("found 16");
        assertThat(choice.preprocessing(USUAL).size()).isEqualTo(16);
    }
}
