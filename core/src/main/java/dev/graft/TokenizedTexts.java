package dev.graft;

import dev.graft.data.text.Encodings;
import dev.graft.data.text.TextDataset;
import dev.graft.data.text.TextItem;
import dev.graft.data.text.TextLoader;
import dev.graft.data.text.TextSplits;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What a model is trained on and judged by, as its tokens: made once, when first needed.
public final class TokenizedTexts {
    private final TextClassifier model;
    private final TextSplits data;
    private @Nullable Encodings training;
    private @Nullable Encodings validation;

    TokenizedTexts(TextClassifier model, TextSplits data) {
        this.model = model;
        this.data = data;
    }

    /// In the data set's order, unless told otherwise.
    TextLoader training(int batch) {
        return loader(data.train(), trainingTokens(), batch);
    }

    /// By length.
    TextLoader validation(int batch) {
        return loader(data.validation(), validationTokens(), batch);
    }

    private static TextLoader loader(TextDataset texts, Encodings tokens, int batch) {
        return new TextLoader(texts, tokens, batch, false, 0, true);
    }

    /// Says how many texts are longer than the model is given of them; empty where none is.
    Optional<String> cut() {
        int most = model.maxLength();
        long many = longTexts(trainingTokens(), most) + longTexts(validationTokens(), most);
        int all = data.train().size() + data.validation().size();
        return many == 0
                ? Optional.empty()
                : Optional.of(String.format(
                        Locale.ROOT,
                        "%,d of %,d texts to learn from and to validate with have %,d tokens or more; what is beyond is"
                                + " not read (--max-length)",
                        many,
                        all,
                        most));
    }

    private static long longTexts(Encodings tokens, int most) {
        return Arrays.stream(tokens.lengths()).filter(length -> length >= most).count();
    }

    private synchronized Encodings trainingTokens() {
        Encodings made = training == null ? tokens(data.train()) : training;
        training = made;
        return made;
    }

    private synchronized Encodings validationTokens() {
        Encodings made = validation == null ? tokens(data.validation()) : validation;
        validation = made;
        return made;
    }

    private Encodings tokens(TextDataset texts) {
        return Encodings.of(texts.items().stream().map(TextItem::text).toList(), model.tokenizer(), model.maxLength());
    }
}
