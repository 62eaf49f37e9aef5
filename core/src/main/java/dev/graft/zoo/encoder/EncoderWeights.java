package dev.graft.zoo.encoder;

import dev.graft.torch.Scope;
import dev.graft.weights.Origin;
import dev.graft.weights.StateDict;
import dev.graft.weights.WeightsFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bytedeco.pytorch.Tensor;

/// The weights of an encoder as a file has them, under the names that [Encoders#create] gives.
///
/// Files differ: one that was saved without a task lacks the prefix, one from before 2019 calls the weights of norms
/// gamma and beta, and most hold heads of tasks that are not asked for. What was done about it is in the notes.
///
/// @param tensors   what is to be loaded
/// @param hasPooler whether there is one; true for families without
public record EncoderWeights(StateDict tensors, boolean hasPooler) implements AutoCloseable {
    private static final int SHOWN = 3;

    /// Heads that are not pretrained but learned for a task.
    private static final List<String> TASK_HEADS = List.of("classifier.", "pre_classifier.", "head.");

    /// Reads a weights file, or the folder of a model.
    ///
    /// @throws dev.graft.weights.WeightsException if it is damaged, or there is none
    public static EncoderWeights read(Path file, EncoderConfig config, EncoderHead head) {
        return of(WeightsFile.read(file), config, head);
    }

    static EncoderWeights of(StateDict file, EncoderConfig config, EncoderHead head) {
        EncoderFamily family = Encoders.family(config);
        Names names = new Names(family, config, head, isBare(file, family));
        Map<String, Tensor> kept = new LinkedHashMap<>();
        List<String> others = new ArrayList<>();
        file.tensors().forEach((name, tensor) -> {
            Optional<String> wanted = names.of(name);
            if (wanted.isPresent()) {
                kept.put(wanted.get(), tensor);
            } else {
                Scope.release(tensor);
                if (!names.isBuffer(name)) {
                    others.add(name);
                }
            }
        });
        List<String> notes = new ArrayList<>(file.origin().notes());
        if (!others.isEmpty()) {
            notes.add("not loaded, as usual, because they are for other tasks: "
                    + String.join(", ", others.stream().limit(SHOWN).toList())
                    + (others.size() > SHOWN ? " and " + (others.size() - SHOWN) + " more" : ""));
        }
        Origin origin = file.origin();
        boolean pooler =
                family.pooler().isEmpty() || kept.keySet().stream().anyMatch(name -> name.startsWith(family.pooler()));
        if (!pooler && head instanceof EncoderHead.Classification) {
            notes.add("the file has no pooler, as is usual after masked-language-model training; it is new and is"
                    + " trained with the head");
        }
        return new EncoderWeights(
                new StateDict(kept, new Origin(origin.source(), origin.format(), origin.metadata(), notes)), pooler);
    }

    /// Whether the encoder was saved alone: its names lack the prefix.
    private static boolean isBare(StateDict file, EncoderFamily family) {
        return file.tensors().keySet().stream().noneMatch(name -> name.startsWith(family.prefix() + "."));
    }

    private record Names(EncoderFamily family, EncoderConfig config, EncoderHead head, boolean bare) {
        /// The name in the network; empty if it has no place there.
        Optional<String> of(String inFile) {
            if (isBuffer(inFile)) {
                return Optional.empty();
            }
            String name = modern(inFile);
            if (bare && !isHead(name)) {
                name = family.prefix() + "." + name;
            }
            return family.naming().of(config, name).filter(this::isWanted);
        }

        boolean isBuffer(String name) {
            return name.endsWith("position_ids") || name.endsWith("token_type_ids") || name.endsWith("inv_freq");
        }

        private boolean isHead(String name) {
            boolean pooler = !family.pooler().isEmpty() && name.startsWith(family.pooler());
            return pooler || isTaskHead(name) || family.masks().stream().anyMatch(name::startsWith);
        }

        private static boolean isTaskHead(String name) {
            return TASK_HEADS.stream().anyMatch(name::startsWith);
        }

        private boolean isWanted(String name) {
            boolean encoder = name.startsWith(family.prefix() + ".");
            boolean pooler = name.startsWith(family.prefix() + ".pooler.")
                    || (!family.pooler().isEmpty() && name.startsWith(family.pooler()));
            return switch (head) {
                case EncoderHead.Classification classification ->
                    pooler ? !family.pooler().isEmpty() : encoder || (isTaskHead(name) && !isMask(name));
                case EncoderHead.MaskedLanguageModel language -> isMask(name) ? !isTied(name) : encoder && !pooler;
            };
        }

        private boolean isMask(String name) {
            return family.masks().stream().anyMatch(name::startsWith) && !name.startsWith("cls.seq_relationship");
        }

        /// What repeats the word embedding, or the bias.
        private static boolean isTied(String name) {
            return name.contains(".decoder.") || name.equals("vocab_projector.weight") || name.equals("decoder.weight");
        }

        private static String modern(String name) {
            return name.endsWith("LayerNorm.gamma")
                    ? name.substring(0, name.length() - "gamma".length()) + "weight"
                    : name.endsWith("LayerNorm.beta")
                            ? name.substring(0, name.length() - "beta".length()) + "bias"
                            : name;
        }
    }

    @Override
    public void close() {
        tensors.close();
    }
}
