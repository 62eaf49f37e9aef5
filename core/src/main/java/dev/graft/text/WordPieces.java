package dev.graft.text;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Makes the `tokenizer.json` of a WordPiece vocabulary: what transformers' `convert_slow_tokenizer.BertConverter`
/// (4.46) makes.
final class WordPieces {
    private static final String PREFIX = "##";
    private static final int LONGEST_WORD = 100;
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private WordPieces() {}

    static ObjectNode compose(List<String> vocabulary, TokenizerFolder files) {
        Map<String, Integer> ids = new LinkedHashMap<>();
        for (int i = 0; i < vocabulary.size(); i++) {
            ids.put(vocabulary.get(i), i);
        }
        requireWordPieces(vocabulary, files);
        String unknown = special(files, ids, "unk_token", "[UNK]");
        String start = special(files, ids, "cls_token", "[CLS]");
        String end = special(files, ids, "sep_token", "[SEP]");
        ObjectNode json = JSON.objectNode();
        json.put("version", "1.0");
        json.putNull("truncation");
        json.putNull("padding");
        ArrayNode added = json.putArray("added_tokens");
        for (String key : List.of("pad_token", "unk_token", "cls_token", "sep_token", "mask_token")) {
            String name = files.special(key).orElse(usual(key));
            if (ids.containsKey(name)) {
                added.add(addedToken(name, ids.get(name)));
            }
        }
        json.set("normalizer", normalizer(vocabulary, files));
        json.putObject("pre_tokenizer").put("type", "BertPreTokenizer");
        json.set("post_processor", template(ids, start, end));
        json.putObject("decoder").put("type", "WordPiece").put("prefix", PREFIX).put("cleanup", true);
        ObjectNode model = json.putObject("model");
        model.put("type", "WordPiece");
        model.put("unk_token", unknown);
        model.put("continuing_subword_prefix", PREFIX);
        model.put("max_input_chars_per_word", LONGEST_WORD);
        ObjectNode numbers = model.putObject("vocab");
        ids.forEach(numbers::put);
        return json;
    }

    /// Vocabularies of sentencepiece are called the same and mean something else.
    private static void requireWordPieces(List<String> vocabulary, TokenizerFolder files) {
        long words =
                vocabulary.stream().filter(token -> token.startsWith("\u2581")).count();
        boolean pieces = vocabulary.stream().anyMatch(token -> token.startsWith(PREFIX));
        if (!pieces && words > vocabulary.size() / 10) {
            throw new TokenizerException(files.folder().resolve(TokenizerFolder.WORD_PIECE)
                    + ": expected a WordPiece vocabulary with tokens such as ##s, found one of sentencepiece;"
                    + " put the model's tokenizer.json beside it");
        }
    }

    private static ObjectNode normalizer(List<String> vocabulary, TokenizerFolder files) {
        boolean lowerCase = files.flag("do_lower_case").orElseGet(() -> !isCased(vocabulary));
        Optional<Boolean> accents = files.flag("strip_accents");
        ObjectNode normalizer = JSON.objectNode();
        normalizer.put("type", "BertNormalizer");
        normalizer.put("clean_text", true);
        normalizer.put(
                "handle_chinese_chars", files.flag("tokenize_chinese_chars").orElse(true));
        if (accents.isPresent()) {
            normalizer.put("strip_accents", accents.get());
        } else {
            normalizer.putNull("strip_accents"); // then case decides
        }
        normalizer.put("lowercase", lowerCase);
        return normalizer;
    }

    /// Whether ordinary tokens have upper-case letters.
    private static boolean isCased(List<String> vocabulary) {
        return vocabulary.stream()
                .filter(token -> !token.startsWith("[") && !token.startsWith("<"))
                .anyMatch(token -> token.codePoints().anyMatch(Character::isUpperCase));
    }

    private static ObjectNode template(Map<String, Integer> ids, String start, String end) {
        ObjectNode template = JSON.objectNode();
        template.put("type", "TemplateProcessing");
        template.putArray("single").add(token(start, 0)).add(sequence("A", 0)).add(token(end, 0));
        template.putArray("pair")
                .add(token(start, 0))
                .add(sequence("A", 0))
                .add(token(end, 0))
                .add(sequence("B", 1))
                .add(token(end, 1));
        ObjectNode specials = template.putObject("special_tokens");
        for (String name : List.of(start, end)) {
            ObjectNode special = specials.putObject(name);
            special.put("id", name);
            special.putArray("ids").add(ids.get(name));
            special.putArray("tokens").add(name);
        }
        return template;
    }

    private static ObjectNode token(String name, int type) {
        ObjectNode node = JSON.objectNode();
        node.putObject("SpecialToken").put("id", name).put("type_id", type);
        return node;
    }

    private static ObjectNode sequence(String name, int type) {
        ObjectNode node = JSON.objectNode();
        node.putObject("Sequence").put("id", name).put("type_id", type);
        return node;
    }

    static ObjectNode addedToken(String name, int id) {
        ObjectNode token = JSON.objectNode();
        token.put("id", id);
        token.put("content", name);
        token.put("single_word", false);
        token.put("lstrip", false);
        token.put("rstrip", false);
        token.put("normalized", false);
        token.put("special", true);
        return token;
    }

    private static String usual(String key) {
        return "[" + key.substring(0, key.indexOf('_')).toUpperCase(Locale.ROOT) + "]";
    }

    private static String special(TokenizerFolder files, Map<String, Integer> ids, String key, String usual) {
        String name = files.special(key).orElse(usual);
        if (!ids.containsKey(name)) {
            throw new TokenizerException(files.folder().resolve(TokenizerFolder.WORD_PIECE) + ": expected the token "
                    + name + " among the " + ids.size()
                    + " of the vocabulary, found none; the file is of another model,"
                    + " or tokenizer_config.json should say what it is called (" + key + ")");
        }
        return name;
    }
}
