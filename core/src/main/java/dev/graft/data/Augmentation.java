package dev.graft.data;

/// How much a training image is changed each time it is seen, in one word.
public enum Augmentation {
    /// Not at all: what evaluation does.
    NONE,
    /// A crop of 70 to 100% of the area, a flip, a rotation of up to 10 degrees: for images that have a
    /// right way up and few examples.
    LIGHT,
    /// A crop of 35 to 100% of the area, a flip, one change of `TrivialAugmentWide`, and every fourth time
    /// an erased rectangle: for longer training.
    STRONG
}
