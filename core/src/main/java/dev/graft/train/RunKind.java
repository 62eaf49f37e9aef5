package dev.graft.train;

import java.util.List;
import java.util.stream.Stream;

/// What a run trained: `kind` in `run.json`.
public enum RunKind {
    /// A model for a task, on examples with labels.
    FINE_TUNING("fine-tuning", "graft train"),
    /// A language model, on texts without labels.
    ADAPTATION("adaptation", "graft adapt"),
    /// Several ways of tuning for a task, of which one was chosen and trained to its end.
    RACE("race", "graft train");

    private final String word;
    private final String command;

    RunKind(String word, String command) {
        this.word = word;
        this.command = command;
    }

    /// How `run.json` says it.
    public String word() {
        return word;
    }

    /// The command that starts such runs and goes on with them.
    public String command() {
        return command;
    }

    static List<String> words() {
        return Stream.of(values()).map(RunKind::word).toList();
    }
}
