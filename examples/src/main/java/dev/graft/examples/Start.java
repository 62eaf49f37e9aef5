package dev.graft.examples;

import dev.graft.data.DataException;
import dev.graft.text.TokenizerException;
import dev.graft.weights.WeightsException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.util.Arrays;

/// Starts an example as `examples/run` does: what was wrong with its arguments, its data or its weights is one line on
/// standard error and exit code 2, as in Graft itself.
final class Start {
    private static final int BAD_INPUT = 2;

    private Start() {}

    /// @param args name of the example, then its arguments
    public static void main(String[] args) {
        String[] rest = Arrays.copyOfRange(args, 1, args.length);
        int code = switch (args[0]) {
            case "Cifar10" -> run(() -> new Cifar10().main(rest), System.err);
            case "FeatureExtraction" -> run(() -> new FeatureExtraction().main(rest), System.err);
            case "GradualUnfreezing" -> run(() -> new GradualUnfreezing().main(rest), System.err);
            case "LastStage" -> run(() -> new LastStage().main(rest), System.err);
            case "Methods" -> run(() -> new Methods().main(rest), System.err);
            case "ParameterGroups" -> run(() -> new ParameterGroups().main(rest), System.err);
            case "SeveralLabels" -> run(() -> new SeveralLabels().main(rest), System.err);
            case "TextClassification" -> run(() -> new TextClassification().main(rest), System.err);
            case "WebService" -> run(() -> new WebService().main(rest), System.err);
            default -> throw new IllegalStateException(args[0] + " is not among the examples of Start");
        };
        System.exit(code);
    }

    /// @return the exit code
    static int run(Runnable example, PrintStream errors) {
        try {
            example.run();
            return 0;
        } catch (IllegalArgumentException
                | DataException
                | WeightsException
                | TokenizerException
                | UncheckedIOException e) {
            errors.println("graft: " + e.getMessage());
            return BAD_INPUT;
        }
    }
}
