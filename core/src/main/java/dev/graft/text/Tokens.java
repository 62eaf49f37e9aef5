package dev.graft.text;

import java.util.Arrays;

/// What the library made of a text or a pair, special tokens included, before it is cut to length.
///
/// @param ids   of tokens
/// @param types of tokens, as the model's template has them
/// @param words which word of its text a token is part of; -1 for special tokens
/// @param texts which text a token is of, 0 or 1; -1 for special tokens
record Tokens(long[] ids, long[] types, long[] words, long[] texts) {
    /// At most so many tokens, special ones included. Special tokens stand around texts whatever is in these, so it is
    /// the same to leave out the end of a text before or after they are put there.
    Encoding cut(int maxLength) {
        int first = count(0);
        int second = count(1);
        int special = ids.length - first - second;
        if (special > maxLength) {
            throw new IllegalArgumentException("tokens of a text: expected at least " + special
                    + ", which the special tokens take, found " + maxLength);
        }
        int[] kept = longestFirst(first, second, maxLength - special);
        int length = kept[0] + kept[1] + special;
        int[] keptIds = new int[length];
        int[] keptTypes = new int[length];
        int[] keptWords = new int[length];
        int wordsOfFirst = 0;
        int next = 0;
        for (int i = 0; i < ids.length; i++) {
            int text = (int) texts[i];
            if (text >= 0 && kept[text]-- <= 0) {
                continue;
            }
            int word = text < 0 ? -1 : (int) words[i];
            if (text == 0) {
                wordsOfFirst = Math.max(wordsOfFirst, word + 1);
            }
            keptIds[next] = (int) ids[i];
            keptTypes[next] = (int) types[i];
            keptWords[next] = text == 1 && word >= 0 ? word + wordsOfFirst : word;
            next++;
        }
        return new Encoding(keptIds, keptTypes, keptWords);
    }

    private int count(int text) {
        return (int) Arrays.stream(texts).filter(of -> of == text).count();
    }

    /// How many tokens of each of two texts are kept: the longer one gives first, and if that is not enough, they share
    /// evenly. As `truncate_encodings` of tokenizers 0.21 has it.
    static int[] longestFirst(int first, int second, int room) {
        int shorter = Math.min(first, second);
        if (first + second <= room) {
            return new int[] {first, second};
        }
        int longer = shorter > room ? shorter : Math.max(shorter, room - shorter);
        if (shorter + longer > room) {
            shorter = room / 2;
            longer = shorter + room % 2;
        }
        return first > second ? new int[] {longer, shorter} : new int[] {shorter, longer};
    }
}
