package dev.graft.app;

import dev.graft.data.Kind;
import dev.graft.data.Task;
import dev.graft.data.ValueRange;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Where the examples that a model gets wrong are told and shown.
record ErrorReport(Optional<ErrorList> list, Optional<ErrorSheets> sheets) {
    /// @throws IllegalArgumentException if there is nothing to show of such examples
    void requireShown(Kind kind, Task task) {
        if (sheets.isPresent()) {
            ErrorSheets.requireShown(kind, task);
        }
    }

    /// @param range which values of deep grey images are black and white; null where none is known
    void write(WrongExamples wrong, @Nullable ValueRange range, Output output) {
        list.ifPresent(asked -> {
            asked.write(wrong);
            output.say("errors: %s: %s", wrong.line(), asked.file());
        });
        sheets.ifPresent(asked -> asked.write(wrong, range, output));
    }
}
