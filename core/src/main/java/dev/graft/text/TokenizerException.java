package dev.graft.text;

/// Something is wrong with a tokenizer's files; the message says what, where, and what to do.
public final class TokenizerException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public TokenizerException(String message) {
        super(Printable.line(message));
    }

    public TokenizerException(String message, Throwable cause) {
        super(Printable.line(message), cause);
    }
}
