package dev.graft.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CacheArgumentsTest {
    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "1000, 1000",
        "1k, 1024",
        "500m, 524288000",
        "500 MB, 524288000",
        "4g, 4294967296",
        "1TiB, 1099511627776"
    })
    void sizesAreReadWithBinaryUnits(String text, long bytes) {
        assertThat(CacheArguments.bytes(text)).isEqualTo(bytes);
    }

    @Test
    void whatIsNoSizeIsRefused() {
        assertThatThrownBy(() -> CacheArguments.bytes("-1g")).hasMessageContaining("found '-1g'");
        assertThatThrownBy(() -> CacheArguments.bytes("4 boxes")).hasMessageContaining("expected a size");
        assertThatThrownBy(() -> CacheArguments.bytes("999999999999999t"))
                .hasMessageContaining("more than a machine can have");
    }
}
