package dev.graft.data;

/// What examples are.
public enum Kind {
    IMAGE("image"),
    TEXT("text");

    private final String noun;

    Kind(String noun) {
        this.noun = noun;
    }

    /// What one is called: `image`.
    public String noun() {
        return noun;
    }
}
