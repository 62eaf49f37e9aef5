package dev.graft.data.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.graft.text.Encoding;
import dev.graft.text.Text;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PiecesTest {
    @ParameterizedTest
    @ValueSource(ints = {3, 4, 5, 6, 7, 9, 100})
    void nothingIsLostAndNoneIsTooLong(int maxLength) {
        List<Text> texts =
                List.of(Text.of("abcdefghijk lm nopqrstu v w xyz"), Text.of("abc"), Text.of("a b c d e f g"));
        List<Encoding> whole = new ToyTokenizer().encode(texts, 1000);
        List<Encoding> pieces =
                Encodings.pieces(texts, new ToyTokenizer(), maxLength).all();
        assertThat(ordinary(pieces)).isEqualTo(ordinary(whole));
        assertThat(pieces).allSatisfy(piece -> {
            assertThat(piece.length()).isLessThanOrEqualTo(maxLength);
            assertThat(piece.ids()[0]).isEqualTo(ToyTokenizer.START);
            assertThat(piece.ids()[piece.length() - 1]).isEqualTo(ToyTokenizer.END);
        });
    }

    @Test
    void wordsStayWhole() {
        List<Text> texts = List.of(Text.of("abcdef ghijkl mnopqr"));
        assertThat(Encodings.pieces(texts, new ToyTokenizer(), 5).all())
                .extracting(Encoding::length)
                .containsExactly(4, 4, 4);
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 1, 0, -5})
    void aPieceHasRoomForMoreThanSpecialTokens(int maxLength) {
        assertThatThrownBy(() -> Encodings.pieces(List.of(Text.of("a b c")), new ToyTokenizer(), maxLength))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("tokens of a piece: expected more than its 2 special tokens, found " + maxLength);
    }

    private static List<Integer> ordinary(List<Encoding> encodings) {
        List<Integer> ids = new ArrayList<>();
        for (Encoding encoding : encodings) {
            for (int i = 0; i < encoding.length(); i++) {
                if (encoding.words()[i] >= 0) {
                    ids.add(encoding.ids()[i]);
                }
            }
        }
        return ids;
    }
}
