package dev.graft.text;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Makes the `tokenizer.json` of a WordPiece vocabulary: what transformers' `BertConverter` makes.
final class WordPieces {
    static final String PREFIX = "##";
    private static final int LONGEST_WORD = 100;
    private static final int ONE_IN = 100;
    private static final Map<String, String> USUAL = Map.of(
            "pad_token",
            "[PAD]",
            "unk_token",
            "[UNK]",
            "cls_token",
            "[CLS]",
            "sep_token",
            "[SEP]",
            "mask_token",
            "[MASK]");

    /// Classes of transformers that take a tokenizer.json as it is.
    private static final Set<String> AS_IT_IS = Set.of("PreTrainedTokenizerFast", "TokenizersBackend");

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private WordPieces() {}

    /// @param place where the vocabulary is from, in messages
    static ObjectNode compose(List<String> tokens, String place, TokenizerFolder files) {
        requireWordPieces(tokens, place, files);
        Vocabulary vocabulary = Vocabulary.ofLines(tokens, place);
        AddedTokens added = new AddedTokens(vocabulary, files, USUAL, "");
        String unknown = added.required("unk_token", place);
        String start = added.required("cls_token", place);
        String end = added.required("sep_token", place);
        ObjectNode json = JSON.objectNode();
        json.put("version", "1.0");
        json.putNull("truncation");
        json.putNull("padding");
        json.set("added_tokens", added.toJson());
        json.set("normalizer", normalizer(tokens, files));
        json.putObject("pre_tokenizer").put("type", "BertPreTokenizer");
        json.set("post_processor", template(added, start, end));
        json.putObject("decoder").put("type", "WordPiece").put("prefix", PREFIX).put("cleanup", true);
        ObjectNode model = json.putObject("model");
        model.put("type", "WordPiece");
        model.put("unk_token", unknown);
        model.put("continuing_subword_prefix", PREFIX);
        model.put("max_input_chars_per_word", LONGEST_WORD);
        ObjectNode numbers = model.putObject("vocab");
        vocabulary.ids().forEach(numbers::put);
        return json;
    }

    /// What `tokenizer_config.json` says of case and accents wins over a `tokenizer.json`, as in transformers.
    static void heed(ObjectNode json, TokenizerFolder files) {
        String type = json.path("normalizer").path("type").asString("");
        if (!type.equals("BertNormalizer")
                || AS_IT_IS.contains(files.settings().path("tokenizer_class").asString(""))) {
            return;
        }
        ObjectNode normalizer = (ObjectNode) json.path("normalizer");
        files.flag("do_lower_case").ifPresent(flag -> normalizer.put("lowercase", flag));
        files.flag("tokenize_chinese_chars").ifPresent(flag -> normalizer.put("handle_chinese_chars", flag));
        JsonNode accents = files.settings().path("strip_accents");
        if (accents.isBoolean() || accents.isNull()) {
            normalizer.set("strip_accents", accents);
        }
    }

    /// Other tokenizers keep other things in a file of this name.
    private static void requireWordPieces(List<String> tokens, String place, TokenizerFolder files) {
        long words = tokens.stream().filter(token -> token.startsWith("\u2581")).count();
        boolean pieces = tokens.stream().anyMatch(token -> token.startsWith(PREFIX));
        String type = files.settings().path("tokenizer_class").asString("");
        boolean other = type.startsWith("BertJapanese"); // cuts words with a dictionary
        if (other || !pieces && words > tokens.size() / 10) {
            throw new TokenizerException(place + ": expected a WordPiece vocabulary with tokens such as ##s, found "
                    + (other ? "one of " + type : "one of sentencepiece")
                    + "; put the model's tokenizer.json beside it");
        }
    }

    private static ObjectNode normalizer(List<String> tokens, TokenizerFolder files) {
        boolean basic = files.flag("do_basic_tokenize").orElse(true);
        boolean lowerCase = basic && files.flag("do_lower_case").orElseGet(() -> !isCased(tokens));
        Optional<Boolean> accents = basic ? files.flag("strip_accents") : Optional.of(false);
        ObjectNode normalizer = JSON.objectNode();
        normalizer.put("type", "BertNormalizer");
        normalizer.put("clean_text", true);
        normalizer.put(
                "handle_chinese_chars",
                basic && files.flag("tokenize_chinese_chars").orElse(true));
        if (accents.isPresent()) {
            normalizer.put("strip_accents", accents.get());
        } else {
            normalizer.putNull("strip_accents"); // then case decides
        }
        normalizer.put("lowercase", lowerCase);
        return normalizer;
    }

    /// Whether ordinary tokens have upper-case letters, accents, or syllables of Hangul, none of which is left of
    /// a text whose case and accents were thrown away: such tokens would never be found. A few of them, which
    /// somebody may have put in the place of unused ones, do not count.
    private static boolean isCased(List<String> tokens) {
        List<String> ordinary = tokens.stream()
                .filter(token -> !token.startsWith("[") && !token.startsWith("<"))
                .toList();
        long lost = ordinary.stream()
                .filter(token -> !BertWords.withoutCase(token).equals(token))
                .count();
        return lost * ONE_IN > ordinary.size();
    }

    private static ObjectNode template(AddedTokens added, String start, String end) {
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
            special.putArray("ids").add(added.id(name));
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
}
