package dev.graft.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class NearNamesTest {
    @Test
    void editsAreCounted() {
        assertThat(NearNames.edits("weigth", "weight")).isEqualTo(1);
        assertThat(NearNames.edits("kitten", "sitting")).isEqualTo(3);
        assertThat(NearNames.edits("", "fc")).isEqualTo(2);
    }

    @Test
    void whatIsFarAwayIsNotMeant() {
        assertThat(NearNames.closest("fc.weight", List.of("layer1.weight", "head.bias")))
                .isEmpty();
        assertThat(NearNames.closest("fc.wieght", List.of("fc.bias", "fc.weight")))
                .contains("fc.weight");
    }

    @Test
    void theNearestComeFirst() {
        assertThat(NearNames.nearest("resnet81", List.of("graft-nano", "resnet50", "resnet18", "resnet18"), 2))
                .containsExactly("resnet18", "resnet50");
    }
}
