package dev.graft.text;

import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Makes the `tokenizer.json` of a byte-level BPE vocabulary: what transformers'
/// `convert_slow_tokenizer.RobertaConverter` (4.46) makes.
final class ByteLevels {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private ByteLevels() {}

    static ObjectNode compose(TokenizerFolder files) {
        ObjectNode vocabulary = files.json(TokenizerFolder.BPE);
        String start = special(files, vocabulary, "cls_token", "<s>");
        String end = special(files, vocabulary, "sep_token", "</s>");
        boolean prefix = files.flag("add_prefix_space").orElse(false);
        ObjectNode json = JSON.objectNode();
        json.put("version", "1.0");
        json.putNull("truncation");
        json.putNull("padding");
        ArrayNode added = json.putArray("added_tokens");
        add(added, vocabulary, start);
        add(added, vocabulary, files.special("pad_token").orElse("<pad>"));
        add(added, vocabulary, end);
        add(added, vocabulary, files.special("unk_token").orElse("<unk>"));
        String mask = files.special("mask_token").orElse("<mask>");
        if (vocabulary.has(mask)) {
            added.add(
                    WordPieces.addedToken(mask, vocabulary.get(mask).intValue()).put("lstrip", true));
        }
        json.putNull("normalizer");
        json.set("pre_tokenizer", byteLevel().put("add_prefix_space", prefix));
        ObjectNode processor = json.putObject("post_processor");
        processor.put("type", "RobertaProcessing");
        processor.putArray("sep").add(end).add(vocabulary.get(end).intValue());
        processor.putArray("cls").add(start).add(vocabulary.get(start).intValue());
        processor.put("trim_offsets", true);
        processor.put("add_prefix_space", prefix);
        json.set("decoder", byteLevel().put("add_prefix_space", true));
        ObjectNode model = json.putObject("model");
        model.put("type", "BPE");
        model.putNull("dropout");
        model.putNull("unk_token");
        model.put("continuing_subword_prefix", "");
        model.put("end_of_word_suffix", "");
        model.put("fuse_unk", false);
        model.set("vocab", vocabulary);
        ArrayNode merges = model.putArray("merges");
        merges(files).forEach(merges::add);
        return json;
    }

    private static ObjectNode byteLevel() {
        ObjectNode node = JSON.objectNode();
        node.put("type", "ByteLevel");
        node.put("trim_offsets", true);
        node.put("use_regex", true);
        return node;
    }

    private static List<String> merges(TokenizerFolder files) {
        List<String> lines = files.lines(TokenizerFolder.MERGES);
        List<String> merges = lines.getFirst().startsWith("#version") ? lines.subList(1, lines.size()) : lines;
        for (int i = 0; i < merges.size(); i++) {
            if (merges.get(i).split(" ", -1).length != 2) {
                throw new TokenizerException(files.folder().resolve(TokenizerFolder.MERGES) + " line "
                        + (i + 1 + lines.size() - merges.size()) + ": expected two pieces with a space between them,"
                        + " found '" + merges.get(i) + "'");
            }
        }
        return merges;
    }

    private static void add(ArrayNode added, ObjectNode vocabulary, String name) {
        JsonNode id = vocabulary.path(name);
        if (id.isInt()) {
            added.add(WordPieces.addedToken(name, id.intValue()));
        }
    }

    private static String special(TokenizerFolder files, ObjectNode vocabulary, String key, String usual) {
        String name = files.special(key).orElse(usual);
        if (!vocabulary.path(name).isInt()) {
            throw new TokenizerException(files.folder().resolve(TokenizerFolder.BPE) + ": expected the token " + name
                    + " among the " + vocabulary.size()
                    + " of the vocabulary, found none; the file is of another model,"
                    + " or tokenizer_config.json should say what it is called (" + key + ")");
        }
        return name;
    }
}
