package dev.graft.text;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Refuses a `tokenizer.json` in which the library (0.21) finds a mistake only where it can do no more than end the
/// process.
record Pitfalls(String place) {
    /// @throws TokenizerException if there is such a mistake
    static void requireNone(ObjectNode json, String place) {
        Pitfalls pitfalls = new Pitfalls(place);
        pitfalls.requireTemplates(json.path("post_processor"));
        pitfalls.requirePrefixes(json.path("model"));
        pitfalls.requireCharacterMaps(json.path("normalizer"));
        pitfalls.requireLengths(json.path("pre_tokenizer"));
    }

    private void requireTemplates(JsonNode processor) {
        processor.path("processors").forEach(this::requireTemplates); // of a sequence
        for (String template : new String[] {"single", "pair"}) {
            for (JsonNode piece : processor.path(template)) {
                JsonNode id = piece.path("SpecialToken").path("id");
                if (id.isString() && !processor.path("special_tokens").has(id.stringValue())) {
                    throw damaged("the special token " + id + " of post_processor." + template
                            + " in post_processor.special_tokens, found none");
                }
            }
        }
        for (JsonNode piece : processor.path("single")) {
            if (piece.path("Sequence").path("id").asString("").equals("B")) {
                throw damaged("one text in post_processor.single, found a second one, B");
            }
        }
    }

    private void requirePrefixes(JsonNode model) {
        String prefix = model.path("continuing_subword_prefix").asString("");
        if (prefix.isEmpty()) {
            return;
        }
        boolean plain = prefix.chars().allMatch(c -> c < 128);
        for (JsonNode merge : model.path("merges")) {
            String text = merge.isArray() ? merge.path(1).asString("") : merge.asString("");
            String right = merge.isArray() ? text : text.substring(text.indexOf(' ') + 1);
            if (!plain || !right.startsWith(prefix)) {
                throw damaged("merges whose second piece begins with '" + prefix
                        + "' (model.continuing_subword_prefix), found '" + right + "'");
            }
        }
    }

    /// Of sentencepiece: the size of a table, the table in units of four bytes, and texts in UTF-8.
    private void requireCharacterMaps(JsonNode normalizer) {
        normalizer.path("normalizers").forEach(this::requireCharacterMaps);
        JsonNode map = normalizer.path("precompiled_charsmap");
        if (!map.isString()) {
            return;
        }
        try {
            ByteBuffer bytes = ByteBuffer.wrap(Base64.getDecoder().decode(map.stringValue()))
                    .order(ByteOrder.LITTLE_ENDIAN);
            long size = bytes.remaining() < Integer.BYTES ? -1 : Integer.toUnsignedLong(bytes.getInt());
            if (size <= 0 || size % Integer.BYTES != 0 || size > bytes.remaining()) {
                throw damaged("a table of characters in precompiled_charsmap, found one cut short");
            }
            StandardCharsets.UTF_8.newDecoder().decode(bytes.position((int) (Integer.BYTES + size)));
        } catch (IllegalArgumentException | CharacterCodingException e) {
            throw damaged("a table of characters in precompiled_charsmap, found something else");
        }
    }

    private void requireLengths(JsonNode words) {
        words.path("pretokenizers").forEach(this::requireLengths);
        if (words.path("type").asString("").equals("FixedLength")
                && words.path("length").asLong(1) < 1) {
            throw damaged("a length of at least 1 in pre_tokenizer, found " + words.path("length"));
        }
    }

    private TokenizerException damaged(String expected) {
        return new TokenizerException(place + ": expected " + expected + "; the file is damaged: copy it again");
    }
}
