package dev.graft.text;

/// A text as a model takes it, special tokens included, without padding. The three arrays have the same length.
///
/// @param ids   of tokens, in the vocabulary
/// @param types 0 for the first text, 1 for the second
/// @param words which word a token is part of, counted from 0 through both texts; -1 for special tokens
public record Encoding(int[] ids, int[] types, int[] words) {
    public Encoding {
        if (types.length != ids.length || words.length != ids.length) {
            throw new IllegalArgumentException("encoding: expected arrays of one length, found " + ids.length + ", "
                    + types.length + " and " + words.length);
        }
    }

    /// Number of tokens.
    public int length() {
        return ids.length;
    }
}
