package dev.graft.data.alike;

import java.util.Arrays;
import java.util.function.IntConsumer;

/// Which texts have a gram.
final class Postings {
    private static final int NONE = -1;

    private final int[] newest;
    private final long[] grams;
    private final int[] texts;
    private final int[] before;
    private int size;

    /// @param most that will be added
    Postings(int most) {
        this.newest = new int[Math.max(2, Integer.highestOneBit(Math.max(1, most)) << 1)];
        this.grams = new long[most];
        this.texts = new int[most];
        this.before = new int[most];
        Arrays.fill(newest, NONE);
    }

    void add(long gram, int text) {
        int place = place(gram);
        grams[size] = gram;
        texts[size] = text;
        before[size] = newest[place];
        newest[place] = size++;
    }

    /// Texts that have it, those first that were added last.
    void last(long gram, int most, IntConsumer text) {
        int told = 0;
        for (int at = newest[place(gram)]; at != NONE && told < most; at = before[at]) {
            if (grams[at] == gram) {
                text.accept(texts[at]);
                told++;
            }
        }
    }

    private int place(long gram) {
        return (int) (gram ^ gram >>> Integer.SIZE) & (newest.length - 1);
    }
}
