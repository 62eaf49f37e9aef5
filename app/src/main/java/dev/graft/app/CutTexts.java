package dev.graft.app;

import dev.graft.data.Wording;
import java.util.Locale;
import java.util.Optional;

/// Counts texts of which a model did not read all.
final class CutTexts {
    private long all;
    private long cut;

    void count(boolean isCut) {
        all++;
        cut += isCut ? 1 : 0;
    }

    /// Says how many; empty where there was none.
    ///
    /// @param most tokens that the model reads
    Optional<String> note(int most) {
        return cut == 0
                ? Optional.empty()
                : Optional.of(String.format(
                        Locale.ROOT,
                        "%,d of %s have %,d tokens or more; the rest of each was not read",
                        cut,
                        Wording.count(all, "text"),
                        most));
    }
}
