package dev.graft.zoo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import dev.graft.nn.Network;
import dev.graft.nn.Stage;
import dev.graft.testing.Portable;
import dev.graft.torch.Device;
import dev.graft.torch.Rng;
import dev.graft.torch.Scope;
import dev.graft.torch.Tensors;
import java.util.Arrays;
import java.util.List;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Blocks are left out as often as the linear rule says, and only where they train.
class DropPathTest {
    private static final NetworkOptions PLAIN = NetworkOptions.of(3).withDropout(0);
    private static final NetworkOptions DROPPING = PLAIN.withDropPath(0.5);

    @Test
    void ratesGrowFromZeroAtTheFirstBlock() {
        assertThat(DROPPING.dropPathAt(0, 8)).isZero();
        assertThat(DROPPING.dropPathAt(2, 5)).isEqualTo(0.25);
        assertThat(DROPPING.dropPathAt(7, 8)).isEqualTo(0.5);
        assertThat(PLAIN.dropPathAt(7, 8)).isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"resnet18", "resnet50", "mobilenet_v2", "cifar_resnet20", "graft-nano", "tf_efficientnet_lite0"})
    void evaluationIsNotTouched(String name) {
        assertThat(logits(name, DROPPING, false, 1)).isEqualTo(logits(name, PLAIN, false, 1));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"resnet18", "resnet50", "mobilenet_v2", "cifar_resnet20", "graft-nano", "tf_efficientnet_lite0"})
    void trainingDropsByTheSeed(String name) {
        float[] dropped = logits(name, DROPPING, true, 1);
        assertThat(logits(name, DROPPING, true, 1)).isEqualTo(dropped);
        assertThat(logits(name, DROPPING, true, 2)).isNotEqualTo(dropped);
        assertThat(logits(name, PLAIN, true, 1)).isEqualTo(logits(name, PLAIN, true, 2));
    }

    @ParameterizedTest
    @CsvSource({"features.3, 2", "features.9, 8", "features.16, 15"})
    void aBlockOfMobilenetIsItsShortcutAsOftenAsTheRuleSays(String stage, int block) {
        assertThat(shareThatIsTheShortcut("mobilenet_v2", stage)).isCloseTo(0.5 * block / 16, within(0.05));
    }

    @ParameterizedTest
    @CsvSource({"layer1, 0", "layer2, 1", "layer4, 3"})
    void aBlockOfGraftNanoIsItsShortcutAsOftenAsTheRuleSays(String stage, int block) {
        try (Network network = network("graft-nano", DROPPING);
                Scope scope = Scope.open();
                NoGradGuard guard = new NoGradGuard()) {
            // the body is 100 wherever it is not left out
            int at = position(network, stage);
            long channels = network.params().get(stage + ".0.conv1.weight").size(1);
            network.params().get(stage + ".0.bn2.weight").zero_();
            network.params().get(stage + ".0.bn2.bias").fill_(new Scalar(100.0));
            Tensor x = Portable.inputs(1000, channels, 2, 2);
            Rng.seedGlobal(1);
            float[] found = Tensors.floats(network.run(at, at + 1, x, List.of(), any -> true));
            int values = found.length / 1000;
            int dropped = 0;
            for (int i = 0; i < 1000; i++) {
                dropped += found[i * values] < 50 ? 1 : 0; // else the body has added 100 or more
            }
            assertThat(dropped / 1000.0).isCloseTo(0.5 * block / 3, within(0.05));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"squeezenet1_0", "squeezenet1_1"})
    void aFamilyWithoutResidualBlocksRefuses(String name) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Zoo.create(name, DROPPING, Device.CPU))
                .withMessage("drop path: " + name + " has no residual blocks to leave out, expected 0, found 0.5");
    }

    private static double shareThatIsTheShortcut(String name, String stage) {
        try (Network network = network(name, DROPPING);
                Scope scope = Scope.open();
                NoGradGuard guard = new NoGradGuard()) {
            int at = position(network, stage);
            long channels = network.params().get(stage + ".conv.0.0.weight").size(1);
            int examples = 1000;
            Tensor x = Portable.inputs(examples, channels, 2, 2);
            Rng.seedGlobal(1);
            float[] out = Tensors.floats(network.run(at, at + 1, x, List.of(), any -> true));
            float[] in = Tensors.floats(x);
            int values = in.length / examples;
            int same = 0;
            for (int i = 0; i < examples; i++) {
                same += Arrays.equals(out, i * values, (i + 1) * values, in, i * values, (i + 1) * values) ? 1 : 0;
            }
            return (double) same / examples;
        }
    }

    private static float[] logits(String name, NetworkOptions options, boolean training, long seed) {
        try (Network network = network(name, options);
                Scope scope = Scope.open();
                NoGradGuard guard = new NoGradGuard()) {
            Rng.seedGlobal(seed);
            int stages = network.stages().size();
            return Tensors.floats(network.run(0, stages, Portable.inputs(4, 3, 32, 32), List.of(), stage -> training));
        }
    }

    private static Network network(String name, NetworkOptions options) {
        Network network = Zoo.create(name, options, Device.CPU);
        Portable.fill(network.params());
        return network;
    }

    private static int position(Network network, String stage) {
        return network.stages().stream().map(Stage::name).toList().indexOf(stage);
    }
}
