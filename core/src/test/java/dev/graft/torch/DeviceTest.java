package dev.graft.torch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DeviceTest {
    @ParameterizedTest
    @ValueSource(strings = {"cpu", "CPU", " cpu "})
    void theCpuIsAlwaysThere(String text) {
        assertThat(Device.parse(text)).isEqualTo(Device.CPU);
    }

    @Test
    void autoTakesTheGpuWhereThereIsOne() {
        Device expected = Device.cudaAvailable() ? new Device(Device.Kind.CUDA, 0) : Device.CPU;
        assertThat(Device.parse("auto")).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "gpu", "cuda:", "cuda:x", "cuda:-1", "cpu:0", "cuda:1234"})
    void anythingElseIsRefusedWithWhatWasExpected(String text) {
        assertThatThrownBy(() -> Device.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("device: expected cpu, cuda, cuda:N or auto, found '" + text + "'");
    }

    @Test
    void aGpuThatIsNotThereIsRefusedWithWhatToDo() {
        // 999 of them are nowhere
        assertThatThrownBy(() -> Device.parse("cuda:999"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("device: ")
                .hasMessageContaining("--device cpu");
    }

    @Test
    void thereIsOneCpuAndNoNegativeIndex() {
        assertThatThrownBy(() -> new Device(Device.Kind.CPU, 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Device(Device.Kind.CUDA, -1)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void itsNameIsPyTorchs() {
        assertThat(Device.CPU).hasToString("cpu");
        assertThat(new Device(Device.Kind.CUDA, 1)).hasToString("cuda:1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"cpu", "auto"})
    void aTensorArrivesWhole(String text) {
        Device device = Device.parse(text);
        try (Scope scope = Scope.open()) {
            Tensor tensor = Tensors.channelsLast(Tensors.of(new float[] {1, 2, 3, 4, 5, 6, 7, 8}, 1, 2, 2, 2));
            Tensor placed = device.place(tensor);
            assertThat(placed.is_cuda()).isEqualTo(!device.isCpu());
            assertThat(Tensors.floats(placed)).containsExactly(1, 2, 3, 4, 5, 6, 7, 8);
            assertThat(device.place(placed).data_ptr().address())
                    .isEqualTo(placed.data_ptr().address());
        }
    }

    @Test
    void operatorsTakeIt() {
        try (Scope scope = Scope.open()) {
            Tensor moved = Tensors.zeros(ScalarType.Float, 2).to(Device.CPU.nativeDevice(), ScalarType.Float);
            assertThat(moved.is_cpu()).isTrue();
        }
    }
}
