package dev.graft.text;

import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// What the settings of sentence-transformers say of case: `do_lower_case` makes every letter small before a text is
/// tokenized, whatever the tokenizer itself does. As sentence-transformers 6.2.0 does it, in
/// `base/modules/transformer.py`, it becomes a part of the tokenizer, and is saved with it.
final class SentenceCase {
    private static final String SETTINGS = "sentence_bert_config.json";
    private static final String NORMALIZER = "normalizer";
    private static final String LOWER_CASE = "Lowercase";
    private static final String ACCENTS = "strip_accents";

    private SentenceCase() {}

    static void heed(ObjectNode json, TokenizerFolder files) {
        if (files.has(SETTINGS) && files.json(SETTINGS).path("do_lower_case").asBoolean(false)) {
            lower(json);
        }
    }

    private static void lower(ObjectNode json) {
        JsonNode found = json.path(NORMALIZER);
        if (found instanceof ObjectNode normalizer && isOf(normalizer, "BertNormalizer")) {
            lowerWords(normalizer);
            return;
        }
        ObjectNode lowering = JsonNodeFactory.instance.objectNode().put("type", LOWER_CASE);
        if (found.isMissingNode() || found.isNull()) {
            json.set(NORMALIZER, lowering);
        } else if (!lowers(found)) {
            ObjectNode all = JsonNodeFactory.instance.objectNode().put("type", "Sequence");
            all.putArray("normalizers").add(lowering).addAll(parts(found));
            json.set(NORMALIZER, all);
        }
    }

    /// BERT's own switch, which transformers reads, too. Accents stay: where nothing is said of them they would go
    /// with the case.
    private static void lowerWords(ObjectNode normalizer) {
        if (!normalizer.path("lowercase").asBoolean(true)) {
            normalizer.put("lowercase", true);
            normalizer.put(ACCENTS, normalizer.path(ACCENTS).asBoolean(false));
        }
    }

    private static boolean lowers(JsonNode normalizer) {
        return parts(normalizer).stream().anyMatch(part -> isOf(part, LOWER_CASE));
    }

    private static List<JsonNode> parts(JsonNode normalizer) {
        return isOf(normalizer, "Sequence")
                ? normalizer.path("normalizers").valueStream().toList()
                : List.of(normalizer);
    }

    private static boolean isOf(JsonNode normalizer, String type) {
        return normalizer.path("type").asString("").equals(type);
    }
}
