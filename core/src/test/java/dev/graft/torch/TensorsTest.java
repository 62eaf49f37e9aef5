package dev.graft.torch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.Stream;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class TensorsTest {
    private Scope scope = Scope.open();

    @BeforeEach
    void open() {
        scope.close();
        scope = Scope.open();
    }

    @AfterEach
    void close() {
        scope.close();
    }

    @Test
    void floatsComeBackAsTheyWent() {
        float[] values = {1.5f, -2, Float.MIN_VALUE, Float.POSITIVE_INFINITY, Float.NaN, 0};
        Tensor tensor = Tensors.of(values, 2, 3);
        assertThat(Tensors.floats(tensor)).containsExactly(values);
        assertThat(Tensors.shape(tensor)).containsExactly(2, 3);
        assertThat(Tensors.type(tensor)).isSameAs(ScalarType.Float);
    }

    @Test
    void longsComeBackAsTheyWent() {
        long[] values = {Long.MIN_VALUE, -1, 0, Long.MAX_VALUE};
        Tensor tensor = Tensors.of(values, 4);
        assertThat(Tensors.longs(tensor)).containsExactly(values);
        assertThat(Tensors.type(tensor)).isSameAs(ScalarType.Long);
    }

    @Test
    void aTensorHoldsACopy() {
        float[] values = {1, 2};
        Tensor tensor = Tensors.of(values, 2);
        values[0] = 9;
        assertThat(Tensors.floats(tensor)).containsExactly(1, 2);
    }

    @Test
    void scalarsAndEmptyTensorsAreTensorsToo() {
        Tensor scalar = Tensors.of(new float[] {7});
        assertThat(Tensors.shape(scalar)).isEmpty();
        assertThat(Tensors.floats(scalar)).containsExactly(7);

        Tensor empty = Tensors.of(new float[0], 0, 3);
        assertThat(Tensors.floats(empty)).isEmpty();
        assertThat(Tensors.longs(empty)).isEmpty();
        assertThat(Tensors.bytes(empty)).isEmpty();
        assertThat(Tensors.shape(empty)).containsExactly(0, 3);
    }

    @Test
    void stridesAreFollowed() {
        Tensor matrix = Tensors.of(new float[] {1, 2, 3, 4, 5, 6}, 2, 3);
        assertThat(Tensors.floats(matrix.t())).containsExactly(1, 4, 2, 5, 3, 6);
        assertThat(Tensors.longs(matrix.t())).containsExactly(1, 4, 2, 5, 3, 6);
        assertThat(Tensors.floats(matrix.select(1, 1))).containsExactly(2, 5);
        assertThat(Tensors.bytes(Tensors.ofBytes(new byte[] {1, 2, 3, 4}, ScalarType.Byte, 2, 2)
                        .t()))
                .containsExactly(1, 3, 2, 4);
    }

    @Test
    void otherTypesAreConverted() {
        assertThat(Tensors.floats(Tensors.of(new long[] {1, -2}, 2))).containsExactly(1, -2);
        assertThat(Tensors.longs(Tensors.of(new float[] {1.9f, -1.9f}, 2))).containsExactly(1, -1);
        assertThat(Tensors.floats(Tensors.ofBytes(new byte[] {1, 0}, ScalarType.Bool, 2)))
                .containsExactly(1, 0);
        // bfloat16 is the upper half of float32: 1.0 is 0x3f80
        assertThat(Tensors.floats(Tensors.ofBytes(new byte[] {(byte) 0x80, 0x3f}, ScalarType.BFloat16, 1)))
                .containsExactly(1);
    }

    @Test
    void valuesOfATensorThatNeedsAGradientCanBeRead() {
        assertThat(Tensors.floats(Tensors.of(new float[] {3}, 1).requires_grad_(true)))
                .containsExactly(3);
    }

    static Stream<Arguments> types() {
        return Stream.of(
                Arguments.of(ScalarType.Float, 4, "float32"),
                Arguments.of(ScalarType.Double, 8, "float64"),
                Arguments.of(ScalarType.Half, 2, "float16"),
                Arguments.of(ScalarType.BFloat16, 2, "bfloat16"),
                Arguments.of(ScalarType.Long, 8, "int64"),
                Arguments.of(ScalarType.Int, 4, "int32"),
                Arguments.of(ScalarType.Short, 2, "int16"),
                Arguments.of(ScalarType.Char, 1, "int8"),
                Arguments.of(ScalarType.Byte, 1, "uint8"),
                Arguments.of(ScalarType.Bool, 1, "bool"));
    }

    @ParameterizedTest
    @MethodSource("types")
    void bytesOfEveryTypeComeBackAsTheyWent(ScalarType type, int size, String name) {
        byte[] bytes = new byte[2 * size];
        bytes[0] = 1;
        bytes[size] = 1;
        Tensor tensor = Tensors.ofBytes(bytes, type, 2);
        assertThat(Tensors.bytes(tensor)).containsExactly(bytes);
        assertThat(Tensors.type(tensor)).isSameAs(type);
        assertThat(Tensors.describe(tensor)).isEqualTo(name + " [2]");
    }

    @Test
    void bytesAreLittleEndian() {
        assertThat(Tensors.bytes(Tensors.of(new float[] {1}, 1))).containsExactly(0, 0, 0x80, 0x3f);
    }

    @Test
    void aWrongNumberOfValuesIsRefused() {
        assertThatThrownBy(() -> Tensors.of(new float[5], 2, 3))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("tensor [2, 3]: expected 6 values, found 5");
        assertThatThrownBy(() -> Tensors.of(new long[2], 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Tensors.ofBytes(new byte[5], ScalarType.Float, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("expected 4 bytes, found 5");
    }

    @Test
    void zerosAreZero() {
        assertThat(Tensors.floats(Tensors.zeros(ScalarType.Float, 3))).containsExactly(0, 0, 0);
    }
}
