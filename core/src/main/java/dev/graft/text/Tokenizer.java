package dev.graft.text;

import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;

/// Cuts texts into the tokens of one model. May be used by several threads at once.
public interface Tokenizer extends AutoCloseable {
    /// Encodes many texts at once.
    ///
    /// @param maxLength tokens at most, special ones included: a longer text loses its end, of a pair the longer
    ///     one loses first (HuggingFace's `longest_first`)
    List<Encoding> encode(List<Text> texts, int maxLength);

    /// Tokens in the vocabulary, added ones included; an embedding needs at least as many rows.
    int vocabularySize();

    /// The number of a token, if the vocabulary has it.
    OptionalInt id(String token);

    SpecialTokens special();

    /// Most tokens that the model's files say it takes; empty if they do not say.
    OptionalInt maxLength();

    /// Writes the files from which the same tokenizer can be read again, as HuggingFace names them.
    void write(Path folder);

    @Override
    void close();
}
