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
/// @param tensors what is to be loaded
/// @param head    what the encoder ends in with these weights
public record EncoderWeights(StateDict tensors, EncoderHead head) implements AutoCloseable {
    private static final int SHOWN = 3;

    /// Heads that are not pretrained but learned for a task.
    private static final List<String> TASK_HEADS = List.of("classifier.", "pre_classifier.", "head.");

    /// The last layer over a pooled text.
    private static final List<String> LINEAR_HEAD = List.of("classifier.weight", "classifier.bias");

    /// Chooses what an encoder ends in by what a file has.
    @FunctionalInterface
    public interface Ending {
        /// @param between whether the file has what stands between the encoder and the last layer of a class-token
        ///     classifier: a pooler, or the dense layer of a larger head
        EncoderHead of(boolean between);

        /// Whether the file's last layer, if it has one, was learned for such vectors as this head's is given.
        default boolean takesLastLayer(EncoderHead head) {
            return true;
        }
    }

    /// Reads a weights file, or the folder of a model.
    ///
    /// @throws dev.graft.weights.WeightsException if it is damaged, or there is none
    public static EncoderWeights read(Path file, EncoderConfig config, EncoderHead head) {
        return of(WeightsFile.read(file), config, between -> head);
    }

    /// The same where the file decides what the encoder ends in.
    ///
    /// @throws dev.graft.weights.WeightsException if it is damaged, or there is none
    public static EncoderWeights read(Path file, EncoderConfig config, Ending ending) {
        return of(WeightsFile.read(file), config, ending);
    }

    static EncoderWeights of(StateDict file, EncoderConfig config, Ending ending) {
        EncoderFamily family = Encoders.family(config);
        Names names = new Names(family, config, isBare(file, family));
        boolean between = file.tensors().keySet().stream()
                .flatMap(name -> names.of(name).stream())
                .anyMatch(name -> name.startsWith(family.between()));
        EncoderHead head = ending.of(between);
        boolean takesLast = ending.takesLastLayer(head);
        Map<String, Tensor> kept = new LinkedHashMap<>();
        List<String> others = new ArrayList<>();
        file.tensors().forEach((name, tensor) -> {
            Optional<String> wanted = names.of(name)
                    .filter(found -> names.isWanted(found, head))
                    .filter(found -> takesLast || !Names.isTaskHead(found));
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
        boolean pooled = !family.pooler().isEmpty() && head instanceof EncoderHead.Classification;
        if (pooled && !between) {
            notes.add("the file has no pooler, as is usual after masked-language-model training; it is new and is"
                    + " trained with the head");
        }
        return new EncoderWeights(
                new StateDict(kept, new Origin(origin.source(), origin.format(), origin.metadata(), notes)), head);
    }

    /// Whether the encoder was saved alone: its names lack the prefix.
    private static boolean isBare(StateDict file, EncoderFamily family) {
        return file.tensors().keySet().stream().noneMatch(name -> name.startsWith(family.prefix() + "."));
    }

    private record Names(EncoderFamily family, EncoderConfig config, boolean bare) {
        /// The name in a network; empty if it has no place in any.
        Optional<String> of(String inFile) {
            if (isBuffer(inFile)) {
                return Optional.empty();
            }
            String name = modern(inFile);
            if (bare && !isHead(name)) {
                name = family.prefix() + "." + name;
            }
            return family.naming().of(config, name);
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

        /// Whether a network that ends so has a weight of this name.
        boolean isWanted(String name, EncoderHead head) {
            boolean encoder = name.startsWith(family.prefix() + ".");
            boolean pooler = name.startsWith(family.prefix() + ".pooler.")
                    || (!family.pooler().isEmpty() && name.startsWith(family.pooler()));
            return switch (head) {
                case EncoderHead.Classification classification ->
                    pooler ? !family.pooler().isEmpty() : encoder || (isTaskHead(name) && !isMask(name));
                case EncoderHead.Pooled linear -> encoder && !pooler || LINEAR_HEAD.contains(name);
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
