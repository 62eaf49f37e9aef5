package dev.graft.bench;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// A process to start.
///
/// @param command     program and arguments
/// @param environment variables beside those of this process
/// @param folder      where it runs
record Call(List<String> command, Map<String, String> environment, Path folder) {
    Call {
        command = List.copyOf(command);
        environment = Map.copyOf(environment);
    }

    /// With one more argument.
    Call withArgument(String argument) {
        List<String> more = new ArrayList<>(command);
        more.add(argument);
        return new Call(more, environment, folder);
    }

    /// With one more variable.
    Call with(String variable, String value) {
        Map<String, String> more = new HashMap<>(environment);
        more.put(variable, value);
        return new Call(command, more, folder);
    }
}
