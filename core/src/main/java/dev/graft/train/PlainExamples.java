package dev.graft.train;

import dev.graft.data.IndexedSource;

/// What a head is solved on: the training examples as they are when a model is asked, without chance, and which of them
/// are held back together.
///
/// @param source      in the order of the data set
/// @param folds       of each example of the data set, from 0; all 0 where nothing can be held back
/// @param randomViews of each training example, which are learned from beside those without chance
public record PlainExamples(IndexedSource source, int[] folds, int randomViews) {
    /// As many as are usual: scikit-learn's.
    public static final int FOLDS = 5;

    /// @throws IllegalArgumentException if there are not as many folds as examples, or a number is below 0
    public PlainExamples {
        folds = folds.clone();
        if (folds.length != source.size() || randomViews < 0) {
            throw new IllegalArgumentException("plain examples: expected a fold for each of " + source.size()
                    + " and 0 or more random views, found " + folds.length + " and " + randomViews);
        }
    }
}
