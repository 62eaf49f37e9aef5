package dev.graft.zoo.encoder;

import dev.graft.nn.Network;
import dev.graft.torch.Device;
import java.util.List;
import java.util.Optional;

/// Encoders that are built alike.
///
/// @param modelType  what `config.json` calls the family
/// @param className  what HuggingFace's classes begin with: `Bert`
/// @param prefix     what the names of the encoder's weights begin with, without the dot
/// @param pooler     names of a pooler's weights that a file may lack, as a prefix; empty if there is none
/// @param between    what the names of the weights between encoder and last layer begin with: the pooler's, or those
///     of a larger head, which only a tuned model has
/// @param dropouts   keys of all its dropouts
/// @param adapted    layers that low-rank adapters are laid beside when nothing else is said: queries and values
/// @param masks      prefixes of the weights of its masked-language-model head; none if it has none here
/// @param naming     what files call weights that are called otherwise here
/// @param builder    makes a network
record EncoderFamily(
        String modelType,
        String className,
        String prefix,
        String pooler,
        String between,
        List<String> dropouts,
        List<String> adapted,
        List<String> masks,
        Naming naming,
        Builder builder) {
    static final List<String> BERT_DROPOUTS =
            List.of("hidden_dropout_prob", "attention_probs_dropout_prob", "classifier_dropout");

    /// Makes a network whose tensors are zeros.
    @FunctionalInterface
    interface Builder {
        Network build(EncoderConfig config, EncoderHead head, Device device);
    }

    /// The name of a file's weight in the network, empty if it has no place in any; both with the prefix.
    @FunctionalInterface
    interface Naming {
        Naming SAME = (config, name) -> Optional.of(name);

        Optional<String> of(EncoderConfig config, String name);
    }

    EncoderFamily {
        dropouts = List.copyOf(dropouts);
        adapted = List.copyOf(adapted);
        masks = List.copyOf(masks);
    }

    /// `BertForSequenceClassification`; a pooled one is none of transformers' classifiers, but its encoder,
    /// `BertModel`.
    String architecture(EncoderHead head) {
        return className
                + switch (head) {
                    case EncoderHead.Classification classification -> "ForSequenceClassification";
                    case EncoderHead.Pooled pooled -> "Model";
                    case EncoderHead.MaskedLanguageModel language -> "ForMaskedLM";
                };
    }
}
