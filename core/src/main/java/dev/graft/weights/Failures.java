package dev.graft.weights;

import java.net.ConnectException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;

/// What exceptions of the JDK mean, in words: several of them have a path for a message.
final class Failures {
    private Failures() {}

    static String reason(Throwable failure) {
        return switch (failure) {
            case NoSuchFileException e -> "there is no such file or folder";
            case AccessDeniedException e -> "access is denied";
            case FileSystemException e when e.getReason() != null -> e.getReason();
            case ConnectException e when e.getMessage() == null -> "no connection";
            default -> {
                String message = failure.getMessage();
                // native failures go on with C++ frames
                yield message == null
                        ? failure.getClass().getSimpleName()
                        : message.lines().findFirst().orElse("").strip();
            }
        };
    }
}
