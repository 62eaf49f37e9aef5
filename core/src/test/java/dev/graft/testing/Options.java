package dev.graft.testing;

import dev.graft.data.Augmentation;
import dev.graft.job.Run;
import dev.graft.job.TrainingJob;
import dev.graft.job.TrainingOptions;
import dev.graft.method.TuningOptions;
import dev.graft.train.Recipe;
import dev.graft.train.RunJson;
import dev.graft.train.reuse.ReuseSettings;
import dev.graft.weights.Hub;
import java.nio.file.Path;
import java.util.stream.Stream;
import tools.jackson.databind.exc.ValueInstantiationException;
import tools.jackson.databind.node.ObjectNode;

/// Training options that are changed one by one, by the names they have in run.json.
public record Options(TrainingOptions values) {
    /// What the command line's defaults are, on one thread.
    public static Options of(Path data) {
        return new Options(new TrainingOptions(
                new TrainingOptions.Data(
                        data.toString(),
                        0.2,
                        0,
                        false,
                        false,
                        Augmentation.LIGHT,
                        0,
                        false,
                        32,
                        1,
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        null),
                new TrainingOptions.NetworkOptions("graft-nano", "pretrained", 0, 3, null, 0, null, null, null),
                TuningOptions.defaults(),
                Recipe.DEFAULT,
                ReuseSettings.DEFAULT,
                1,
                "cpu",
                null,
                null));
    }

    /// @param name of an option, wherever it stands in the recipe
    public Options with(String name, Object value) {
        ObjectNode json = RunJson.MAPPER.valueToTree(values);
        ObjectNode parent = Stream.concat(Stream.of(json), json.values().stream())
                .filter(node -> node instanceof ObjectNode part && part.has(name))
                .map(ObjectNode.class::cast)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no option " + name));
        parent.set(name, RunJson.MAPPER.valueToTree(value));
        try {
            return new Options(RunJson.MAPPER.treeToValue(json, TrainingOptions.class));
        } catch (ValueInstantiationException e) {
            throw e.getCause() instanceof IllegalArgumentException refused ? refused : e;
        }
    }

    /// Runs them into a folder.
    public Run run(Path folder) {
        try (TrainingJob job = TrainingJob.of(values, Hub.fromEnvironment())) {
            return job.tuning().run(folder);
        }
    }
}
