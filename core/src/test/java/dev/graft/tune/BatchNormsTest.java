package dev.graft.tune;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.graft.nn.Network;
import dev.graft.torch.Device;
import dev.graft.zoo.NetworkOptions;
import dev.graft.zoo.Zoo;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class BatchNormsTest {
    private static NetworkOutline outline(String name) {
        try (Network network = Zoo.create(name, NetworkOptions.of(3), Device.CPU)) {
            return NetworkOutline.of(network);
        }
    }

    @Test
    void frozenOnesLeaveTheGroups() {
        NetworkOutline nano = outline("graft-nano");
        Plan plan = Plans.full(nano, 2, Plan.Rates.DEFAULT);
        ResolvedPlan asIs = plan.resolve(nano);
        ResolvedPlan statistics =
                plan.withBatchNorms(BatchNorms.FREEZE_STATISTICS).resolve(nano);
        ResolvedPlan frozen = plan.withBatchNorms(BatchNorms.FREEZE).resolve(nano);
        long norms = nano.parameters().stream()
                .filter(parameter -> nano.batchNormParameters().contains(parameter.name()))
                .mapToLong(NetworkOutline.Parameter::count)
                .sum();
        assertThat(norms).isPositive();
        assertThat(asIs.at(0).trainableCount()).isEqualTo(nano.parameterCount());
        assertThat(statistics.at(0).trainableCount()).isEqualTo(nano.parameterCount());
        assertThat(frozen.at(0).trainableCount()).isEqualTo(nano.parameterCount() - norms);
        assertThat(asIs.trainsBatchNorms()).isTrue();
        assertThat(statistics.trainsBatchNorms()).isFalse();
        assertThat(frozen.trainsBatchNorms()).isFalse();
        assertThat(statistics.describe()).contains("batch norms: all keep their statistics");
        assertThat(frozen.describe()).contains("batch norms: all keep their statistics, weights and biases");
    }

    @Test
    void whatTrainsNothingElseIsRefused() {
        NetworkOutline nano = outline("graft-nano");
        Plan plan = Plans.normOnly(nano, 2, Plan.Rates.DEFAULT).withBatchNorms(BatchNorms.FREEZE);
        assertThatThrownBy(() -> plan.resolve(nano))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("selects nothing but batch norms, which freeze keeps as they are");
    }

    @ParameterizedTest
    @EnumSource(BatchNorms.class)
    void aNetworkWithoutAnyIsToldThatNothingChanges(BatchNorms asked) {
        NetworkOutline none = outline("squeezenet1_1");
        List<String> notes = Plans.featureExtraction(none, 100, 1e-3)
                .withBatchNorms(asked)
                .resolve(none)
                .notes(100);
        assertThat(notes.stream().anyMatch(note -> note.contains("changes nothing, for the network has none")))
                .isEqualTo(asked != BatchNorms.AS_IS);
    }

    @ParameterizedTest
    @EnumSource(BatchNorms.class)
    void filesKeepThem(BatchNorms asked) {
        NetworkOutline nano = outline("graft-nano");
        Plan plan = Plans.featureExtraction(nano, 2, 1e-3).withBatchNorms(asked);
        String written = PlanJson.write(plan);
        assertThat(written)
                .contains(
                        switch (asked) {
                            case AS_IS -> "\"train_bn\":false";
                            case TRAIN_FROZEN -> "\"train_bn\":true";
                            case FREEZE_STATISTICS -> "\"train_bn\":\"freeze-statistics\"";
                            case FREEZE -> "\"train_bn\":\"freeze\"";
                        });
        assertThat(PlanJson.read(written)).isEqualTo(plan);
        assertThat(BatchNorms.of(asked.word())).isEqualTo(asked);
    }

    @Test
    void anotherWordIsRefused() {
        assertThatThrownBy(() -> BatchNorms.of("thaw"))
                .hasMessage("batch norms: expected as-is, train-frozen, freeze-statistics, freeze, found 'thaw'");
    }
}
