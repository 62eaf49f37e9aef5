package dev.graft.app;

import dev.graft.data.Wording;
import dev.graft.task.Prediction;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;

/// Counts answers to texts of which a model did not read all, and hands them on.
final class CutTexts implements Consumer<Prediction> {
    private final Consumer<Prediction> then;
    private final int most;
    private long all;
    private long cut;

    /// @param most tokens that the model reads
    CutTexts(Consumer<Prediction> then, int most) {
        this.then = then;
        this.most = most;
    }

    @Override
    public void accept(Prediction prediction) {
        all++;
        cut += prediction.cut() ? 1 : 0;
        then.accept(prediction);
    }

    /// Says how many; empty where there was none.
    Optional<String> note() {
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
