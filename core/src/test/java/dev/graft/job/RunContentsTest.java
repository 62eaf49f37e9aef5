package dev.graft.job;

import static dev.graft.job.Runs.HUB;
import static dev.graft.job.Runs.everything;
import static dev.graft.job.Runs.files;
import static dev.graft.job.Runs.json;
import static dev.graft.job.Runs.model;
import static dev.graft.job.Runs.tensors;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.data.Percentage.withPercentage;

import dev.graft.Graft;
import dev.graft.Models;
import dev.graft.data.ImageSource;
import dev.graft.model.Model;
import dev.graft.model.ModelKind;
import dev.graft.nn.Adapters;
import dev.graft.testing.Options;
import dev.graft.testing.Surfaces;
import dev.graft.torch.Device;
import dev.graft.torch.Engine;
import dev.graft.train.RunJson;
import dev.graft.train.TrainingEvent;
import dev.graft.train.TrainingListener;
import dev.graft.weights.PeftAdapter;
import dev.graft.weights.Sha256;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// What a run leaves in its folder.
class RunContentsTest extends WholeRun {
    @Test
    void metricsAreALineAnEpoch() throws IOException {
        List<String> lines = Files.readAllLines(whole.resolve("metrics.jsonl"));
        assertThat(lines).hasSize(3);
        for (int epoch = 1; epoch <= 3; epoch++) {
            JsonNode line = RunJson.LINES.readTree(lines.get(epoch - 1));
            assertThat(line.propertyNames())
                    .containsExactly(
                            "epoch",
                            "train_loss",
                            "train_accuracy",
                            "val_loss",
                            "val_accuracy",
                            "metrics",
                            "learning_rates");
            assertThat(line.get("epoch").asInt()).isEqualTo(epoch);
            assertThat(line.get("learning_rates").propertyNames()).containsExactly("backbone", "head");
        }
    }

    @Test
    void runJsonSaysEverything() {
        JsonNode run = json(whole);
        assertThat(run.propertyNames())
                .containsExactly(
                        "kind",
                        "version",
                        "recipe",
                        "plan",
                        "model",
                        "data",
                        "versions",
                        "epochs",
                        "best",
                        "stop_reason",
                        "wall_seconds",
                        "examples_per_second",
                        "findings");
        assertThat(RunJson.MAPPER.treeToValue(run.get("recipe"), TrainingOptions.class))
                .isEqualTo(everything(data).values());
        assertThat(run.at("/plan/phases/0/groups")).hasSize(2);
        assertThat(run.at("/plan/optimizer/type").asString()).isEqualTo("adamw");
        JsonNode model = run.get("model");
        assertThat(model.get("architecture").asString()).isEqualTo("graft-nano");
        // the trunk of 1,226,400 and a head of 3 classes
        assertThat(model.get("parameters").asLong()).isEqualTo(1_277_800 - 200 * 257 + 3 * 257);
        assertThat(model.at("/trainable/0").asLong())
                .isEqualTo(model.get("parameters").asLong());
        assertThat(model.get("weights").asString()).isEqualTo("embedded graft-nano");
        assertThat(model.get("initial_sha256").asString()).isEqualTo(hashAtTheStart());
        assertThat(model.get("model_sha256").asString()).isEqualTo(Sha256.of(whole.resolve("model/model.safetensors")));
        assertThat(run.at("/data/counts/train/stain").asInt()).isEqualTo(10);
        assertThat(run.at("/data/counts/validation/stain").asInt()).isEqualTo(2);
        assertThat(run.at("/versions/graft").asString()).isEqualTo(Graft.VERSION);
        assertThat(run.at("/versions/libtorch").asString()).isEqualTo(Engine.version());
        assertThat(run.at("/versions/java").asString())
                .isEqualTo(Runtime.version().toString());
        assertThat(run.get("stop_reason").asString()).isEqualTo("completed");
        resultsAgree(run);
    }

    private static void resultsAgree(JsonNode run) {
        List<JsonNode> epochs = new ArrayList<>();
        run.get("epochs").forEach(epochs::add);
        assertThat(epochs).hasSize(3);
        JsonNode best = epochs.get(run.at("/best/epoch").asInt() - 1);
        assertThat(run.at("/best/val_accuracy").asDouble())
                .isEqualTo(best.get("val_accuracy").asDouble())
                .isEqualTo(epochs.stream()
                        .mapToDouble(epoch -> epoch.get("val_accuracy").asDouble())
                        .max()
                        .orElseThrow());
        double seconds = run.get("wall_seconds").asDouble();
        assertThat(seconds).isPositive();
        assertThat(run.get("examples_per_second").asDouble() * seconds).isCloseTo(3.0 * 36, withPercentage(0.01));
    }

    private static String hashAtTheStart() {
        try (TrainingJob job = TrainingJob.of(everything(data).values(), HUB)) {
            return Sha256.of(job.model().network().params());
        }
    }

    /// The model is a plain one, with the adapters merged; those lie beside it for PEFT.
    @Test
    void adaptersAreTrainedSavedMergedAndResumed() throws IOException {
        Options options = Surfaces.options(data)
                .with("strategy", "lora")
                .with("lora", Map.of("rank", 2, "alpha", 4, "dropout", 0.1, "targets", List.of()));
        Path whole = folder.resolve("whole");
        options.run(whole);
        Path run = folder.resolve("run");
        TrainingListener powerCut = event -> {
            if (event instanceof TrainingEvent.BatchDone done && done.epoch() == 3) {
                throw new IllegalStateException("power cut");
            }
        };
        try (TrainingJob job = TrainingJob.of(options.values(), HUB)) {
            assertThatThrownBy(() -> job.tuning().withListener(powerCut).run(run))
                    .hasMessage("power cut");
        }
        try (TrainingJob job = TrainingJob.resumed(run, HUB)) {
            job.tuning().resume(run);
            List<String> names = tensors(model(job)).keySet().stream()
                    .filter(Adapters::isAdapter)
                    .toList();
            assertThat(names).isNotEmpty();
        }
        for (String file : List.of("metrics.jsonl", "model/model.safetensors", "adapter/adapter_model.safetensors")) {
            assertThat(run.resolve(file)).hasSameBinaryContentAs(whole.resolve(file));
        }
        try (Model<ImageSource> plain = Models.openImage(whole);
                Model<ImageSource> beside = Models.start(
                        ModelKind.IMAGE,
                        Surfaces.options(data).values().modelChoice(),
                        plain.task(),
                        plain.labels(),
                        Device.CPU,
                        HUB)) {
            assertThat(tensors(plain).keySet()).noneMatch(Adapters::isAdapter);
            PeftAdapter.read(whole.resolve("adapter"), beside.network());
            Adapters.merge(beside.network());
            Map<String, byte[]> merged = tensors(beside);
            tensors(plain)
                    .forEach((name, bytes) ->
                            assertThat(merged.get(name)).as(name).isEqualTo(bytes));
        }
    }

    @Test
    void aRunIsNotOverwritten() throws IOException {
        Map<String, List<Byte>> before = files(whole);
        assertThatThrownBy(() -> everything(data).with("seed", 1).run(whole))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(whole + ": already holds a run")
                .hasMessageContaining("--resume " + whole);
        assertThat(files(whole)).isEqualTo(before);
    }
}
