package dev.graft.app;

import dev.graft.Graft;
import dev.graft.data.DataException;
import dev.graft.nn.NearNames;
import dev.graft.torch.Engine;
import dev.graft.weights.WeightsException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.Spec;
import picocli.CommandLine.UnmatchedArgumentException;

@Command(
        name = "graft",
        header = "Transfer learning for the JVM: take a model that already knows something and teach it your task.",
        footer = {
            "",
            "Example:",
            "  graft demo",
            "  graft train photos --model graft-nano --epochs 10 --out runs/photos",
            "  graft predict runs/photos new-photo.jpg",
            "",
            "Exit codes: 0 done, 1 a failure of Graft's own, 2 bad input; 130 and 143 when stopped by Ctrl-C or SIGTERM."
        },
        subcommands = {
            DemoCommand.class,
            TrainCommand.class,
            PlanCommand.class,
            FindLrCommand.class,
            EvaluateCommand.class,
            PredictCommand.class,
            ModelsCommand.class,
            DoctorCommand.class
        },
        mixinStandardHelpOptions = true,
        versionProvider = GraftCommand.Version.class)
public final class GraftCommand implements Runnable {
    static final int FAILURE = 1;
    static final int BAD_INPUT = 2;

    @Spec
    private @Nullable CommandSpec spec;

    public static void main(String[] args) {
        Signals.endAtOnce();
        System.exit(run(args));
    }

    @Override
    public void run() {
        requireCommand(spec);
    }

    /// A command that is only a place for others was given none of them.
    static void requireCommand(@Nullable CommandSpec spec) {
        if (spec != null) {
            throw new ParameterException(
                    spec.commandLine(),
                    "expected a command: "
                            + String.join(", ", spec.subcommands().keySet()));
        }
    }

    /// The version of Graft, and libtorch's.
    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            return new String[] {"graft " + Graft.VERSION, "libtorch " + Engine.version()};
        }
    }

    /// Runs a command line.
    ///
    /// @return the exit code
    static int run(String... args) {
        CommandLine command = NumberConverters.register(new CommandLine(new GraftCommand()))
                .setOut(new PrintWriter(System.out, true))
                .setErr(new PrintWriter(System.err, true))
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setExecutionExceptionHandler(GraftCommand::explain)
                .setParameterExceptionHandler(GraftCommand::explainUsage);
        try {
            return command.execute(args);
        } catch (OutOfMemoryError | LinkageError | StackOverflowError e) { // picocli passes them on
            return failed(e, command.getErr());
        }
    }

    private static int explain(Exception failure, CommandLine command, ParseResult parsed) {
        PrintWriter out = command.getErr();
        boolean badInput = failure instanceof IllegalArgumentException
                || failure instanceof DataException
                || failure instanceof WeightsException
                || failure instanceof UncheckedIOException;
        if (badInput) {
            out.println("graft: " + oneLine(failure));
            return BAD_INPUT;
        }
        return failed(failure, out);
    }

    private static int failed(Throwable failure, PrintWriter out) {
        out.println("graft: failed: " + oneLine(failure) + " (set GRAFT_DEBUG=1 for the details)");
        if (System.getenv("GRAFT_DEBUG") != null) {
            failure.printStackTrace(out);
        }
        return FAILURE;
    }

    private static int explainUsage(ParameterException wrong, String[] args) {
        CommandLine command = wrong.getCommandLine();
        command.getErr()
                .println("graft: " + oneLine(wrong) + nearNames(wrong) + "; see "
                        + command.getCommandSpec().qualifiedName() + " -h");
        return BAD_INPUT;
    }

    private static String nearNames(ParameterException wrong) {
        List<String> near =
                wrong instanceof UnmatchedArgumentException unmatched ? unmatched.getSuggestions() : List.of();
        if (near.isEmpty()) {
            return "";
        }
        String typed = ((UnmatchedArgumentException) wrong).getUnmatched().getFirst();
        return "; did you mean " + NearNames.nearest(typed, near, 1).getFirst() + "?";
    }

    private static String oneLine(Throwable failure) {
        Throwable told = failure instanceof ExceptionInInitializerError && failure.getCause() != null
                ? failure.getCause()
                : failure;
        String message = told.getMessage() == null ? told.toString() : told.getMessage();
        return message.strip().replaceAll("\\s*\\R\\s*", " ");
    }
}
