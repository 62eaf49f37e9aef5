package dev.graft.weights;

import dev.graft.text.Printable;
import dev.graft.torch.Tensors;
import java.util.Arrays;
import java.util.Collection;
import java.util.stream.Collectors;

/// Text from files in messages: one line, printable, of bounded length, whatever the file says.
final class Lines {
    private static final int NAME = 120;
    private static final int LINE = 1000;
    private static final int SHOWN = 3;

    private Lines() {}

    /// A name from a file.
    static String name(String text) {
        return printable(text, NAME);
    }

    /// A whole message.
    static String message(String text) {
        return printable(text, LINE);
    }

    /// `4 (a, b, c, …)`.
    static String some(Collection<String> names) {
        return names.size()
                + names.stream()
                        .limit(SHOWN)
                        .map(Lines::name)
                        .collect(Collectors.joining(", ", " (", names.size() > SHOWN ? ", …)" : ")"));
    }

    static String shape(long... shape) {
        return shape.length <= 8
                ? Tensors.describe(shape)
                : Tensors.describe(Arrays.copyOf(shape, 8)).replace("]", ", …]");
    }

    private static String printable(String text, int limit) {
        return Printable.line(text, limit);
    }
}
