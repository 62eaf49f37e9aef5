package dev.graft.bench;

import java.nio.file.Path;
import java.util.Optional;

/// Graft's own trainings with `--threads 1`: what more threads gain, or cost where other processes want the cores.
record OneThreadProgram(GraftProgram graft) implements Program {
    @Override
    public String name() {
        return "one-thread";
    }

    @Override
    public String prepare(Setting setting, Launch launch) {
        return "graft train --threads 1";
    }

    @Override
    public Optional<Call> call(Row row, Setting setting, Path out) {
        if (!row.isTraining()) {
            return Optional.empty();
        }
        return graft.call(row, setting, out)
                .map(call -> call.withArgument("--threads").withArgument("1"));
    }

    @Override
    public Told read(Row row, String output) {
        return graft.read(row, output);
    }
}
