package dev.graft.data;

/// What examples are.
public enum Kind {
    IMAGE("image", 32, 0),
    TEXT("text", 16, 1); // as HuggingFace's Trainer clips

    private final String noun;
    private final int usualBatch;
    private final double usualClip;

    Kind(String noun, int usualBatch, double usualClip) {
        this.noun = noun;
        this.usualBatch = usualBatch;
        this.usualClip = usualClip;
    }

    /// What one is called: `image`.
    public String noun() {
        return noun;
    }

    /// Examples in a batch where nothing is said.
    public int usualBatch() {
        return usualBatch;
    }

    /// Greatest norm of the gradients where nothing is said; 0 for any.
    public double usualClip() {
        return usualClip;
    }
}
