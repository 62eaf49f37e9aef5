package dev.graft.weights;

import dev.graft.text.Printable;

/// A weights file is damaged, forbidden, or does not fit; the message says what, where, expected,
/// found, and what to do.
public final class WeightsException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public WeightsException(String message) {
        super(Printable.line(message));
    }

    public WeightsException(String message, Throwable cause) {
        super(Printable.line(message), cause);
    }
}
