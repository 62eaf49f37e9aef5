package dev.graft.bench;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.json.JsonMapper;

/// What `graft plan` says beforehand that a training will take; a ratio of 1 means that it was right.
final class EstimateProgram implements Program {
    private static final JsonMapper JSON = new JsonMapper();

    @Override
    public String name() {
        return "estimate";
    }

    @Override
    public String prepare(Setting setting, Launch launch) {
        return "graft plan of the same training, its seconds";
    }

    @Override
    public Optional<Call> call(Row row, Setting setting, Path out) {
        if (!row.isTraining() || row.watchesMemory()) {
            return Optional.empty();
        }
        List<String> command = GraftProgram.graft(setting, "plan");
        command.addAll(GraftProgram.task(row, setting));
        command.addAll(List.of("--quiet", "--json"));
        return Optional.of(GraftProgram.call(command, setting));
    }

    @Override
    public Told read(Row row, String output) {
        double seconds = JSON.readTree(output).at("/estimate/seconds").doubleValue();
        return new Told(Map.of(Row.ESTIMATED_SECONDS, Double.toString(seconds)));
    }
}
