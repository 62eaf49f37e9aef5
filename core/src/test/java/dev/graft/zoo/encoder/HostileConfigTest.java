package dev.graft.zoo.encoder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.graft.nn.Network;
import dev.graft.testing.NeedsShared;
import dev.graft.testing.Shared;
import dev.graft.torch.Device;
import dev.graft.weights.WeightsException;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What a configuration says is checked before anything of that size is made.
class HostileConfigTest {
    private static final String BERT = """
            {"model_type": "bert", "hidden_size": 32, "intermediate_size": 64, "num_hidden_layers": 2,
             "num_attention_heads": 4, "vocab_size": 120, "max_position_embeddings": 40}""";

    private static ThrowingCallable creating(String config) {
        return () -> {
            try (Network network = Encoders.create(
                    EncoderConfig.of("config.json", config), EncoderHead.classification(2), Device.CPU)) {
                assertThat(network).isNotNull();
            }
        };
    }

    @ParameterizedTest
    @CsvSource({
        "'\"num_hidden_layers\": 2', '\"num_hidden_layers\": 1000000', num_hidden_layers: expected at most 1000",
        "'\"vocab_size\": 120', '\"vocab_size\": 2000000000', vocab_size: expected at most",
        "'\"max_position_embeddings\": 40', '\"max_position_embeddings\": 2147483647', max_position_embeddings",
        "'\"hidden_size\": 32', '\"hidden_size\": -32', hidden_size: expected a whole number above 0",
        "'\"hidden_size\": 32', '\"hidden_size\": 33', 33 and 4 heads",
        "'\"hidden_size\": 32', '\"hidden_size\": 16000000', this machine has",
        "'\"num_attention_heads\": 4', '\"num_attention_heads\": 0', num_attention_heads",
    })
    void isRefusedInOneLine(String was, String is, String said) {
        long before = System.nanoTime();
        assertThat(BERT).contains(was);
        assertThatThrownBy(creating(BERT.replace(was, is)))
                .isInstanceOf(WeightsException.class)
                .hasMessageStartingWith("config.json: ")
                .hasMessageContaining(said)
                .hasMessageNotContaining("\n");
        assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(2));
    }

    /// What stands in the file is shown in part only, and of what only one family has nothing is allocated either.
    @Test
    void longValuesAndFarPositionsToo() {
        String deberta =
                BERT.replace("\"bert\"", "\"deberta-v2\", \"relative_attention\": true, \"pos_att_type\": \"p2c|c2p\"");
        String list = "[" + "\"c2p\",".repeat(5000) + "\"c2p\"]";
        assertThatThrownBy(creating(BERT.replace("\"vocab_size\": 120", "\"vocab_size\": " + list)))
                .isInstanceOf(WeightsException.class)
                .satisfies(e -> assertThat(String.valueOf(e.getMessage())).hasSizeLessThan(200));
        assertThatThrownBy(creating(BERT.replace("\"bert\"", "\"" + "bert".repeat(5000) + "\"")))
                .isInstanceOf(WeightsException.class)
                .satisfies(e -> assertThat(String.valueOf(e.getMessage())).hasSizeLessThan(300));
        for (String key : List.of("position_buckets", "max_relative_positions")) {
            assertThatThrownBy(creating(deberta.replace("}", ", \"" + key + "\": 2147483647}")))
                    .isInstanceOf(WeightsException.class)
                    .hasMessageContaining(key + ": expected at most 65536, found 2147483647");
        }
        assertThatThrownBy(creating(deberta.replace("\"p2c|c2p\"", "[\"p2c\", [\"c2p\"]]")))
                .isInstanceOf(WeightsException.class)
                .hasMessageContaining("pos_att_type: expected words, found [\"c2p\"] among them");
    }

    @Test
    void theEstimateIsNearTheTruth() {
        try (Network network =
                Encoders.create(EncoderConfig.of("config.json", BERT), EncoderHead.classification(2), Device.CPU)) {
            assertThat(EncoderConfig.of("config.json", BERT).parameters())
                    .isBetween(
                            0.8 * network.params().parameterCount(),
                            1.2 * network.params().parameterCount());
        }
    }

    @Test
    @NeedsShared("cases/drills/config-hostile.json")
    void drill() throws IOException {
        assertThatThrownBy(creating(Files.readString(Shared.path("cases/drills/config-hostile.json"))))
                .isInstanceOf(WeightsException.class)
                .hasMessageNotContaining("\n");
    }
}
