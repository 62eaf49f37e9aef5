package dev.graft.text;

import java.util.OptionalInt;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/// What special tokens are called.
final class SpecialNames {
    private SpecialNames() {}

    /// The special tokens of a vocabulary: by the names that its files give them, or else by those that they usually
    /// have.
    static SpecialTokens find(Vocabulary vocabulary, TokenizerFolder files) {
        OptionalInt end = find(vocabulary, files, "sep_token", "[SEP]", "</s>");
        return new SpecialTokens(
                pad(vocabulary, files, end),
                find(vocabulary, files, "unk_token", "[UNK]", "<unk>"),
                find(vocabulary, files, "cls_token", "[CLS]", "<s>"),
                end,
                find(vocabulary, files, "mask_token", "[MASK]", "<mask>"));
    }

    /// Padding is masked out, so that any token can fill up texts where no token is meant for it.
    private static int pad(Vocabulary vocabulary, TokenizerFolder files, OptionalInt end) {
        OptionalInt named = files.special("pad_token").map(vocabulary::id).orElse(OptionalInt.empty());
        JsonNode said = files.model().path("pad_token_id");
        if (named.isPresent()) {
            return named.getAsInt();
        }
        return said.isInt() && said.intValue() >= 0 && said.intValue() < vocabulary.size()
                ? said.intValue()
                : find(vocabulary, files, "pad_token", "[PAD]", "<pad>").orElse(end.orElse(0));
    }

    private static OptionalInt find(Vocabulary vocabulary, TokenizerFolder files, String key, String... usual) {
        return Stream.concat(files.special(key).stream(), Stream.of(usual))
                .map(vocabulary::id)
                .filter(OptionalInt::isPresent)
                .findFirst()
                .orElse(OptionalInt.empty());
    }
}
