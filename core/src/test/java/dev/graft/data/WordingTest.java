package dev.graft.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class WordingTest {
    @Test
    void oneIsNotMany() {
        assertThat(Wording.count(1, "image")).isEqualTo("1 image");
        assertThat(Wording.count(0, "image")).isEqualTo("0 images");
        assertThat(Wording.count(1234, "class")).isEqualTo("1,234 classes");
        assertThat(Wording.count(1, "class")).isEqualTo("1 class");
        assertThat(Wording.count(2, "entry")).isEqualTo("2 entries");
        assertThat(Wording.count(2, "day")).isEqualTo("2 days");
    }

    /// Of several labels an example, one alone may be to learn.
    @Test
    void aSummaryOfOneClass() {
        DataSummary summary = new DataSummary(
                Kind.TEXT,
                "table of texts",
                List.of("spam"),
                Map.of("train", 4),
                Map.of("train", Map.of("spam", 2)),
                Map.of(),
                List.of(),
                Map.of(),
                List.of(),
                null);
        assertThat(summary.line()).isEqualTo("table of texts; 1 class: spam (2)");
    }
}
