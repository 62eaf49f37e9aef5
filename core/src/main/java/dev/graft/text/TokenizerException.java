package dev.graft.text;

/// Something is wrong with a tokenizer's files; the message says what, where, and what to do.
public final class TokenizerException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /// A damaged file may hold a whole vocabulary where a number was expected.
    private static final int MOST = 1000;

    public TokenizerException(String message) {
        super(Printable.line(message, MOST));
    }

    public TokenizerException(String message, Throwable cause) {
        super(Printable.line(message, MOST), cause);
    }
}
