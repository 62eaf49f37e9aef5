package dev.graft.nn;

import static org.assertj.core.api.Assertions.assertThat;

import dev.graft.torch.Device;
import org.junit.jupiter.api.Test;

class ParamPathTest {
    @Test
    void prefixesArePushedWithDots() {
        try (ParamStore params = new ParamStore(Device.CPU)) {
            ParamPath block = params.stage("layer4").sub("layer4").sub(0);
            block.param("conv1.weight", Init.ZEROS, 1);
            assertThat(block).hasToString("layer4.0");
            assertThat(params.entries()).extracting(ParamStore.Entry::name).containsExactly("layer4.0.conv1.weight");
        }
    }

    @Test
    void aStagesRootAddsNothingToAName() {
        try (ParamStore params = new ParamStore(Device.CPU)) {
            params.stage("stem").param("weight", Init.ZEROS, 1);
            ParamStore.Entry entry = params.entries().iterator().next();
            assertThat(entry.name()).isEqualTo("weight");
            assertThat(entry.stage()).isEqualTo("stem");
        }
    }
}
