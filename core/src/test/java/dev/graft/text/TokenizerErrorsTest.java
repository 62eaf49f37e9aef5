package dev.graft.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What is wrong with a tokenizer's files is said in one line, with the file and what to do.
class TokenizerErrorsTest {
    private static final String VOCABULARY = "[PAD]\n[UNK]\n[CLS]\n[SEP]\n[MASK]\na\n##b\nÉ\n";

    @TempDir
    private Path folder;

    @Test
    void aFolderWithoutATokenizerNamesAllFilesThatWereLookedFor() {
        refused(
                "no tokenizer: expected tokenizer.json, or vocab.txt, or vocab.json and merges.txt, found none of them");
    }

    @Test
    void whatIsNoFolderIsRefused() throws IOException {
        assertThatExceptionOfType(TokenizerException.class)
                .isThrownBy(() -> Tokenizers.read(folder.resolve("none")))
                .withMessage(folder.resolve("none") + ": expected the folder of a model, found nothing");
        Path file = Files.writeString(folder.resolve("file"), "");
        assertThatExceptionOfType(TokenizerException.class)
                .isThrownBy(() -> Tokenizers.read(file))
                .withMessage(file + ": expected the folder of a model, found a file");
    }

    @ParameterizedTest
    @ValueSource(strings = {"spiece.model", "sentencepiece.bpe.model", "ko.model"})
    void aModelOfSentencePieceAloneSaysWhichFileIsMissing(String file) {
        write(Map.of(file, "binary"));
        refused("has only " + file + ", which is not read here; put tokenizer.json beside it: in Python,"
                + " AutoTokenizer.from_pretrained(NAME, use_fast=True).save_pretrained(FOLDER)");
    }

    @Test
    void halfOfAVocabularySaysWhichFileIsMissing() {
        write(Map.of("vocab.json", "{}"));
        refused("expected merges.txt beside vocab.json, found none; copy it there, or the model's tokenizer.json");
        write(Map.of("merges.txt", "a b"));
        remove("vocab.json");
        refused("expected vocab.json beside merges.txt, found none");
    }

    @Test
    void filesOfNoBytesAreRefused() {
        write(Map.of("vocab.txt", ""));
        refused("vocab.txt: expected a token in each line, found an empty file; copy it again");
        write(Map.of("vocab.txt", "\n\n\r\n"));
        refused("vocab.txt: expected a token in each line, found an empty file; copy it again");
        write(Map.of("tokenizer.json", ""));
        refused("tokenizer.json: expected a JSON object, found an empty file; copy it again");
        remove("tokenizer.json");
        write(Map.of("vocab.txt", VOCABULARY, "tokenizer_config.json", ""));
        refused("tokenizer_config.json: expected a JSON object, found an empty file; copy it again");
    }

    @Test
    void damagedJsonIsRefusedWithItsLine() {
        write(Map.of("tokenizer.json", "{\n\"model\": {\n\"vocab\": {\"a\": 0,"));
        refused("tokenizer.json line 3: is not JSON: ");
        write(Map.of("tokenizer.json", "[1, 2]"));
        refused("tokenizer.json: expected a JSON object, found something else; copy it again");
        write(Map.of("tokenizer.json", "{}"));
        refused("tokenizer.json: expected a vocabulary (model.vocab), found none");
        write(Map.of("tokenizer.json", "[".repeat(100_000)));
        refused("tokenizer.json: is not JSON: ");
    }

    @Test
    void whatIsNotUtf8IsRefused() throws IOException {
        Files.write(folder.resolve("vocab.txt"), new byte[] {'a', '\n', (byte) 0xFF, '\n'});
        refused("vocab.txt: is not UTF-8; it is damaged: copy it again");
    }

