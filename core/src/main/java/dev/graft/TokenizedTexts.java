package dev.graft;

import dev.graft.data.Dataset;
import dev.graft.data.Splits;
import dev.graft.data.text.TextLoader;
import dev.graft.text.Text;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What a model is trained on and judged by, as its tokens: made once, when first needed.
public final class TokenizedTexts {
    private final TextClassifier model;
    private final Splits<Text> data;
    private @Nullable TextLoader training;
    private @Nullable TextLoader validation;

    TokenizedTexts(TextClassifier model, Splits<Text> data) {
        this.model = model;
        this.data = data;
    }

    /// By length, one in a batch, unless told otherwise.
    synchronized TextLoader training() {
        TextLoader made = training == null ? tokenized(data.train()) : training;
        training = made;
        return made;
    }

    /// By length, one in a batch, unless told otherwise.
    synchronized TextLoader validation() {
        TextLoader made = validation == null ? tokenized(data.validation()) : validation;
        validation = made;
        return made;
    }

    private TextLoader tokenized(Dataset<Text> texts) {
        return TextLoader.of(texts, model.tokenizer(), 1, model.maxLength());
    }

    /// Says how many texts are longer than the model is given of them; empty where none is.
    Optional<String> cut() {
        int most = model.maxLength();
        long cut = atLeast(most, training()) + atLeast(most, validation());
        return cut == 0
                ? Optional.empty()
                : Optional.of(String.format(
                        Locale.ROOT,
                        "%,d of %,d texts to learn from and to validate with have %,d tokens or more; what is beyond is"
                                + " not read (--max-length)",
                        cut,
                        data.train().size() + data.validation().size(),
                        most));
    }

    private static long atLeast(int tokens, TextLoader texts) {
        return Arrays.stream(texts.lengths()).filter(length -> length >= tokens).count();
    }
}
