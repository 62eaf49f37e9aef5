package dev.graft.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.graft.data.Task;
import dev.graft.text.Encoding;
import dev.graft.text.SpecialTokens;
import dev.graft.text.Text;
import dev.graft.text.Tokenizer;
import dev.graft.zoo.encoder.EncoderConfig;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TextModelConfigTest {
    private static final EncoderConfig THOUSAND =
            EncoderConfig.of("config.json", "{\"model_type\": \"bert\", \"vocab_size\": 1000}");

    /// Of which only its size counts.
    private record OfSize(int vocabularySize) implements Tokenizer {
        @Override
        public List<Encoding> encode(List<Text> texts, int maxLength) {
            return List.of();
        }

        @Override
        public OptionalInt id(String token) {
            return OptionalInt.empty();
        }

        @Override
        public SpecialTokens special() {
            throw new UnsupportedOperationException();
        }

        @Override
        public OptionalInt maxLength() {
            return OptionalInt.of(64);
        }

        @Override
        public void write(Path folder) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void close() {}
    }

    private static TextModelConfig of(Tokenizer tokenizer, int maxLength) {
        List<String> labels = List.of("good", "bad");
        return TextModelConfig.of(
                THOUSAND, tokenizer, Task.SINGLE_LABEL_CLASSIFICATION, labels, maxLength, Path.of("model"));
    }

    @Test
    void aTokenizerWithMoreTokensThanRowsIsAnotherModels() {
        assertThatThrownBy(() -> of(new OfSize(1001), 0))
                .hasMessageContaining("model: the tokenizer has 1001 tokens, expected at most 1000");
    }

    @Test
    void farFewerTokensAreDoubtedAndAFewAreNot() {
        Tokenizer padded = new OfSize(990);
        assertThat(of(padded, 0).doubt(padded)).isEmpty();
        Tokenizer another = new OfSize(300);
        assertThat(of(another, 0).doubt(another))
                .hasValueSatisfying(line -> assertThat(line).contains("300 tokens", "1000"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'' | LABEL_0,LABEL_1",
                "', \"num_labels\": 3' | LABEL_0,LABEL_1,LABEL_2",
                "', \"id2label\": {\"0\": \"no\", \"1\": \"yes\"}' | no,yes"
            })
    void outputsOfAClassifierWithoutNamesAreNumbered(String more, String labels) {
        EncoderConfig saved = EncoderConfig.of(
                "config.json",
                "{\"model_type\": \"bert\", \"vocab_size\": 1000,"
                        + " \"architectures\": [\"BertForSequenceClassification\"]" + more + "}");
        assertThat(TextModelConfig.saved(saved, new OfSize(1000), Path.of("model"))
                        .labels())
                .containsExactly(labels.split(",", -1));
    }

    @Test
    void aModelWithoutATaskHasNoOutputs() {
        assertThatThrownBy(() -> TextModelConfig.saved(THOUSAND, new OfSize(1000), Path.of("model")))
                .hasMessageContaining("the folder contains a model without a task");
    }

    @Test
    void textsAreAsLongAsModelAndTokenizerTake() {
        assertThat(of(new OfSize(1000), 0).maxLength()).isEqualTo(64);
        assertThat(of(new OfSize(1000), 200).maxLength()).isEqualTo(200);
        assertThatThrownBy(() -> of(new OfSize(1000), 600)).hasMessageContaining("expected at most 512");
    }
}
