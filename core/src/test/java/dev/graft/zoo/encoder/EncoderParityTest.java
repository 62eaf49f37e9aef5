package dev.graft.zoo.encoder;

import dev.graft.testing.Golden;
import dev.graft.testing.NeedsShared;
import dev.graft.testing.Shared;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Every family of encoders computes what PyTorch computes.
class EncoderParityTest {
    @NeedsShared("parity/text")
    @ParameterizedTest
    @ValueSource(strings = {"Bert", "Roberta", "DistilBert", "Electra"})
    void classifiesAsPyTorchDoes(String family) {
        new EncoderReference(Shared.json("parity/text/" + family + "ForSequenceClassification.json")).check();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Bert-multilabel",
                "Bert-regression",
                "Bert-regression2",
                "XLMRoberta",
                "Albert",
                "Albert-groups",
                "DebertaV2-v3",
                "DebertaV2-v2",
                "DebertaV2-apart",
                "ModernBert-cls",
                "ModernBert-mean",
                "ModernBert-biases"
            })
    void classifiesAsTransformersDoes(String name) {
        int family = name.indexOf('-') < 0 ? name.length() : name.indexOf('-');
        String file = name.substring(0, family) + "ForSequenceClassification" + name.substring(family);
        new EncoderReference(Golden.json("text/" + file + ".json")).check();
    }

    @ParameterizedTest
    @ValueSource(strings = {"Bert", "Albert", "DebertaV2", "ModernBert"})
    void guessesHiddenTokensAsTransformersDoes(String family) {
        new EncoderReference(Golden.json("text/" + family + "ForMaskedLM.json")).check();
    }
}
