package dev.graft.data;

import dev.graft.text.Printable;

/// Something is wrong with the user's data; the message says what, where, and what to do.
public final class DataException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /// A name may be as long as a damaged file makes it.
    private static final int MOST = 1500;

    public DataException(String message) {
        super(Printable.line(message, MOST));
    }

    public DataException(String message, Throwable cause) {
        super(Printable.line(message, MOST), cause);
    }
}
