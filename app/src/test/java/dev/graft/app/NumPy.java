package dev.graft.app;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;

/// NumPy itself, to read arrays with: the test runs where `/usr/bin/python3`, or `GRAFT_PYTHON`, has it; elsewhere it
/// is left out, and the reason says what is missing.
final class NumPy implements ExecutionCondition {
    private static final String PYTHON = System.getenv().getOrDefault("GRAFT_PYTHON", "/usr/bin/python3");

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        try {
            return ConditionEvaluationResult.enabled("NumPy " + run("import numpy; print(numpy.__version__)"));
        } catch (IOException e) {
            return ConditionEvaluationResult.disabled("missing: " + PYTHON + " with numpy (" + e.getMessage() + ")");
        }
    }

    /// What the program printed.
    static String run(String program, Object... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(PYTHON, "-c", program));
        for (Object argument : arguments) {
            command.add(argument.toString());
        }
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        try {
            if (process.waitFor() != 0) {
                throw new IOException(output);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
        return output.strip();
    }
}
