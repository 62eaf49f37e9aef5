package dev.graft.testing;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;

/// PyTorch itself, to check files with.
public final class PythonTorch implements ExecutionCondition {
    private static final String PYTHON = System.getenv().getOrDefault("GRAFT_PYTHON", "/usr/bin/python3");

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        try {
            return ConditionEvaluationResult.enabled(
                    "PyTorch " + run("import torch, torchvision; print(torch.__version__)"));
        } catch (IOException e) {
            return ConditionEvaluationResult.disabled(
                    "missing: " + PYTHON + " with torch and torchvision (" + e.getMessage() + ")");
        }
    }

    /// What the program printed.
    public static String run(String program, Object... arguments) throws IOException {
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
