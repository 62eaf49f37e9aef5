package dev.graft.zoo.encoder;

import dev.graft.nn.Network;
import dev.graft.text.NearNames;
import dev.graft.text.Printable;
import dev.graft.torch.Device;
import dev.graft.weights.WeightsException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/// All families of text encoders that can be built.
public final class Encoders {
    /// A new family is a new file and a line here.
    private static final int SHOWN = 80;
    private static final SequencedMap<String, EncoderFamily> FAMILIES = families();

    /// The stage of every classifier that makes logits.
    public static final String HEAD = "classifier";

    private Encoders() {}

    private static SequencedMap<String, EncoderFamily> families() {
        List<EncoderFamily> all = new ArrayList<>(Bert.families());
        all.addAll(List.of(DistilBert.family(), Albert.family(), DebertaV2.family(), ModernBert.family()));
        SequencedMap<String, EncoderFamily> byType = new LinkedHashMap<>();
        all.forEach(family -> byType.put(family.modelType(), family));
        return byType;
    }

    /// What `config.json` calls the families that can be built.
    public static List<String> modelTypes() {
        return List.copyOf(FAMILIES.keySet());
    }

    /// A network whose tensors are zeros: initialise it or load weights.
    ///
    /// @throws WeightsException if the family is not known, or the configuration lacks something
    public static Network create(EncoderConfig config, EncoderHead head, Device device) {
        EncoderFamily family = family(config);
        config.requireBuildable();
        return family.builder().build(config, head, device);
    }

    /// @throws WeightsException if the family is not known
    public static void requireKnown(EncoderConfig config) {
        family(config);
    }

    /// HuggingFace's class for a network: `BertForSequenceClassification`.
    public static String architecture(EncoderConfig config, EncoderHead head) {
        return family(config).architecture(head);
    }

    /// Layers that low-rank adapters are laid beside when nothing else is said: queries and values.
    public static List<String> adapted(EncoderConfig config) {
        return family(config).adapted();
    }

    /// Most tokens that an encoder takes, special ones included.
    public static int maxLength(EncoderConfig config) {
        int positions = config.size("max_position_embeddings", 512);
        // positions are counted from behind the number of the padding there
        boolean afterPadding = config.modelType().endsWith("roberta");
        return afterPadding ? positions - config.padding() - 1 : positions;
    }

    static EncoderFamily family(EncoderConfig config) {
        EncoderFamily family = FAMILIES.get(config.modelType());
        if (family == null) {
            throw new WeightsException(config.source() + ": model_type: expected one of "
                    + String.join(", ", FAMILIES.keySet()) + ", found '" + Printable.line(config.modelType(), SHOWN)
                    + "'; nearest: "
                    + String.join(", ", NearNames.nearest(config.modelType(), modelTypes(), 1)));
        }
        return family;
    }

    static WeightsException noLanguageModel(EncoderConfig config) {
        List<String> able = FAMILIES.values().stream()
                .filter(family -> !family.masks().isEmpty())
                .map(EncoderFamily::modelType)
                .toList();
        return new WeightsException(config.source() + ": " + config.modelType()
                + " has no masked-language-model head here; expected one of " + String.join(", ", able));
    }
}
