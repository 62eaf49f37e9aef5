package dev.graft.text;

import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import ai.djl.util.PairList;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.ConcurrentHashMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// HuggingFace's own tokenizers (0.21), through the binding of Deep Java Library.
final class NativeTokenizer implements Tokenizer {
    private static final char REPLACEMENT = '\uFFFD';

    static {
        // the library is in the jar; without these a machine with a GPU would look for another one in the network
        System.setProperty("RUST_FLAVOR", "cpu");
        System.setProperty("ai.djl.offline", "true");
    }

    private final ObjectNode json;
    private final TokenizerFolder files;
    private final Map<String, Integer> ids;
    private final int size;
    private final SpecialTokens special;

    /// One for each length at which texts are cut.
    private final Map<Integer, HuggingFaceTokenizer> byLength = new ConcurrentHashMap<>();

    /// @param json  as `tokenizer.json` has it
    /// @param files what is said beside it
    /// @throws TokenizerException if it is no tokenizer
    NativeTokenizer(ObjectNode json, TokenizerFolder files) {
        this.json = json;
        this.files = files;
        this.ids = ids(json);
        this.size = ids.values().stream().mapToInt(id -> id + 1).max().orElse(0);
        if (size == 0) {
            throw new TokenizerException(files.folder().resolve(TokenizerFolder.TOKENIZER)
                    + ": expected a vocabulary (model.vocab), found none; it is damaged: copy it again");
        }
        this.special = findSpecial();
    }

    private static Map<String, Integer> ids(ObjectNode json) {
        Map<String, Integer> ids = new HashMap<>();
        JsonNode vocabulary = json.path("model").path("vocab");
        if (vocabulary.isObject()) {
            vocabulary
                    .properties()
                    .forEach(token -> ids.put(token.getKey(), token.getValue().intValue()));
        } else {
            for (int i = 0; i < vocabulary.size(); i++) { // of sentencepiece: tokens with their scores
                ids.put(vocabulary.get(i).path(0).asString(), i);
            }
        }
        json.path("added_tokens")
                .forEach(token -> ids.put(
                        token.path("content").asString(), token.path("id").intValue()));
        return ids;
    }

    private SpecialTokens findSpecial() {
        OptionalInt pad = named("pad_token", "[PAD]", "<pad>");
        OptionalInt start = named("cls_token", "[CLS]", "<s>");
        OptionalInt end = named("sep_token", "[SEP]", "</s>");
        JsonNode said = files.model().path("pad_token_id");
        return new SpecialTokens(
                pad.orElseGet(() -> said.isInt() ? said.intValue() : end.orElse(0)),
                named("unk_token", "[UNK]", "<unk>"),
                start,
                end,
                named("mask_token", "[MASK]", "<mask>"));
    }

    private OptionalInt named(String key, String... usual) {
        List<String> names = new ArrayList<>();
        files.special(key).ifPresent(names::add);
        names.addAll(List.of(usual));
        return names.stream().filter(ids::containsKey).mapToInt(ids::get).findFirst();
    }

    @Override
    public List<Encoding> encode(List<Text> texts, int maxLength) {
        if (texts.isEmpty()) {
            return List.of();
        }
        HuggingFaceTokenizer tokenizer = byLength.computeIfAbsent(maxLength, this::open);
        Encoding[] encodings = new Encoding[texts.size()];
        encode(tokenizer, texts, true, encodings);
        encode(tokenizer, texts, false, encodings);
        return Collections.unmodifiableList(Arrays.asList(encodings));
    }

    private static void encode(HuggingFaceTokenizer tokenizer, List<Text> texts, boolean pairs, Encoding[] into) {
        List<Integer> places = new ArrayList<>();
        for (int i = 0; i < texts.size(); i++) {
            if (texts.get(i).second().isPresent() == pairs) {
                places.add(i);
            }
        }
        if (places.isEmpty()) {
            return;
        }
        List<String> first =
                places.stream().map(i -> plain(texts.get(i).first())).toList();
        ai.djl.huggingface.tokenizers.Encoding[] found = pairs
                ? tokenizer.batchEncode(
                        new PairList<>(
                                first,
                                places.stream()
                                        .map(i -> plain(texts.get(i).second().orElseThrow()))
                                        .toList()),
                        true,
                        false)
                : tokenizer.batchEncode(first, true, false);
        for (int i = 0; i < found.length; i++) {
            into[places.get(i)] = new Encoding(ints(found[i].getIds()), ints(found[i].getTypeIds()), words(found[i]));
        }
    }

