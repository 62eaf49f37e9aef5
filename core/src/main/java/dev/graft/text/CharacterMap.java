package dev.graft.text;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.BitSet;
import java.util.Deque;

/// Sentencepiece's table of characters: a trie over bytes of UTF-8 in one array (a double array, as Darts-clone makes
/// it), and the texts that its leaves point into, with a zero after each.
///
/// @param units of the trie, four bytes each, the lowest first
/// @param texts in UTF-8
record CharacterMap(ByteBuffer units, ByteBuffer texts) {
    private static final int LAST_BYTE = 0xF4; // UTF-8 has none above

    static CharacterMap of(ByteBuffer units, ByteBuffer texts) {
        return new CharacterMap(units, texts.slice());
    }

    /// Whether no text of any letters leads out of the array, or to a text that has no end.
    boolean isWithin() {
        int count = units.remaining() / Integer.BYTES;
        BitSet seen = new BitSet(count);
        Deque<Integer> waiting = new ArrayDeque<>();
        int root = offset(unit(0));
        if (root < 0 || root >= count) {
            return false;
        }
        waiting.add(root);
        seen.set(root);
        while (!waiting.isEmpty()) {
            int node = waiting.remove();
            for (int next = 1; next <= LAST_BYTE; next++) {
                int child = node ^ next;
                if (child >= count) {
                    return false;
                }
                int unit = unit(child);
                if ((unit & 0x800000FF) != next) {
                    continue;
                }
                int below = child ^ offset(unit);
                if (below < 0 || below >= count || hasLeaf(unit) && !isText(unit(below) & Integer.MAX_VALUE)) {
                    return false;
                }
                if (!seen.get(below)) {
                    seen.set(below);
                    waiting.add(below);
                }
            }
        }
        return true;
    }

    private int unit(int index) {
        return units.getInt(units.position() + index * Integer.BYTES);
    }

    private static boolean hasLeaf(int unit) {
        return (unit >>> 8 & 1) == 1;
    }

    private static int offset(int unit) {
        return unit >>> 10 << ((unit & 1 << 9) >>> 6);
    }

    /// Whether a text begins there, and ends.
    private boolean isText(int at) {
        if (at >= texts.limit() || (texts.get(at) & 0xC0) == 0x80) {
            return false;
        }
        for (int i = at; i < texts.limit(); i++) {
            if (texts.get(i) == 0) {
                return true;
            }
        }
        return false;
    }
}
