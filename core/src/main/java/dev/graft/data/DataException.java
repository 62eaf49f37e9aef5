package dev.graft.data;

import dev.graft.text.Printable;

/// Something is wrong with the user's data; the message says what, where, and what to do.
public final class DataException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public DataException(String message) {
        super(Printable.line(message));
    }

    public DataException(String message, Throwable cause) {
        super(Printable.line(message), cause);
    }
}