    /// Words are counted from 0 in each text of a pair: the second text's go on after the first's.
    private static int[] words(ai.djl.huggingface.tokenizers.Encoding encoding) {
        int[] words = ints(encoding.getWordIds());
        long[] sequences = encoding.getSequenceIds();
        int ofFirst = 0;
        for (int i = 0; i < words.length; i++) {
            if (sequences[i] == 0) {
                ofFirst = Math.max(ofFirst, words[i] + 1);
            }
        }
        for (int i = 0; i < words.length; i++) {
            if (sequences[i] == 1 && words[i] >= 0) {
                words[i] += ofFirst;
            }
        }
        return words;
    }

    private HuggingFaceTokenizer open(int maxLength) {
        Map<String, String> options = Map.of(
                "padding",
                "false",
                "truncation",
                "LONGEST_FIRST",
                "maxLength",
                Integer.toString(maxLength),
                "modelMaxLength",
                Integer.toString(maxLength));
        try {
            byte[] bytes = TokenizerFolder.JSON.writeValueAsBytes(json);
            return HuggingFaceTokenizer.newInstance(new ByteArrayInputStream(bytes), options);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (RuntimeException e) {
            throw new TokenizerException(
                    files.folder() + ": the tokenizer cannot be used: "
                            + String.valueOf(e.getMessage()).lines().findFirst().orElse("") + "; copy its files again",
                    e);
        }
    }

    /// Half a surrogate pair has no UTF-8, in which the native library takes texts.
    private static String plain(String text) {
        StringBuilder repaired = null;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isHighSurrogate(c) && i + 1 < text.length() && Character.isLowSurrogate(text.charAt(i + 1))) {
                i++;
            } else if (Character.isSurrogate(c)) {
                if (repaired == null) {
                    repaired = new StringBuilder(text);
                }
                repaired.setCharAt(i, REPLACEMENT);
            }
        }
        return repaired == null ? text : repaired.toString();
    }

    private static int[] ints(long[] values) {
        int[] ints = new int[values.length];
        for (int i = 0; i < ints.length; i++) {
            ints[i] = (int) values[i];
        }
        return ints;
    }

    @Override
    public int vocabularySize() {
        return size;
    }

    @Override
    public OptionalInt id(String token) {
        Integer id = ids.get(token);
        return id == null ? OptionalInt.empty() : OptionalInt.of(id);
    }

    @Override
    public SpecialTokens special() {
        return special;
    }

    @Override
    public OptionalInt maxLength() {
        return files.maxLength();
    }

    @Override
    public void write(Path folder) {
        String[] tokens = new String[size];
        ids.forEach((token, id) -> tokens[id] = token);
        ObjectNode names = TokenizerFolder.JSON.createObjectNode();
        put(names, "pad_token", OptionalInt.of(special.pad()), tokens);
        put(names, "unk_token", special.unknown(), tokens);
        put(names, "cls_token", special.start(), tokens);
        put(names, "sep_token", special.end(), tokens);
        put(names, "mask_token", special.mask(), tokens);
        ObjectNode settings = names.deepCopy();
        settings.put("tokenizer_class", "PreTrainedTokenizerFast");
        settings.setAll(files.settings());
        boolean wordPieces = json.path("model").path("type").asString("").equals("WordPiece");
        if (wordPieces && !files.settings().has("tokenizer_class")) {
            settings.put("tokenizer_class", "BertTokenizer");
        }
        write(folder.resolve(TokenizerFolder.TOKENIZER), TokenizerFolder.JSON.writeValueAsString(json));
        write(folder.resolve(TokenizerFolder.SETTINGS), indented(settings));
        write(
                folder.resolve(TokenizerFolder.SPECIALS),
                indented(files.specials().isEmpty() ? names : files.specials()));
        if (wordPieces) {
            write(
                    folder.resolve(TokenizerFolder.WORD_PIECE),
                    String.join(
                                    "\n",
                                    Arrays.stream(tokens)
                                            .map(token -> token == null ? "" : token)
                                            .toList())
                            + "\n");
        }
    }

    private static void put(ObjectNode names, String key, OptionalInt id, String[] tokens) {
        id.ifPresent(number -> names.put(key, tokens[number]));
    }

    private static String indented(ObjectNode json) {
        return TokenizerFolder.JSON.writerWithDefaultPrettyPrinter().writeValueAsString(json) + "\n";
    }

    private static void write(Path file, String text) {
        Path beside = file.resolveSibling(file.getFileName() + ".tmp");
        try {
            Files.write(beside, text.getBytes(StandardCharsets.UTF_8));
            Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(file + ": cannot be written: " + e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        byLength.values().forEach(HuggingFaceTokenizer::close);
        byLength.clear();
    }
}
