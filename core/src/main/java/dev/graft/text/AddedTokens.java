package dev.graft.text;

import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Tokens that are looked for in a text before it is cut into words: special ones, and what somebody added to the
/// vocabulary later.
///
/// @param vocabulary      tokens of the model itself
/// @param files           what is said beside it
/// @param usual           what special tokens are called where nothing is said, by HuggingFace's key
/// @param withSpaceBefore the key of the special token that takes the space before it along where nothing is said
record AddedTokens(Vocabulary vocabulary, TokenizerFolder files, Map<String, String> usual, String withSpaceBefore) {
    private static final List<String> KEYS =
            List.of("pad_token", "unk_token", "cls_token", "sep_token", "mask_token", "bos_token", "eos_token");
    private static final List<String> FLAGS = List.of("single_word", "lstrip", "rstrip", "normalized");

    Optional<String> name(String key) {
        return files.special(key).or(() -> Optional.ofNullable(usual.get(key)));
    }

    /// A special token without which nothing works.
    ///
    /// @param place where the vocabulary is from, in messages
    String required(String key, String place) {
        String name = name(key).orElseThrow();
        if (find(name).isEmpty()) {
            throw new TokenizerException(place + ": expected the token " + name + " among the "
                    + vocabulary.ids().size()
                    + " of the vocabulary, found none; the file belongs to another model, or"
                    + " tokenizer_config.json should say"
                    + " what the token is called (" + key + ")");
        }
        return name;
    }

    /// The number of a token that there is.
    int id(String name) {
        return find(name).orElseThrow();
    }

    private OptionalInt find(String name) {
        OptionalInt id = vocabulary.id(name);
        return id.isPresent()
                ? id
                : toJson().valueStream()
                        .filter(token -> token.path("content").asString("").equals(name))
                        .mapToInt(token -> token.path("id").intValue())
                        .findFirst();
    }

    /// All of them in the order of their numbers, as `tokenizer.json` has them.
    ArrayNode toJson() {
        Map<String, ObjectNode> tokens = new HashMap<>();
        Set<String> special = new HashSet<>(files.moreSpecials());
        for (String name : special) {
            vocabulary.id(name).ifPresent(id -> tokens.put(name, token(name, id, true)));
        }
        for (String key : KEYS) {
            name(key).ifPresent(name -> {
                special.add(name);
                vocabulary.id(name).ifPresent(id -> tokens.put(name, special(key, name, id)));
            });
        }
        files.added().properties().forEach(added -> {
            String name = added.getKey();
            ObjectNode token = tokens.getOrDefault(name, token(name, -1, special.contains(name)));
            tokens.put(name, token.put("id", added.getValue().asInt(-1)));
        });
        files.settings().path("added_tokens_decoder").properties().forEach(added -> {
            JsonNode said = added.getValue();
            String name = said.path("content").asString("");
            ObjectNode token =
                    token(name, number(added.getKey()), said.path("special").asBoolean(false));
            tokens.put(name, withFlags(token, said));
        });
        List<ObjectNode> sorted = tokens.values().stream()
                .sorted(Comparator.comparingInt(token -> token.path("id").intValue()))
                .toList();
        requireNumbers(sorted);
        return JsonNodeFactory.instance.arrayNode().addAll(sorted);
    }

    private ObjectNode special(String key, String name, int id) {
        ObjectNode token = token(name, id, true);
        Optional<JsonNode> manner = files.manner(key);
        if (manner.isPresent()) {
            return withFlags(token, manner.get());
        }
        return token.put("lstrip", key.equals(withSpaceBefore));
    }

    private static ObjectNode withFlags(ObjectNode token, JsonNode said) {
        FLAGS.forEach(flag -> token.put(flag, said.path(flag).asBoolean(false)));
        return token;
    }

    /// The library numbers tokens beside the vocabulary by itself, from the next free number.
    private void requireNumbers(List<ObjectNode> tokens) {
        int next = vocabulary.size();
        for (JsonNode token : tokens) {
            String name = token.path("content").stringValue();
            int id = token.path("id").intValue();
            int expected = vocabulary.id(name).orElse(next);
            if (name.isEmpty() || id != expected) {
                throw new TokenizerException(files.folder() + ": expected the number " + expected
                        + " for the added token '" + name + "', found " + id
                        + "; added_tokens.json and tokenizer_config.json (added_tokens_decoder) are of"
                        + " another vocabulary");
            }
            if (id == next) {
                next++;
            }
        }
    }

    private static int number(String text) {
        return text.matches("\\d{1,9}") ? Integer.parseInt(text) : -1;
    }

    static ObjectNode token(String name, int id, boolean special) {
        ObjectNode token = JsonNodeFactory.instance.objectNode();
        token.put("id", id);
        token.put("content", name);
        token.put("single_word", false);
        token.put("lstrip", false);
        token.put("rstrip", false);
        token.put("normalized", !special);
        token.put("special", special);
        return token;
    }
}
