package dev.graft.text;

/// What a number has to be between, said in one line before anything is allocated for it.
public final class Bounds {
    private Bounds() {}

    /// @param what  its name, as the line begins
    /// @param least smallest that is allowed
    /// @param most  greatest that is allowed
    /// @throws IllegalArgumentException if `found` is not between them
    public static void require(String what, long found, long least, long most) {
        if (found < least || found > most) {
            throw new IllegalArgumentException(what + ": expected " + least + " to " + most + ", found " + found);
        }
    }
}
