package dev.graft.app;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.Charset;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Standard output that remembers why it could not be written. Java's own keeps that to itself, so that results would
/// be lost on a full disk and the command would end as if all were well.
final class StandardOutput extends OutputStream {
    private static volatile @Nullable IOException failure;

    private final OutputStream file = new FileOutputStream(FileDescriptor.out);

    private StandardOutput() {}

    /// Takes the place of `System.out`.
    static void install() {
        Charset charset = System.out.charset();
        System.setOut(new PrintStream(new StandardOutput(), false, charset));
    }

    /// Something was to be written and could not be: nobody will read the rest, and the command ends.
    static final class Lost extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Lost() {
            super(reason());
        }

        private static String reason() {
            IOException known = failure;
            return "standard output cannot be written" + (known == null ? "" : ": " + known.getMessage());
        }

        /// Whether the reader went away, as `head` does once it has its lines: that is no mistake of anybody's.
        boolean isReaderGone() {
            IOException known = failure;
            String reason =
                    known == null ? "" : String.valueOf(known.getMessage()).toLowerCase(Locale.ROOT);
            return reason.contains("broken pipe") || reason.contains("pipe is being closed");
        }
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        try {
            file.write(bytes, offset, length);
        } catch (IOException e) {
            failure = e;
            throw e;
        }
    }
}
