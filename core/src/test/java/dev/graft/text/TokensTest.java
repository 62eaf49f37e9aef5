package dev.graft.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TokensTest {
    private static final int SPECIAL = 3;

    @TempDir
    private Path folder;

    @Test
    void aPairKeepsAsMuchOfEachTextAsTheLibraryKeeps() {
        try (Tokenizer tokenizer = Tokenizers.ofVocabulary(Folders.TOKENS, false)) {
            tokenizer.write(folder);
        }
        for (int room = 0; room < 10; room++) {
            try (LibraryTokenizer library = LibraryTokenizer.read(folder, room + SPECIAL)) {
                for (int first = 0; first < 22; first++) {
                    for (int second = 0; second < 22; second++) {
                        int[] types = library.types(Text.pair("a ".repeat(first), "a ".repeat(second)));
                        int ofSecond = Arrays.stream(types).sum() - 1; // less the token at its end
                        assertThat(Tokens.longestFirst(first, second, room))
                                .as("%s and %s in %s", first, second, room)
                                .containsExactly(types.length - SPECIAL - ofSecond, ofSecond);
                    }
                }
            }
        }
    }

    @Test
    void manyTokensOfALongTextAreCutFromItsEnd() {
        try (Tokenizer tokenizer = Tokenizers.ofVocabulary(Folders.TOKENS, false)) {
            Encoding cut = tokenizer
                    .encode(List.of(Text.of("영화였다 ".repeat(10_000))), 5)
                    .getFirst();
            assertThat(cut.ids()).containsExactly(2, 7, 8, 7, 3);
            assertThat(cut.words()).containsExactly(-1, 0, 0, 1, -1);
        }
    }
}
