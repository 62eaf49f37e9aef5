package dev.graft.app;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;

/// Which options stand on the command line, and were not left to their defaults.
final class Given {
    private Given() {}

    /// Of those that are fields of `arguments`, by their long names.
    static Stream<String> of(CommandSpec command, Class<?> arguments) {
        List<String> own = Arrays.stream(arguments.getDeclaredFields())
                .map(field -> field.getAnnotation(Option.class))
                .filter(Objects::nonNull)
                .map(option -> option.names()[0])
                .toList();
        return all(command).filter(own::contains);
    }

    /// All of them, by their long names.
    static Stream<String> all(CommandSpec command) {
        return command.commandLine().getParseResult().matchedOptions().stream().map(OptionSpec::longestName);
    }
}
