package dev.graft;

import dev.graft.data.Augmentation;
import dev.graft.train.Precision;
import dev.graft.train.RunJson;
import dev.graft.weights.Hub;
import java.nio.file.Path;
import tools.jackson.databind.node.ObjectNode;

/// Training options that are changed one by one, by the names they have in run.json.
record Options(TrainingOptions values) {
    /// What the command line's defaults are, on one thread.
    static Options of(Path data) {
        return new Options(new TrainingOptions(
                data.toString(),
                "graft-nano",
                "pretrained",
                "feature-extraction",
                1,
                10,
                32,
                1e-3,
                1e-4,
                1e-2,
                "adamw",
                "cosine",
                0,
                0,
                3,
                Augmentation.LIGHT,
                0.2,
                false,
                false,
                42,
                1,
                0,
                0,
                Precision.FP32,
                0,
                1,
                1,
                "cpu"));
    }

    Options with(String name, Object value) {
        ObjectNode json = RunJson.MAPPER.valueToTree(values);
        if (!json.has(name)) {
            throw new IllegalArgumentException("no option " + name);
        }
        json.set(name, RunJson.MAPPER.valueToTree(value));
        return new Options(RunJson.MAPPER.treeToValue(json, TrainingOptions.class));
    }

    /// Runs them into a folder.
    Run run(Path folder) {
        try (TrainingJob job = TrainingJob.of(values, Hub.fromEnvironment())) {
            return job.fineTuning().run(folder);
        }
    }
}
