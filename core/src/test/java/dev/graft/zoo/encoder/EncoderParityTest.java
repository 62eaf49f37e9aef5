package dev.graft.zoo.encoder;

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
}
