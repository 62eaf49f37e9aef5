package dev.graft.torch;

import static org.assertj.core.api.Assertions.assertThat;

import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;

/// What a scope hands over belongs to the scope around it.
class HandOverTest {

    @Test
    void theOuterScopeFreesIt() {
        Tensor result;
        try (Scope outer = Scope.open()) {
            try (Scope inner = Scope.open()) {
                result = inner.handOver(Tensors.of(new float[] {7}, 1));
            }
            assertThat(Tensors.floats(result)).containsExactly(7);
        }
        assertThat(result.isNull()).isTrue();
    }

    @Test
    void withoutAnOuterScopeItIsKept() {
        Tensor result;
        try (Scope inner = Scope.open()) {
            result = inner.handOver(Tensors.of(new float[] {7}, 1));
        }
        assertThat(Tensors.floats(result)).containsExactly(7);
        Scope.release(result);
        assertThat(result.isNull()).isTrue();
    }

    @Test
    void whatWasTheOuterScopesAlreadyStaysIts() {
        Tensor given;
        try (Scope outer = Scope.open()) {
            given = Tensors.of(new float[] {7}, 1);
            try (Scope inner = Scope.open()) {
                assertThat(inner.handOver(given)).isSameAs(given);
            }
            assertThat(Tensors.floats(given)).containsExactly(7);
        }
        assertThat(given.isNull()).isTrue();
    }

    @Test
    void whatWasKeptOutlivesBoth() {
        Tensor kept;
        try (Scope first = Scope.open()) {
            kept = Scope.keep(Tensors.of(new float[] {7}, 1));
        }
        assertThatItOutlivesScopes(kept);
    }

    @Test
    void whatWasMadeOutsideAnyScopeOutlivesBoth() {
        assertThatItOutlivesScopes(Tensors.of(new float[] {7}, 1));
    }

    private static void assertThatItOutlivesScopes(Tensor tensor) {
        try (Scope outer = Scope.open()) {
            Scope.keep(tensor);
            try (Scope inner = Scope.open()) {
                Scope.keep(inner.handOver(tensor));
            }
        }
        try (Scope alone = Scope.open()) {
            alone.handOver(tensor);
        }
        assertThat(Tensors.floats(tensor)).containsExactly(7);
        Scope.release(tensor);
        assertThat(tensor.isNull()).isTrue();
    }
}
