package dev.graft.app;

import java.util.Optional;

/// Where the examples that a model gets wrong are told.
record ErrorReport(Optional<ErrorList> list) {
    void write(WrongExamples wrong, Output output) {
        list.ifPresent(asked -> {
            asked.write(wrong);
            output.say("errors: %s: %s", wrong.line(), asked.file());
        });
    }
}
