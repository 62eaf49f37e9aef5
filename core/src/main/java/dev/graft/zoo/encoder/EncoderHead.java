package dev.graft.zoo.encoder;

/// What an encoder ends in.
public sealed interface EncoderHead {
    /// Logits of a whole text, `[N, outputs]`: HuggingFace's `…ForSequenceClassification`.
    ///
    /// @param outputs   at least 1
    /// @param newPooler whether what stands between the encoder and the last layer is new, too, because the weights
    ///     lack it. It belongs to the head then
    record Classification(int outputs, boolean newPooler) implements EncoderHead {
        public Classification {
            if (outputs < 1) {
                throw new IllegalArgumentException("classification: expected at least 1 output, found " + outputs);
            }
        }
    }

    /// Logits of a whole text, `[N, outputs]`, by one linear layer over a vector that is pooled from those of its
    /// tokens,
    /// as sentence-transformers makes it.
    ///
    /// @param outputs    at least 1
    /// @param pooling    how the vectors of tokens become one
    /// @param normalized whether its length is made 1
    record Pooled(int outputs, Pooling pooling, boolean normalized) implements EncoderHead {
        public Pooled {
            if (outputs < 1) {
                throw new IllegalArgumentException("classification: expected at least 1 output, found " + outputs);
            }
        }
    }

    /// Logits of hidden tokens, `[M, vocabulary]`: HuggingFace's `…ForMaskedLM`. The last layer shares its weight with
    /// the word embedding.
    record MaskedLanguageModel() implements EncoderHead {}

    static EncoderHead classification(int outputs) {
        return new Classification(outputs, false);
    }

    static EncoderHead maskedLanguageModel() {
        return new MaskedLanguageModel();
    }
}
