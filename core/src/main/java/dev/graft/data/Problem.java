package dev.graft.data;

/// A picture that is left out.
///
/// @param where  the file, or the row of a table
/// @param reason why, in a few words
public record Problem(String where, String reason) {
    @Override
    public String toString() {
        return where + ": " + reason;
    }
}