    @Test
    void aTokenThatIsThereTwiceIsRefusedWithBothLines() {
        write(Map.of("vocab.txt", VOCABULARY + "b\na\n"));
        refused("vocab.txt line 10: expected each token once, found 'a', which is in line 6;"
                + " the lines are the tokens' numbers: copy the file again");
        assertThatExceptionOfType(TokenizerException.class)
                .isThrownBy(() -> Tokenizers.ofVocabulary(List.of("[UNK]", "[CLS]", "[SEP]", "a", "a"), true))
                .withMessageStartingWith("vocabulary line 5: expected each token once, found 'a', which is in line 4");
    }

    @ParameterizedTest
    @ValueSource(strings = {"[UNK]", "[CLS]", "[SEP]"})
    void aVocabularyWithoutItsSpecialTokensIsRefused(String missing) {
        write(Map.of("vocab.txt", VOCABULARY.replace(missing, "x")));
        refused("vocab.txt: expected the token " + missing + " among the 8 of the vocabulary, found none;"
                + " the file belongs to another model, or tokenizer_config.json should say what the token is called (");
    }

    @Test
    void aVocabularyOfAnotherKindIsRefused() {
        write(Map.of("vocab.txt", "[UNK]\n[CLS]\n[SEP]\n\u2581영화\n\u2581좋은\n화\n"));
        refused("vocab.txt: expected a WordPiece vocabulary with tokens such as ##s, found one of sentencepiece;"
                + " put the model's tokenizer.json beside it");
        write(Map.of(
                "vocab.txt", VOCABULARY, "tokenizer_config.json", "{\"tokenizer_class\": \"BertJapaneseTokenizer\"}"));
        refused("found one of BertJapaneseTokenizer");
        remove("vocab.txt");
        write(Map.of("vocab.json", "{\"<s>\": 0, \"</s>\": 1, \"a</w>\": 2, \"a\": 3}", "merges.txt", "a a\n"));
        refused(
                "vocab.json: expected a byte-level vocabulary, in which Ġ begins a word, found one in which </w> ends it");
    }

    @Test
    void numbersThatAreNoneAreRefused() {
        write(Map.of("merges.txt", "a b\n", "vocab.json", "{\"<s>\": 0, \"</s>\": -1}"));
        refused("vocab.json: expected a whole number from 0 as the number of '</s>', found -1");
        write(Map.of("vocab.json", "{\"<s>\": 0, \"</s>\": \"1\"}"));
        refused("vocab.json: expected a whole number from 0 as the number of '</s>', found \"1\"");
        write(Map.of("vocab.json", "{\"<s>\": 0, \"</s>\": 99999999999}"));
        refused("found 99999999999");
        write(Map.of("vocab.json", "{\"<s>\": 0, \"</s>\": 0}"));
        refused("vocab.json: expected a number of its own for each token, found 0 for '<s>' and for '</s>'");
        write(Map.of("vocab.json", "{}"));
        refused("vocab.json: expected tokens and their numbers, found none");
        write(Map.of("vocab.json", "{\"a\": 0}"));
        refused("vocab.json: expected the token <s> among the 1 of the vocabulary, found none");
    }

    @Test
    void mergesThatAreNoneAreRefusedWithTheirLine() {
        write(Map.of("vocab.json", "{\"<s>\": 0, \"</s>\": 1, \"a\": 2, \"b\": 3, \"ab\": 4}"));
        write(Map.of("merges.txt", "#version: 0.2\na b\na b c\n"));
        refused("merges.txt line 3: expected two pieces with a space between them, found 'a b c'");
        write(Map.of("merges.txt", "#version: 0.2\na b\nb a\n"));
        refused(
                "merges.txt line 3: expected pieces that vocab.json has, found 'ba'; the two files are of different models");
        write(Map.of("merges.txt", ""));
        refused("merges.txt: expected a token in each line, found an empty file; copy it again");
    }

    @Test
    void addedTokensOfAnotherVocabularyAreRefused() {
        write(Map.of("vocab.txt", VOCABULARY, "added_tokens.json", "{\"<new>\": 9}"));
        refused("expected the number 8 for the added token '<new>', found 9; added_tokens.json and"
                + " tokenizer_config.json (added_tokens_decoder) are of another vocabulary");
        write(Map.of("added_tokens.json", "{\"a\": 4}"));
        refused("expected the number 5 for the added token 'a', found 4");
        write(Map.of("added_tokens.json", "{\"<new>\": {}}"));
        refused("expected the number 8 for the added token '<new>', found -1");
    }

