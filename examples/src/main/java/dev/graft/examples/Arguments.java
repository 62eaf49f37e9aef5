package dev.graft.examples;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What an example was started with: `DATA --name value …`, all of it optional.
record Arguments(Optional<Path> data, Map<String, String> options) {

    /// @param names the options there are
    /// @throws IllegalArgumentException if there is another, one without a value, or a second DATA
    static Arguments of(String[] args, String... names) {
        Optional<Path> data = Optional.empty();
        Map<String, String> options = new HashMap<>();
        for (int i = 0; i < args.length; i++) {
            if (!args[i].startsWith("--")) {
                if (data.isPresent()) {
                    throw new IllegalArgumentException("expected one DATA, found " + data.get() + " and " + args[i]);
                }
                data = Optional.of(Path.of(args[i]));
            } else if (!List.of(names).contains(args[i].substring(2))) {
                throw new IllegalArgumentException(
                        "expected an option of --" + String.join(", --", names) + ", found " + args[i]);
            } else if (i + 1 == args.length) {
                throw new IllegalArgumentException(args[i] + ": expected a value after it, found none");
            } else {
                options.put(args[i].substring(2), args[++i]);
            }
        }
        return new Arguments(data, Map.copyOf(options));
    }

    String text(String name, String otherwise) {
        return options.getOrDefault(name, otherwise);
    }

    int number(String name, int otherwise) {
        String text = text(name, Integer.toString(otherwise));
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("--" + name + ": expected a whole number, found '" + text + "'", e);
        }
    }

    Path path(String name, String otherwise) {
        return Path.of(text(name, otherwise));
    }
}
