package dev.graft.torch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.bytedeco.openblas.global.openblas;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ThreadsTest {
    @AfterEach
    void backToTheDefault() {
        Threads.set(Threads.available());
    }

    @Test
    void libtorchFollowsTheSettingAndOpenBlasOnlyWhereThereIsNoOther() {
        assertThat(Threads.count()).isEqualTo(Threads.available());
        for (int count : new int[] {1, 2}) {
            Threads.set(count);
            assertThat(Threads.count()).isEqualTo(count);
            assertThat(openblas.blas_get_num_threads()).isEqualTo(Products.areShared() ? 1 : count);
            Threads.withAllForOpenBlas(
                    () -> assertThat(openblas.blas_get_num_threads()).isEqualTo(count));
            assertThat(openblas.blas_get_num_threads()).isEqualTo(Products.areShared() ? 1 : count);
        }
    }

    @Test
    void noThreadsAreRefused() {
        assertThatThrownBy(() -> Threads.set(0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("threads: expected 1 to 1024, found 0");
    }
}
