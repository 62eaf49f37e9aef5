package dev.graft.torch;

/// A failure inside libtorch. The message is the first line of the native one, without C++ frames;
/// the whole text is in the cause.
public final class TorchException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public TorchException(String message, Throwable cause) {
        super(message, cause);
    }

    public TorchException(String message) {
        super(message);
    }

    /// Wraps what a native call threw. Exceptions that are not native ones come back unchanged.
    ///
    /// @param what what was being done, for the message: `"conv2d in layer1.0.conv1"`
    public static RuntimeException wrap(String what, RuntimeException failure) {
        if (failure instanceof TorchException || failure.getClass() != RuntimeException.class) {
            return failure;
        }
        return new TorchException(what + ": " + firstLine(String.valueOf(failure.getMessage())), failure);
    }

    private static String firstLine(String message) {
        int end = message.indexOf('\n');
        return (end < 0 ? message : message.substring(0, end)).strip();
    }
}
