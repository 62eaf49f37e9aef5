package dev.graft.torch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchRuntimeException;

import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.junit.jupiter.api.Test;

class TorchExceptionTest {
    @Test
    void theMessageIsOneLineWithoutFramesAndTheCauseHasTheRest() {
        RuntimeException wrapped;
        try (Scope scope = Scope.open()) {
            RuntimeException raw = catchRuntimeException(
                    () -> torch.mm(Tensors.zeros(ScalarType.Float, 2, 3), Tensors.zeros(ScalarType.Float, 4, 5)));
            wrapped = TorchException.wrap("stage fc", raw);
        }

        assertThat(wrapped)
                .isInstanceOf(TorchException.class)
                .hasMessage("stage fc: mat1 and mat2 shapes cannot be multiplied (2x3 and 4x5)");
        assertThat(wrapped).cause().message().contains("\n").contains("frame #0");
    }

    @Test
    void whatIsNotNativeIsLeftAlone() {
        RuntimeException own = new IllegalArgumentException("mine");
        assertThat(TorchException.wrap("stage fc", own)).isSameAs(own);
        RuntimeException wrapped = new TorchException("already");
        assertThat(TorchException.wrap("stage fc", wrapped)).isSameAs(wrapped);
    }

    @Test
    void aNativeFailureWithoutAMessageIsStillOneLine() {
        assertThat(TorchException.wrap("conv", new RuntimeException())).hasMessage("conv: null");
    }
}
