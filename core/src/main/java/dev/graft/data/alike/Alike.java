package dev.graft.data.alike;

/// Two examples that are nearly the same.
///
/// @param first    position of the one that comes first
/// @param second   position of the other
/// @param likeness 1 for the same, 0 for examples that have nothing to do with each other
public record Alike(int first, int second, double likeness) {
    public Alike {
        if (first < 0 || first >= second) {
            throw new IllegalArgumentException(
                    "alike: expected two positions in order, found " + first + ", " + second);
        }
    }
}