    @Test
    void whatOnlyTheLibraryUnderstandsIsRefusedByIt() {
        damaged("\"type\":\"WordPiece\"", "\"type\":\"Newer\"");
        refused("tokenizer.json: is not a tokenizer: ");
        damaged("\"BertPreTokenizer\"", "\"Nothing\"");
        refused("it is damaged, or of a newer kind: copy it again");
    }

    /// In these the library would end the process: if one is no longer caught, so does this test.
    @Test
    void whatWouldEndTheProcessIsRefused() {
        damaged("\"special_tokens\":{\"[CLS]\"", "\"special_tokens\":{\"[Cls]\"");
        refused("expected the special token \"[CLS]\" of post_processor.single in post_processor.special_tokens");
        damaged("\"single\":[", "\"single\":[{\"Sequence\":{\"id\":\"B\",\"type_id\":0}},");
        refused("expected one text in post_processor.single, found a second one, B");
        for (String map : List.of("AAAA", "AAAAAA==", "/////w==", "no base64")) {
            damaged("\"type\":\"BertNormalizer\"", "\"type\":\"Precompiled\",\"precompiled_charsmap\":\"" + map + "\"");
            refused("expected a table of characters in precompiled_charsmap, found ");
        }
        damaged("\"type\":\"BertPreTokenizer\"", "\"type\":\"FixedLength\",\"length\":0");
        refused("expected a length of at least 1 in pre_tokenizer, found 0");
        damaged("\"single\":[", "\"deep\":" + "[".repeat(200) + "]".repeat(200) + ",\"single\":[");
        refused("nesting depth");
        try (Tokenizer tokenizer = Tokenizers.read(Folders.golden(folder.resolve("other"), "byte-level"))) {
            tokenizer.write(folder);
        }
        replace("\"continuing_subword_prefix\":\"\"", "\"continuing_subword_prefix\":\"@@@\"");
        refused("expected merges whose second piece begins with '@@@' (model.continuing_subword_prefix), found 'e'");
    }

    @Test
    void aTextThatTheModelCannotSpellIsAnExceptionToo() {
        damaged("\"unk_token\":\"[UNK]\"", "\"unk_token\":\"[none]\"");
        try (Tokenizer tokenizer = Tokenizers.read(folder)) {
            assertThatExceptionOfType(TokenizerException.class)
                    .isThrownBy(() -> tokenizer.encode(List.of(Text.of("a"), Text.of("unknown")), 9))
                    .withMessageStartingWith(folder + ": the tokenizer cannot encode 'unknown': ");
            assertThat(tokenizer.encode(List.of(Text.of("a")), 9)).hasSize(1);
        }
    }

    /// Writes a sound tokenizer.json with something else in the place of a part of it.
    private void damaged(String part, String other) {
        try (Tokenizer tokenizer = Tokenizers.ofVocabulary(Folders.TOKENS, false)) {
            tokenizer.write(folder);
        }
        replace(part, other);
        remove("tokenizer_config.json");
    }

    private void replace(String part, String other) {
        String json = Folders.text(folder.resolve("tokenizer.json"));
        assertThat(json).contains(part);
        write(Map.of("tokenizer.json", json.replace(part, other)));
    }

    private void write(Map<String, String> files) {
        Folders.write(folder, new LinkedHashMap<>(files));
    }

    private void remove(String file) {
        try {
            Files.deleteIfExists(folder.resolve(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void refused(String message) {
        TokenizerException refused = catchThrowableOfType(
                TokenizerException.class, () -> Tokenizers.read(folder).close());
        assertThat(refused)
                .isNotNull()
                .hasMessageStartingWith(folder.toString())
                .hasMessageContaining(message);
        assertThat(String.valueOf(refused.getMessage()).lines()).hasSize(1);
    }
}
