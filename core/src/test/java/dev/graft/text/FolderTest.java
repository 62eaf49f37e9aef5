package dev.graft.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What the small files of a folder say, and what holds where they say nothing.
class FolderTest {
    private static final int UNKNOWN = 1;
    private static final int LONG = 64;

    @TempDir
    private Path folder;

    @Test
    void aVocabularyWithUpperCaseKeepsCase() {
        Folders.wordPieces(folder, with("Hello", "hello", "##é"));
        assertThat(ids("Hello hello HELLO")).containsExactly(5, 6, UNKNOWN);
    }

    @Test
    void aVocabularyOfHangulKeepsItsSyllables() {
        Folders.wordPieces(folder, with("영화", "hello"));
        assertThat(ids("영화 Hello")).containsExactly(5, UNKNOWN);
    }

    @Test
    void aVocabularyInSmallLettersDoesNotKeepCase() {
        Folders.wordPieces(folder, with("hello", "##e", "\u1112\u1161\u11ab"));
        assertThat(ids("Hello HÉLLO 한")).containsExactly(5, 5, 7);
    }

    @Test
    void fewTokensInUpperCaseThatSomebodyAddedDoNotCount() {
        List<String> tokens = new ArrayList<>(with("hello", "COVID"));
        for (int i = 0; i < 200; i++) {
            tokens.add("word" + i);
        }
        Folders.wordPieces(folder, tokens);
        assertThat(ids("Hello")).containsExactly(5);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    {"do_lower_case": true}                                         | 7
                    {"do_lower_case": false}                                        | 5
                    {"do_lower_case": true, "strip_accents": false}                 | 6
                    {"do_lower_case": false, "strip_accents": true}                 | 8
                    {"do_lower_case": true, "do_basic_tokenize": false}             | 5
                    {"do_lower_case": true, "strip_accents": null, "x": "unknown"}  | 7
                    """)
    void caseAndAccentsAreAsTheSettingsSay(String settings, int id) {
        Folders.wordPieces(folder, with("É", "é", "e", "E"));
        Folders.write(folder, Map.of("tokenizer_config.json", settings));
        assertThat(ids("É")).containsExactly(id);
    }

    /// As sentence-transformers has it: every letter is small, and accents stay. It is saved with the tokenizer.
    @Test
    void theCaseOfSentenceTransformersWinsOverTheTokenizer() {
        Folders.wordPieces(folder, with("É", "é", "e", "E"));
        Folders.write(
                folder,
                Map.of(
                        "tokenizer_config.json", "{\"do_lower_case\": false}",
                        "sentence_bert_config.json", "{\"do_lower_case\": true}"));
        assertThat(ids("É E")).containsExactly(6, 7);
        Path saved = folder.resolve("saved");
        try (Tokenizer tokenizer = Tokenizers.read(folder)) {
            tokenizer.write(saved);
        }
        assertThat(ids(saved, "É E")).containsExactly(6, 7);
    }

    /// Of a tokenizer whose normalizer is none of BERT's.
    @Test
    void theCaseOfSentenceTransformersComesBeforeWhatTheTokenizerDoes() {
        Folders.unigram(folder);
        int[] small = ids("hello");
        assertThat(ids("HELLO")).isNotEqualTo(small);
        Folders.write(folder, Map.of("sentence_bert_config.json", "{\"do_lower_case\": true}"));
        assertThat(ids("HELLO")).isEqualTo(small);
    }

    @Test
    void whatTheSettingsSayOfCaseWinsOverTheTokenizerAsInTransformers() {
        try (Tokenizer cased = Tokenizers.ofVocabulary(with("É", "é", "e", "漢字"), false)) {
            cased.write(folder);
        }
        assertThat(ids("É 漢字")).containsExactly(5, UNKNOWN, UNKNOWN);
        Folders.write(folder, Map.of("tokenizer_config.json", """
                        {"do_lower_case": true, "strip_accents": false, "tokenize_chinese_chars": false}"""));
        assertThat(ids("É 漢字")).containsExactly(6, 8);
        Folders.write(folder, Map.of("tokenizer_config.json", """
                        {"do_lower_case": true, "tokenizer_class": "PreTrainedTokenizerFast"}"""));
        assertThat(ids("É")).containsExactly(5); // that class takes the file as it is
    }

    @Test
    void specialTokensAreCalledAsTheFilesSay() {
        Folders.wordPieces(folder, List.of("nothing", "[start]", "[end]", "<unk>", "<fill>", "a"));
        Folders.write(folder, Map.of("tokenizer_config.json", """
                        {"cls_token": "[start]", "sep_token": "wrong", "unk_token": {"content": "<unk>"}}""", "special_tokens_map.json", """
                        {"sep_token": {"content": "[end]", "lstrip": false}, "pad_token": "<fill>",
                         "mask_token": null}"""));
        try (Tokenizer tokenizer = Tokenizers.read(folder)) {
            assertThat(tokenizer.special())
                    .isEqualTo(new SpecialTokens(
                            4, OptionalInt.of(3), OptionalInt.of(1), OptionalInt.of(2), OptionalInt.empty()));
            assertThat(encode(tokenizer, Text.of("a b")).ids()).containsExactly(1, 5, 3, 2);
        }
    }

    @ParameterizedTest
    @CsvSource({"2, 2", "99, 4", "-1, 4", "null, 4"})
    void paddingIsAsTheModelSaysUnlessItHasNoSuchToken(String said, int pad) {
        Folders.wordPieces(folder, List.of("[UNK]", "[CLS]", "[SEP]", "a", "[PAD]"));
        Folders.write(folder, Map.of("config.json", "{\"pad_token_id\": " + said + "}"));
        try (Tokenizer tokenizer = Tokenizers.read(folder)) {
            assertThat(tokenizer.special().pad()).isEqualTo(pad);
        }
    }

    @ParameterizedTest
    @CsvSource({"512, 512", "512.0, 512", "1000000000000000019884624838656, -1", "0, -1", "'\"512\"', -1", "null, -1"})
    void theLengthIsThatOfTheModelIfItIsOne(String said, int length) {
        Folders.wordPieces(folder, Folders.TOKENS);
        Folders.write(folder, Map.of("tokenizer_config.json", "{\"model_max_length\": " + said + "}"));
        try (Tokenizer tokenizer = Tokenizers.read(folder)) {
            assertThat(tokenizer.maxLength()).isEqualTo(length < 0 ? OptionalInt.empty() : OptionalInt.of(length));
        }
    }

    @Test
    void addedTokensAreFoundInsideWords() {
        Folders.wordPieces(folder, Folders.TOKENS);
        Folders.write(folder, Map.of("added_tokens.json", "{\"<b>\": 15, \"<a>\": 14, \"[CLS]\": 2}"));
        try (Tokenizer tokenizer = Tokenizers.read(folder)) {
            assertThat(tokenizer.vocabularySize()).isEqualTo(16);
            assertThat(tokenizer.id("<b>")).hasValue(15);
            assertThat(encode(tokenizer, Text.of("a<b>a<a>")).ids()).containsExactly(2, 11, 15, 11, 14, 3);
        }
    }

    @Test
    void piecesOfOneWordHaveItsNumber() {
        Folders.wordPieces(folder, Folders.TOKENS);
        try (Tokenizer tokenizer = Tokenizers.read(folder)) {
            Encoding encoding = encode(tokenizer, Text.pair("영화였다! 좋은", "Hellos a"));
            assertThat(encoding.ids()).containsExactly(2, 7, 8, 13, 5, 6, 3, 9, 10, 11, 3);
            assertThat(encoding.types()).containsExactly(0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1);
            assertThat(encoding.words()).containsExactly(-1, 0, 0, 1, 2, 2, -1, 3, 3, 4, -1);
        }
    }

    @Test
    void ofAPairTheLongerTextLosesFirst() {
        Folders.wordPieces(folder, Folders.TOKENS);
        try (Tokenizer tokenizer = Tokenizers.read(folder)) {
            Text pair = Text.pair("a a a a a a a", "! !");
            assertThat(tokenizer.encode(List.of(pair), 8).getFirst().ids())
                    .containsExactly(2, 11, 11, 11, 3, 13, 13, 3);
            assertThat(tokenizer.encode(List.of(pair), 6).getFirst().ids()).containsExactly(2, 11, 11, 3, 13, 3);
            assertThat(tokenizer.encode(List.of(pair), 6).getFirst().words()).containsExactly(-1, 0, 1, -1, 2, -1);
        }
    }

    @Test
    void filesOfOtherSystemsAreRead() {
        Folders.write(folder, Map.of("vocab.txt", "\uFEFF" + String.join("\r\n", with("a", "É")) + "\r\n\r\n"));
        Folders.write(folder, Map.of("tokenizer_config.json", "\uFEFF{\"model_max_length\": 7}"));
        try (Tokenizer tokenizer = Tokenizers.read(folder)) {
            assertThat(tokenizer.vocabularySize()).isEqualTo(7);
            assertThat(tokenizer.maxLength()).hasValue(7);
            assertThat(encode(tokenizer, Text.of("a É")).ids()).containsExactly(2, 5, 6, 3);
        }
    }

    @Test
    void lengthAndPaddingOfATokenizerFileAreLeftToWhoEncodes() {
        try (Tokenizer tokenizer = Tokenizers.ofVocabulary(with("a", "É"), false)) {
            tokenizer.write(folder);
        }
        String json = Folders.text(folder.resolve("tokenizer.json"))
                .replace("\"truncation\":null", """
                        "truncation":{"direction":"Left","max_length":4,"strategy":"OnlyFirst","stride":0}""")
                .replace("\"padding\":null", """
                        "padding":{"strategy":{"Fixed":9},"direction":"Left","pad_to_multiple_of":null,\
                        "pad_id":0,"pad_type_id":0,"pad_token":"[PAD]"}""");
        assertThat(json).contains("OnlyFirst", "Fixed");
        Folders.write(folder, Map.of("tokenizer.json", json));
        assertThat(ids("a a a É")).containsExactly(5, 5, 5, 6);
        try (Tokenizer tokenizer = Tokenizers.read(folder)) {
            tokenizer.write(folder.resolve("again"));
        }
        assertThat(Folders.text(folder.resolve("again/tokenizer.json"))).contains("OnlyFirst", "Fixed");
    }

    @Test
    void theTokenizerFileIsReadBeforeAVocabulary() {
        try (Tokenizer tokenizer = Tokenizers.ofVocabulary(with("a", "É"), false)) {
            tokenizer.write(folder);
        }
        Folders.wordPieces(folder, with("É", "a"));
        assertThat(ids("a")).containsExactly(5);
    }

    @Test
    void mergesMayComeWithoutAVersion() {
        Folders.golden(folder, "byte-level");
        String merges = Folders.text(folder.resolve("merges.txt"));
        try (Tokenizer with = Tokenizers.read(folder)) {
            Folders.write(folder, Map.of("merges.txt", merges.substring(merges.indexOf('\n') + 1)));
            try (Tokenizer without = Tokenizers.read(folder)) {
                Text text = Text.of("hello world hello 영화");
                assertThat(encode(without, text).ids())
                        .isEqualTo(encode(with, text).ids());
            }
        }
    }

    @Test
    void ofGptThereAreNoTokensAroundTexts() {
        Folders.write(
                folder,
                Map.of(
                        "vocab.json",
                        "{\"a\": 0, \"b\": 1, \"ab\": 2, \"Ġ\": 3, \"<|endoftext|>\": 4}",
                        "merges.txt",
                        "#version: 0.2\na b\n"));
        try (Tokenizer tokenizer = Tokenizers.read(folder)) {
            assertThat(encode(tokenizer, Text.of("ab a")).ids()).containsExactly(2, 3, 0);
            assertThat(tokenizer.special().start()).isEmpty();
            assertThat(encode(tokenizer, Text.of("a<|endoftext|>")).ids()).containsExactly(0, 4);
        }
    }

    private static List<String> with(String... tokens) {
        List<String> all = new ArrayList<>(List.of("[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"));
        all.addAll(List.of(tokens));
        return all;
    }

    /// Of the folder's tokenizer, without the special tokens around.
    private int[] ids(String text) {
        return ids(folder, text);
    }

    private static int[] ids(Path from, String text) {
        try (Tokenizer tokenizer = Tokenizers.read(from)) {
            int[] ids = encode(tokenizer, Text.of(text)).ids();
            return Arrays.copyOfRange(ids, 1, ids.length - 1);
        }
    }

    private static Encoding encode(Tokenizer tokenizer, Text text) {
        return tokenizer.encode(List.of(text), LONG).getFirst();
    }
}
