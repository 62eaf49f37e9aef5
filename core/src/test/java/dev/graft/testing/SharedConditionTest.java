package dev.graft.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SharedConditionTest {
    @TempDir
    Path shared;

    @BeforeEach
    void putSomethingThere() throws Exception {
        Files.createDirectories(shared.resolve("weights"));
    }

    @Test
    void whatIsThereIsEnabled() {
        assertThat(SharedCondition.evaluate(shared, false, "weights").isDisabled())
                .isFalse();
        assertThat(SharedCondition.evaluate(shared, true, "weights").isDisabled())
                .isFalse();
    }

    @Test
    void whatIsMissingIsLeftOutWithTheReason() {
        var result = SharedCondition.evaluate(shared, false, "weights", "parity/optim");
        assertThat(result.isDisabled()).isTrue();
        assertThat(result.getReason()).contains("missing: " + shared.resolve("parity/optim"));
    }

    @Test
    void whereItIsRequiredWhatIsMissingFails() {
        assertThatThrownBy(() -> SharedCondition.evaluate(shared, true, "weights", "parity/optim"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("GRAFT_REQUIRE_SHARED is set and " + shared.resolve("parity/optim") + " is missing");
    }

    /// Where the shared folder is required, this fails without it, also when no other test asks for anything.
    @Test
    @NeedsShared("parity")
    void theFolderHoldsReferenceNumbers() {
        assertThat(Shared.path("parity")).isNotEmptyDirectory();
    }
}
