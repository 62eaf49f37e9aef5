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
        pitfalls.requirePatterns(json.path("normalizer"), "normalizer");
        pitfalls.requirePatterns(json.path("pre_tokenizer"), "pre_tokenizer");
        pitfalls.requireVisibleTokens(json);
    }

    /// A pattern that is nothing is found between all letters, without end.
    private void requirePatterns(JsonNode step, String where) {
        step.path("normalizers").forEach(each -> requirePatterns(each, where));
        step.path("pretokenizers").forEach(each -> requirePatterns(each, where));
        for (String kind : new String[] {"String", "Regex"}) {
            JsonNode pattern = step.path("pattern").path(kind);
            if (pattern.isString() && pattern.stringValue().isEmpty()) {
                throw damaged("something to look for in " + where + " ("
                        + step.path("type").asString("") + "), found" + " nothing");
            }
        }
    }

    /// Of a token that is normalized nothing may be left: the library looks for it in texts, and for nothing it looks
    /// without end.
    private void requireVisibleTokens(ObjectNode json) {
        boolean normalizes =
                !json.path("normalizer").isNull() && json.path("normalizer").isObject();
        for (JsonNode token : json.path("added_tokens")) {
            String content = token.path("content").asString("");
            boolean normalized = normalizes && token.path("normalized").asBoolean(false);
            if (content.isEmpty() || normalized && content.codePoints().noneMatch(Pitfalls::isVisible)) {
                throw damaged(
                        "an added token that can be seen, found '" + content + "' (number " + token.path("id") + ")");
            }
        }
    }

    /// What no usual normalization takes away: no blank, mark, control or format character.
    private static boolean isVisible(int c) {
        return switch (Character.getType(c)) {
            case Character.SPACE_SEPARATOR,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.CONTROL,
                    Character.FORMAT,
                    Character.NON_SPACING_MARK,
                    Character.ENCLOSING_MARK,
                    Character.COMBINING_SPACING_MARK,
                    Character.SURROGATE,
                    Character.UNASSIGNED -> false;
            default -> c != 0xFFFD;
        };
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
            if (normalizer.path("type").asString("").equals("Precompiled") || normalizer.has("precompiled_charsmap")) {
                throw damaged("a table of characters in precompiled_charsmap, found none");
            }
            return;
        }
        try {
            ByteBuffer bytes = ByteBuffer.wrap(Base64.getDecoder().decode(map.stringValue()))
                    .order(ByteOrder.LITTLE_ENDIAN);
            long size = bytes.remaining() < Integer.BYTES ? -1 : Integer.toUnsignedLong(bytes.getInt());
            if (size <= 0 || size % Integer.BYTES != 0 || size > bytes.remaining()) {
                throw damaged("a table of characters in precompiled_charsmap, found one cut short");
            }
            ByteBuffer texts = bytes.duplicate().position((int) (Integer.BYTES + size));
            StandardCharsets.UTF_8.newDecoder().decode(texts.duplicate());
            if (!CharacterMap.of(bytes.slice(Integer.BYTES, (int) size).order(ByteOrder.LITTLE_ENDIAN), texts)
                    .isWithin()) {
                throw damaged("a table of characters in precompiled_charsmap, found one that points outside itself");
            }
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
