package dev.graft.text;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Tokens and their numbers.
///
/// @param ids  number of each token, added ones included
/// @param size one more than the highest number
record Vocabulary(Map<String, Integer> ids, int size) {
    /// More than any model has; what is beyond is a damaged file.
    static final int MOST = 100_000_000;

    /// Those of a `tokenizer.json`.
    ///
    /// @param place what the file is called in messages
    static Vocabulary of(ObjectNode json, String place) {
        Map<String, Integer> ids = new LinkedHashMap<>();
        JsonNode vocabulary = json.path("model").path("vocab");
        if (vocabulary.isObject()) {
            vocabulary.properties().forEach(token -> ids.put(token.getKey(), number(token, place)));
        } else {
            for (int i = 0; i < vocabulary.size(); i++) { // of sentencepiece: tokens with their scores
                ids.put(vocabulary.get(i).path(0).asString(""), i);
            }
        }
        for (JsonNode token : json.path("added_tokens")) {
            String content = token.path("content").asString("");
            ids.put(content, number(Map.entry(content, token.path("id")), place));
        }
        if (ids.isEmpty()) {
            throw new TokenizerException(
                    place + ": expected a vocabulary (model.vocab), found none; the file is damaged: copy it again");
        }
        return new Vocabulary(
                ids, ids.values().stream().mapToInt(id -> id + 1).max().orElse(0));
    }

    /// Those of a `vocab.json`: a number for each token, and no number twice.
    static Vocabulary ofNumbers(ObjectNode json, String place) {
        Map<String, Integer> ids = new LinkedHashMap<>();
        Map<Integer, String> names = new LinkedHashMap<>();
        json.properties().forEach(token -> {
            int id = number(token, place);
            String other = names.putIfAbsent(id, token.getKey());
            if (other != null) {
                throw new TokenizerException(place + ": expected a number of its own for each token, found " + id
                        + " for '" + other + "' and for '" + token.getKey() + "'; the file is damaged: copy it again");
            }
            ids.put(token.getKey(), id);
        });
        if (ids.isEmpty()) {
            throw new TokenizerException(place + ": expected tokens and their numbers, found none; copy it again");
        }
        return new Vocabulary(
                ids, ids.values().stream().mapToInt(id -> id + 1).max().orElse(0));
    }

    /// Tokens in the order of their numbers, counted from 0.
    ///
    /// @param place where they are from, in messages
    static Vocabulary ofLines(List<String> tokens, String place) {
        Map<String, Integer> ids = new LinkedHashMap<>();
        for (int i = 0; i < tokens.size(); i++) {
            Integer before = ids.putIfAbsent(tokens.get(i), i);
            if (before != null) {
                throw new TokenizerException(place + " line " + (i + 1) + ": expected each token once, found '"
                        + tokens.get(i) + "', which is in line " + (before + 1)
                        + "; the lines are the tokens' numbers: copy the file again");
            }
        }
        if (ids.isEmpty()) {
            throw new TokenizerException(place + ": expected a token in each line, found none; copy it again");
        }
        return new Vocabulary(ids, tokens.size());
    }

    private static int number(Map.Entry<String, JsonNode> token, String place) {
        JsonNode id = token.getValue();
        if (!id.canConvertToInt() || !id.isIntegralNumber() || id.intValue() < 0 || id.intValue() >= MOST) {
            throw new TokenizerException(place + ": expected a whole number from 0 as the number of '" + token.getKey()
                    + "', found " + id + "; the file is damaged: copy it again");
        }
        return id.intValue();
    }

    OptionalInt id(String token) {
        Integer id = ids.get(token);
        return id == null ? OptionalInt.empty() : OptionalInt.of(id);
    }

    /// The token with a number, if there is one.
    Optional<String> name(int id) {
        return ids.entrySet().stream()
                .filter(token -> token.getValue() == id)
                .map(Map.Entry::getKey)
                .findFirst();
    }
}
