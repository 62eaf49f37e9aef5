package dev.graft.text;

import static org.assertj.core.api.Assertions.assertThat;

import dev.graft.testing.NeedsShared;
import dev.graft.testing.Shared;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Vocabularies of published models on film reviews.
@NeedsShared({"vocab", "data/text/nsmc/test.tsv"})
class SharedVocabularyTest {
    private static final int LENGTH = 128;

    private static List<Text> reviews() throws IOException {
        List<Text> reviews = Files.readAllLines(Shared.path("data/text/nsmc/test.tsv")).stream()
                .skip(1)
                .map(line -> Text.of(line.split("\t", -1)[1]))
                .toList();
        assertThat(reviews).hasSize(5000);
        return reviews;
    }

    @Test
    void aVocabularyAloneGivesTheNumbersOfTheTokenizerBesideIt(@TempDir Path alone) throws IOException {
        Path model = Shared.path("vocab/bert-base-multilingual-cased");
        Files.copy(model.resolve("vocab.txt"), alone.resolve("vocab.txt"));
        List<Text> reviews = reviews();
        try (Tokenizer expected = Tokenizers.read(model);
                Tokenizer found = Tokenizers.read(alone)) {
            List<Encoding> theirs = expected.encode(reviews, LENGTH);
            List<Encoding> ours = found.encode(reviews, LENGTH);
            for (int i = 0; i < reviews.size(); i++) {
                assertThat(ours.get(i).ids())
                        .as("%s", reviews.get(i))
                        .isEqualTo(theirs.get(i).ids());
                assertThat(ours.get(i).types()).isEqualTo(theirs.get(i).types());
                assertThat(ours.get(i).words()).isEqualTo(theirs.get(i).words());
            }
            assertThat(found.vocabularySize())
                    .isEqualTo(expected.vocabularySize())
                    .isEqualTo(119547);
            assertThat(found.special()).isEqualTo(expected.special());
        }
    }

    @Test
    void koElectraKeepsSyllablesAndCase() throws IOException {
        try (Tokenizer tokenizer = Tokenizers.read(Shared.path("vocab/koelectra-v3"))) {
            assertThat(tokenizer.vocabularySize()).isEqualTo(35000);
            assertThat(tokenizer.special().mask()).hasValue(4);
            // 한국어 모델을 공유합니다. as the model's own page has it
            assertThat(tokens(tokenizer, "한국어 모델을 공유합니다."))
                    .containsExactly("[CLS]", "한국어", "모델", "##을", "공유", "##합니다", ".", "[SEP]");
            List<Text> reviews = reviews();
            long tokens = 0;
            long unknown = 0;
            for (Encoding encoding : tokenizer.encode(reviews, LENGTH)) {
                tokens += encoding.length();
                unknown += Arrays.stream(encoding.ids()).filter(id -> id == 1).count();
            }
            assertThat((double) unknown / tokens).isLessThan(0.02);
        }
    }

    private static List<String> tokens(Tokenizer tokenizer, String text) throws IOException {
        List<String> vocabulary = Files.readAllLines(Shared.path("vocab/koelectra-v3/vocab.txt"));
        Map<Integer, String> names = new HashMap<>();
        for (int i = 0; i < vocabulary.size(); i++) {
            assertThat(tokenizer.id(vocabulary.get(i))).hasValue(i);
            names.put(i, vocabulary.get(i));
        }
        return Arrays.stream(tokenizer
                        .encode(List.of(Text.of(text)), LENGTH)
                        .getFirst()
                        .ids())
                .mapToObj(id -> names.getOrDefault(id, "?"))
                .toList();
    }
}
