package dev.graft.text;

import static org.assertj.core.api.Assertions.assertThat;

import dev.graft.testing.Golden;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/// Folders without a tokenizer.json against what transformers makes of them; see golden/tokenizers/export.py.
class GoldenTokensTest {
    @TempDir
    private Path folder;

    static Stream<String> names() {
        return cases().map(one -> one.path("name").stringValue());
    }

    private static Stream<JsonNode> cases() {
        return Golden.json("tokenizers/values.json").path("cases").valueStream();
    }

    @ParameterizedTest
    @MethodSource("names")
    void tokensAreThoseOfTransformers(String name) {
        JsonNode expected = cases().filter(one -> one.path("name").stringValue().equals(name))
                .findFirst()
                .orElseThrow();
        try (Tokenizer tokenizer = Tokenizers.read(Folders.golden(folder, name))) {
            assertThat(expected.path("encodings").size()).isGreaterThan(50);
            for (JsonNode encoding : expected.path("encodings")) {
                check(tokenizer, encoding);
            }
            assertThat(tokenizer.vocabularySize())
                    .isEqualTo(expected.path("size").intValue());
            check(tokenizer.special(), expected.path("special"));
        }
    }

    private static void check(Tokenizer tokenizer, JsonNode expected) {
        JsonNode texts = expected.path("texts");
        String first = texts.path(0).stringValue();
        Text text = texts.size() == 2 ? Text.pair(first, texts.path(1).stringValue()) : Text.of(first);
        int[] ids = ints(expected.path("ids"));
        Encoding found = tokenizer
                .encode(List.of(text), expected.path("max_length").intValue())
                .getFirst();
        assertThat(found.ids()).as("ids of %s", expected).isEqualTo(ids);
        int[] types = ints(expected.path("types"));
        assertThat(found.types()).as("types of %s", expected).isEqualTo(types);
        assertThat(found.words()).as("words of %s", expected).isEqualTo(through(ints(expected.path("words"))));
    }

    /// transformers counts the words of each text from 0; after the second special token comes the second text.
    private static int[] through(int[] words) {
        int ofFirst = 0;
        int specials = 0;
        int[] through = words.clone();
        for (int i = 0; i < words.length; i++) {
            specials += words[i] < 0 ? 1 : 0;
            if (specials < 2) {
                ofFirst = Math.max(ofFirst, words[i] + 1);
            } else if (words[i] >= 0) {
                through[i] += ofFirst;
            }
        }
        return through;
    }

    private static void check(SpecialTokens found, JsonNode expected) {
        assertThat(found)
                .isEqualTo(new SpecialTokens(
                        expected.path("pad").intValue(),
                        OptionalInt.of(expected.path("unk").intValue()),
                        OptionalInt.of(expected.path("cls").intValue()),
                        OptionalInt.of(expected.path("sep").intValue()),
                        OptionalInt.of(expected.path("mask").intValue())));
    }

    private static int[] ints(JsonNode array) {
        return IntStream.range(0, array.size())
                .map(i -> array.path(i).intValue())
                .toArray();
    }
}
