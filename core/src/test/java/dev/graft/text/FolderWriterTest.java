package dev.graft.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// The files that transformers reads. Which of its classes it takes and what that throws away is said in them.
class FolderWriterTest {
    @TempDir
    private Path folder;

    @Test
    void wordPiecesAreWrittenForBertWithTheCaseTheyHave() throws IOException {
        Path written = write(Folders.wordPieces(folder, Folders.TOKENS));
        assertThat(names(written))
                .containsExactly("special_tokens_map.json", "tokenizer.json", "tokenizer_config.json", "vocab.txt");
        assertThat(written.resolve("vocab.txt")).hasSameTextualContentAs(folder.resolve("vocab.txt"));
        JsonNode settings = json(written, "tokenizer_config.json");
        assertThat(settings.path("tokenizer_class").stringValue()).isEqualTo("BertTokenizer");
        assertThat(settings.path("do_lower_case").booleanValue()).isFalse();
        assertThat(settings.path("strip_accents").isNull()).isTrue();
        assertThat(settings.path("tokenize_chinese_chars").booleanValue()).isTrue();
        for (String file : List.of("tokenizer_config.json", "special_tokens_map.json")) {
            assertThat(json(written, file).path("mask_token").stringValue()).isEqualTo("[MASK]");
            assertThat(json(written, file).path("pad_token").stringValue()).isEqualTo("[PAD]");
        }
    }

    @Test
    void whatWasSaidStaysSaid() throws IOException {
        Folders.wordPieces(folder, Folders.TOKENS);
        Folders.write(folder, Map.of("tokenizer_config.json", """
                        {"tokenizer_class": "ElectraTokenizer", "model_max_length": 512, "do_lower_case": true,
                         "strip_accents": false, "never_split": null, "pad_token": "a"}""", "special_tokens_map.json", """
                        {"mask_token": {"content": "[MASK]", "lstrip": true}}"""));
        Path written = write(folder);
        JsonNode settings = json(written, "tokenizer_config.json");
        assertThat(settings.path("tokenizer_class").stringValue()).isEqualTo("ElectraTokenizer");
        assertThat(settings.path("model_max_length").intValue()).isEqualTo(512);
        assertThat(settings.path("do_lower_case").booleanValue()).isTrue();
        assertThat(settings.path("strip_accents").isBoolean()).isTrue();
        assertThat(settings.has("never_split")).isTrue();
        assertThat(settings.path("pad_token").stringValue()).isEqualTo("a");
        JsonNode specials = json(written, "special_tokens_map.json");
        assertThat(specials.path("mask_token").path("lstrip").booleanValue()).isTrue();
        assertThat(specials.path("sep_token").stringValue()).isEqualTo("[SEP]");
        assertThat(json(written, "tokenizer.json").path("added_tokens").valueStream())
                .filteredOn(token -> token.path("content").stringValue().equals("[MASK]"))
                .singleElement()
                .matches(token -> token.path("lstrip").booleanValue());
    }

    @Test
    void bytesAreWrittenForRobertaWithTheirMerges() throws IOException {
        Path written = write(Folders.golden(folder, "byte-level"));
        assertThat(names(written))
                .containsExactly(
                        "merges.txt",
                        "special_tokens_map.json",
                        "tokenizer.json",
                        "tokenizer_config.json",
                        "vocab.json");
        assertThat(written.resolve("merges.txt")).hasSameTextualContentAs(folder.resolve("merges.txt"));
        assertThat(json(written, "vocab.json")).isEqualTo(json(folder, "vocab.json"));
        JsonNode settings = json(written, "tokenizer_config.json");
        assertThat(settings.path("tokenizer_class").stringValue()).isEqualTo("RobertaTokenizer");
        assertThat(settings.path("add_prefix_space").booleanValue()).isFalse();
        Files.delete(written.resolve("tokenizer.json"));
        try (Tokenizer before = Tokenizers.read(folder);
                Tokenizer after = Tokenizers.read(written)) {
            List<Text> texts = List.of(Text.of("hello <mask> 영화"));
            assertThat(after.encode(texts, 64).getFirst().ids())
                    .isEqualTo(before.encode(texts, 64).getFirst().ids());
        }
    }

    @Test
    void sentencePiecesAreWrittenAsTheyAre() throws IOException {
        Path written = write(Folders.unigram(folder));
        assertThat(names(written))
                .containsExactly("special_tokens_map.json", "tokenizer.json", "tokenizer_config.json");
        assertThat(json(written, "tokenizer.json")).isEqualTo(json(folder, "tokenizer.json"));
        assertThat(json(written, "tokenizer_config.json")
                        .path("tokenizer_class")
                        .stringValue())
                .isEqualTo("PreTrainedTokenizerFast");
    }

    @Test
    void aVocabularyThatLinesCannotSayIsInTheTokenizerFileOnly() throws IOException {
        try (Tokenizer tokenizer = Tokenizers.ofVocabulary(Folders.TOKENS, false)) {
            tokenizer.write(folder);
        }
        String json = Folders.text(folder.resolve("tokenizer.json")).replace("\"!\":13", "\"!\":20");
        Files.delete(folder.resolve("vocab.txt"));
        Folders.write(folder, Map.of("tokenizer.json", json));
        assertThat(names(write(folder))).doesNotContain("vocab.txt");
    }

    @Test
    void whereNothingCanBeWrittenTheFileIsNamed() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "");
        try (Tokenizer tokenizer = Tokenizers.ofVocabulary(Folders.TOKENS, false)) {
            assertThatExceptionOfType(UncheckedIOException.class)
                    .isThrownBy(() -> tokenizer.write(file))
                    .withMessageStartingWith(file.resolve("tokenizer.json") + ": cannot be written: ");
        }
    }

    private Path write(Path read) {
        Path written = folder.resolve("written");
        try (Tokenizer tokenizer = Tokenizers.read(read)) {
            tokenizer.write(written);
        }
        return written;
    }

    private static List<String> names(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> String.valueOf(file.getFileName()))
                    .sorted()
                    .toList();
        }
    }

    private static JsonNode json(Path folder, String file) {
        return TokenizerFolder.JSON.readTree(Folders.text(folder.resolve(file)));
    }
}
