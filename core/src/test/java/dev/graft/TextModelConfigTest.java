package dev.graft;

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

    @Test
    void textsAreAsLongAsModelAndTokenizerTake() {
        assertThat(of(new OfSize(1000), 0).maxLength()).isEqualTo(64);
        assertThat(of(new OfSize(1000), 200).maxLength()).isEqualTo(200);
        assertThatThrownBy(() -> of(new OfSize(1000), 600)).hasMessageContaining("expected at most 512");
    }
}
