package dev.graft.weights;

import dev.graft.nn.Adapters;
import dev.graft.nn.Lora;
import dev.graft.nn.Network;
import dev.graft.nn.ParamStore;
import dev.graft.text.NearNames;
import dev.graft.text.RegularFile;
import dev.graft.torch.Scope;
import dev.graft.torch.Tensors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.json.JsonMapper;

/// LoRA adapters as HuggingFace PEFT (0.17) keeps them: a folder with `adapter_config.json` and
/// `adapter_model.safetensors`, whose tensors are `base_model.model.<layer>.lora_A.weight`, `…lora_B.weight`, and,
/// whole, those of the head (`modules_to_save`).
public final class PeftAdapter {
    private static final ObjectMapper JSON = new JsonMapper();
    private static final String CONFIG = "adapter_config.json";
    private static final String WEIGHTS = "adapter_model.safetensors";
    private static final String PREFIX = "base_model.model.";

    /// Options of PEFT that change what an adapter computes, and the value that means no change.
    private static final Map<String, String> PLAIN = Map.of(
            "use_dora", "false",
            "use_rslora", "false",
            "fan_in_fan_out", "false",
            "bias", "\"none\"",
            "rank_pattern", "{}",
            "alpha_pattern", "{}");

    private PeftAdapter() {}

    /// Writes the adapters and the head of a network.
    ///
    /// @throws IllegalArgumentException if the network has no adapters
    /// @throws WeightsException if a file cannot be written
    public static void write(Path folder, Network network) {
        Lora lora = Adapters.of(network)
                .orElseThrow(() -> new IllegalArgumentException(network.name() + ": has no adapters to write"));
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        for (ParamStore.Entry entry : network.params().entries()) {
            if (Adapters.isAdapter(entry.name()) || isOfHead(entry, network)) {
                tensors.put(PREFIX + entry.name(), entry.tensor());
            }
        }
        Safetensors.writeFinite(folder.resolve(WEIGHTS), tensors, Map.of("format", "pt"));
        AtomicFile.write(folder.resolve(CONFIG), config(lora, network) + "\n");
    }

    /// Lays the adapters of a folder beside the layers of a network, and takes over the head.
    ///
    /// @throws IllegalArgumentException if the network has adapters already
    /// @throws WeightsException if the folder is not an adapter's, has options that are not supported, or does not
    ///     fit
    ///     the network
    public static void read(Path folder, Network network) {
        Lora lora = lora(folder.resolve(CONFIG));
        try (StateDict saved = WeightsFile.read(folder.resolve(WEIGHTS))) {
            List<String> layers = layers(saved);
            try {
                Adapters.attach(network, lora.withTargets(layers), 0);
            } catch (IllegalArgumentException e) {
                throw new WeightsException(folder + ": does not fit " + network.name() + ": " + e.getMessage(), e);
            }
            copy(saved, network, folder);
        }
    }

    private static void copy(StateDict saved, Network network, Path folder) {
        try (Scope scope = Scope.open();
                NoGradGuard guard = new NoGradGuard()) {
            for (Map.Entry<String, Tensor> tensor : saved.tensors().entrySet()) {
                String name = tensor.getKey().substring(PREFIX.length());
                ParamStore.Entry entry = network.params().find(name);
                if (entry == null) {
                    List<String> names = network.params().entries().stream()
                            .map(ParamStore.Entry::name)
                            .toList();
                    throw new WeightsException(folder.resolve(WEIGHTS) + ": " + name + " is not in " + network.name()
                            + "; nearest: "
                            + NearNames.nearest(name, names, 1).getFirst());
                }
                long[] expected = Tensors.shape(entry.tensor());
                long[] found = Tensors.shape(tensor.getValue());
                if (!Arrays.equals(expected, found)) {
                    throw new WeightsException(folder.resolve(WEIGHTS) + ": " + name + ": expected "
                            + Arrays.toString(expected) + ", found " + Arrays.toString(found)
                            + "; the adapter is of another network or rank");
                }
                entry.tensor().copy_(tensor.getValue());
            }
        }
    }

    private static List<String> layers(StateDict saved) {
        for (String name : saved.tensors().keySet()) {
            if (!name.startsWith(PREFIX)) {
                throw new WeightsException(saved.origin().source() + ": expected names that begin with " + PREFIX
                        + ", found " + name + "; not a PEFT adapter");
            }
        }
        return saved.tensors().keySet().stream()
                .filter(name -> name.endsWith(".lora_A.weight"))
                .map(name -> name.substring(PREFIX.length(), name.length() - ".lora_A.weight".length()))
                .toList();
    }

    private static Lora lora(Path config) {
        JsonNode read;
        try {
            RegularFile.require(config);
            read = JSON.readTree(Files.readString(config));
        } catch (IOException e) {
            throw new WeightsException(config + ": expected the folder of a PEFT adapter, found no such file", e);
        } catch (JacksonException e) {
            throw new WeightsException(config + ": not JSON: " + e.getOriginalMessage(), e);
        }
        String type = read.path("peft_type").asString("none");
        if (!type.equals("LORA")) {
            throw new WeightsException(config + ": expected peft_type LORA, found " + type);
        }
        PLAIN.forEach((option, plain) -> {
            JsonNode value = read.path(option);
            if (!value.isMissingNode() && !value.isNull() && !value.toString().equals(plain)) {
                throw new WeightsException(config + ": " + option + ": expected " + plain + ", found " + value
                        + ", which Graft does not do");
            }
        });
        try {
            return new Lora(
                    read.path("r").asInt(0),
                    read.path("lora_alpha").asDouble(0),
                    read.path("lora_dropout").asDouble(0),
                    List.of());
        } catch (IllegalArgumentException e) {
            throw new WeightsException(config + ": " + e.getMessage(), e);
        }
    }

    private static String config(Lora lora, Network network) {
        Map<String, Object> config = new LinkedHashMap<>();
        config.put("peft_type", "LORA");
        config.put("task_type", null);
        config.put("base_model_name_or_path", network.name());
        config.put("inference_mode", true);
        config.put("r", lora.rank());
        config.put("lora_alpha", number(lora.alpha()));
        config.put("lora_dropout", lora.dropout());
        config.put("target_modules", Adapters.layers(network));
        config.put("modules_to_save", modules(network));
        config.put("bias", "none");
        config.put("fan_in_fan_out", false);
        config.put("init_lora_weights", true);
        config.put("use_rslora", false);
        config.put("use_dora", false);
        config.put("rank_pattern", Map.of());
        config.put("alpha_pattern", Map.of());
        return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(config);
    }

    /// PEFT expects a whole alpha to be written as one.
    private static Number number(double value) {
        return value == Math.rint(value) ? (Number) Math.round(value) : (Number) value;
    }

    /// Names of the modules of the head that have tensors: `fc`, `classifier.1`.
    private static List<String> modules(Network network) {
        Stream<String> names = network.params().entries().stream()
                .filter(entry -> isOfHead(entry, network))
                .map(entry -> entry.name().substring(0, entry.name().lastIndexOf('.')));
        return names.distinct().toList();
    }

    private static boolean isOfHead(ParamStore.Entry entry, Network network) {
        return entry.stage().equals(network.head().name());
    }
}
