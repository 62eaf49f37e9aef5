package dev.graft.text;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Makes the `tokenizer.json` of a byte-level BPE vocabulary: what transformers' `RobertaConverter` makes, or its
/// `GPT2Converter` where the vocabulary has only GPT-2's special token.
final class ByteLevels {
    private static final String GPT = "<|endoftext|>";
    private static final Map<String, String> USUAL = Map.of(
            "pad_token", "<pad>",
            "unk_token", "<unk>",
            "cls_token", "<s>",
            "sep_token", "</s>",
            "mask_token", "<mask>");
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private ByteLevels() {}

    static ObjectNode compose(TokenizerFolder files) {
        String place = files.place(TokenizerFolder.BPE);
        ObjectNode numbers = files.json(TokenizerFolder.BPE);
        Vocabulary vocabulary = Vocabulary.ofNumbers(numbers, place);
        requireByteLevel(vocabulary, place);
        boolean plain = vocabulary.id(GPT).isPresent()
                && vocabulary.id("<s>").isEmpty()
                && files.special("cls_token").isEmpty();
        AddedTokens added = new AddedTokens(vocabulary, files, plain ? Map.of("unk_token", GPT) : USUAL, "mask_token");
        boolean prefix = files.flag("add_prefix_space").orElse(false);
        ObjectNode json = JSON.objectNode();
        json.put("version", "1.0");
        json.putNull("truncation");
        json.putNull("padding");
        json.set("post_processor", plain ? byteLevel(false, false) : roberta(added, prefix, files, place));
        json.set("added_tokens", added.toJson());
        json.putNull("normalizer");
        json.set("pre_tokenizer", byteLevel(prefix, true));
        json.set("decoder", byteLevel(true, true));
        ObjectNode model = json.putObject("model");
        model.put("type", "BPE");
        model.putNull("dropout");
        model.putNull("unk_token");
        model.put("continuing_subword_prefix", "");
        model.put("end_of_word_suffix", "");
        model.put("fuse_unk", false);
        model.set("vocab", numbers);
        ArrayNode merges = model.putArray("merges");
        merges(files, vocabulary).forEach(merges::add);
        return json;
    }

    /// What `tokenizer_config.json` says of a space before the text wins over a `tokenizer.json`, as in transformers.
    static void heed(ObjectNode json, TokenizerFolder files) {
        for (String part : List.of("pre_tokenizer", "post_processor")) {
            JsonNode node = json.path(part);
            if (Set.of("ByteLevel", "RobertaProcessing")
                    .contains(node.path("type").asString(""))) {
                files.flag("add_prefix_space").ifPresent(prefix -> ((ObjectNode) node).put("add_prefix_space", prefix));
            }
        }
    }

    /// Other tokenizers, such as CLIP's, mark where a word ends instead of where it begins.
    private static void requireByteLevel(Vocabulary vocabulary, String place) {
        long ends = vocabulary.ids().keySet().stream()
                .filter(token -> token.endsWith("</w>"))
                .count();
        if (ends > vocabulary.ids().size() / 10) {
            throw new TokenizerException(
                    place + ": expected a byte-level vocabulary, in which Ġ begins a word, found one"
                            + " in which </w> ends it; put the model's tokenizer.json beside it");
        }
    }

    private static ObjectNode roberta(AddedTokens added, boolean prefix, TokenizerFolder files, String place) {
        String start = added.required("cls_token", place);
        String end = added.required("sep_token", place);
        ObjectNode processor = JSON.objectNode();
        processor.put("type", "RobertaProcessing");
        processor.putArray("sep").add(end).add(added.id(end));
        processor.putArray("cls").add(start).add(added.id(start));
        processor.put("trim_offsets", files.flag("trim_offsets").orElse(true));
        processor.put("add_prefix_space", prefix);
        return processor;
    }

    private static ObjectNode byteLevel(boolean prefix, boolean trim) {
        ObjectNode node = JSON.objectNode();
        node.put("type", "ByteLevel");
        node.put("add_prefix_space", prefix);
        node.put("trim_offsets", trim);
        node.put("use_regex", true);
        return node;
    }

    private static List<String> merges(TokenizerFolder files, Vocabulary vocabulary) {
        List<String> lines = files.lines(TokenizerFolder.MERGES);
        List<String> merges = new ArrayList<>();
        for (int i = lines.getFirst().startsWith("#version") ? 1 : 0; i < lines.size(); i++) {
            String[] pieces = lines.get(i).split(" ", -1);
            String place = files.place(TokenizerFolder.MERGES) + " line " + (i + 1);
            if (pieces.length != 2) {
                throw new TokenizerException(place + ": expected two pieces with a space between them, found '"
                        + TokenizerFolder.firstLine(lines.get(i)) + "'; the file is damaged: copy it again");
            }
            for (String piece : List.of(pieces[0], pieces[1], pieces[0] + pieces[1])) {
                if (vocabulary.id(piece).isEmpty()) {
                    throw new TokenizerException(place + ": expected pieces that vocab.json has, found '" + piece
                            + "'; the two files are of different models");
                }
            }
            merges.add(lines.get(i));
        }
        return merges;
    }
}
