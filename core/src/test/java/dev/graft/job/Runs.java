package dev.graft.job;

import dev.graft.data.ImageInput;
import dev.graft.data.ImageSource;
import dev.graft.model.Model;
import dev.graft.nn.ParamStore;
import dev.graft.testing.Options;
import dev.graft.testing.Surfaces;
import dev.graft.torch.Tensors;
import dev.graft.train.RunJson;
import dev.graft.weights.Hub;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/// Runs of the embedded model on a few drawn images, and what is looked at of them.
final class Runs {
    static final Hub HUB = Hub.fromEnvironment();

    private static final List<String> RESULTS = List.of("metrics.jsonl", "model/model.safetensors");

    private Runs() {}

    /// With all that has state or chance in it.
    static Options everything(Path data) {
        return Surfaces.options(data)
                .with("warmup", 0.2)
                .with("augment", "STRONG")
                .with("accumulation", 2)
                .with("clip", 1)
                .with("label_smoothing", 0.1)
                .with("balanced", true)
                .with("patience", 5);
    }

    static ImageInput images(TrainingJob job) {
        return (ImageInput) job.tuning().input();
    }

    static JsonNode json(Path run) {
        return RunJson.MAPPER.readTree(run.resolve("run.json").toFile());
    }

    static Map<String, byte[]> tensors(Model<ImageSource> model) {
        Map<String, byte[]> tensors = new LinkedHashMap<>();
        for (ParamStore.Entry entry : model.network().params().entries()) {
            tensors.put(entry.name(), Tensors.bytes(entry.tensor()));
        }
        return tensors;
    }

    /// What is the same for the same seed.
    static Map<String, List<Byte>> bytes(Path run) throws IOException {
        Map<String, List<Byte>> bytes = new TreeMap<>();
        for (String file : RESULTS) {
            bytes.put(file, boxed(Files.readAllBytes(run.resolve(file))));
        }
        return bytes;
    }

    /// All that a run left.
    static Map<String, List<Byte>> files(Path run) throws IOException {
        Map<String, List<Byte>> bytes = new TreeMap<>();
        try (Stream<Path> files = Files.walk(run)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                bytes.put(run.relativize(file).toString(), boxed(Files.readAllBytes(file)));
            }
        }
        return bytes;
    }

    private static List<Byte> boxed(byte[] bytes) {
        List<Byte> list = new ArrayList<>(bytes.length);
        for (byte b : bytes) {
            list.add(b);
        }
        return list;
    }

    /// The image model of a job.
    static Model<ImageSource> model(TrainingJob job) {
        return (Model<ImageSource>) job.model();
    }
}
