package dev.graft.bench;

/// A measured program did not do its work. The message is one line.
final class Failed extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Failed(String message) {
        super(message);
    }
}
