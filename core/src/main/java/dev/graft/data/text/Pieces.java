package dev.graft.data.text;

import dev.graft.text.Encoding;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/// Cuts a long text into pieces.
final class Pieces {
    private Pieces() {}

    /// Adds the pieces of a text, or the text itself where it is short enough.
    ///
    /// @param maxLength tokens of a piece at most
    static void add(Encoding encoding, int maxLength, List<Encoding> into) {
        if (encoding.length() <= maxLength) {
            into.add(encoding);
            return;
        }
        int[] words = encoding.words();
        int from = 0;
        while (from < words.length && words[from] < 0) {
            from++; // special tokens before the text
        }
        int end = words.length;
        while (end > from && words[end - 1] < 0) {
            end--; // and behind it
        }
        int special = from + words.length - end;
        int room = maxLength - special;
        if (room < 1) {
            throw new IllegalArgumentException(
                    "tokens of a piece: expected more than its " + special + " special tokens, found " + maxLength);
        }
        int before = from;
        int behind = end;
        while (from < end) {
            int to = to(words, from, Math.min(end, from + room), end);
            into.add(piece(encoding, before, from, to, behind));
            from = to;
        }
    }

    /// Where a piece ends: before a word that does not fit in whole, unless it is longer than a piece.
    private static int to(int[] words, int from, int most, int end) {
        int to = most;
        while (to < end && to > from && words[to] == words[to - 1]) {
            to--;
        }
        return to == from ? most : to;
    }

    private static Encoding piece(Encoding encoding, int before, int from, int to, int behind) {
        int[] places = IntStream.concat(
                        IntStream.concat(IntStream.range(0, before), IntStream.range(from, to)),
                        IntStream.range(behind, encoding.length()))
                .toArray();
        return new Encoding(at(encoding.ids(), places), at(encoding.types(), places), at(encoding.words(), places));
    }

    private static int[] at(int[] values, int[] places) {
        return Arrays.stream(places).map(place -> values[place]).toArray();
    }
}
