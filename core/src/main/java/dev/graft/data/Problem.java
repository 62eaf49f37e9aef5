package dev.graft.data;

/// An example that is left out.
///
/// @param where  the file, or the row or line of one
/// @param reason why, in a few words
public record Problem(String where, String reason) {
    @Override
    public String toString() {
        return where + ": " + reason;
    }
}
