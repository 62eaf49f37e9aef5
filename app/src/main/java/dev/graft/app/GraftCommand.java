package dev.graft.app;

import dev.graft.Graft;
import dev.graft.data.DataException;
import dev.graft.text.NearNames;
import dev.graft.text.Printable;
import dev.graft.text.TokenizerException;
import dev.graft.torch.Engine;
import dev.graft.weights.WeightsException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.function.Supplier;
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
        header = "Transfer learning for the JVM: take a trained model and train it for your task.",
        footer = {
            "",
            "Example:",
            "  graft demo",
            "  graft train photos --epochs 10 --out runs/photos",
            "  graft predict runs/photos new-photo.jpg",
            "",
            "Exit codes: 0 done, 1 an error in Graft, 2 bad input; 130 and 143 when stopped by Ctrl-C or SIGTERM,",
            "141 when the reader of its output closed the pipe."
        },
        mixinStandardHelpOptions = true,
        versionProvider = GraftCommand.Version.class)
public final class GraftCommand implements Runnable {
    static final int FAILURE = 1;
    static final int BAD_INPUT = 2;

    /// As of a program that SIGPIPE has ended.
    private static final int BROKEN_PIPE = 141;

    /// In the order of the help.
    private static final List<Subcommand> SUBCOMMANDS = List.of(
            new Subcommand("demo", DemoCommand::new),
            new Subcommand("inspect", InspectCommand::new),
            new Subcommand("advise", AdviseCommand::new),
            new Subcommand("train", TrainCommand::new),
            new Subcommand("adapt", AdaptCommand::new),
            new Subcommand("plan", PlanCommand::new),
            new Subcommand("find-lr", FindLrCommand::new),
            new Subcommand("evaluate", EvaluateCommand::new),
            new Subcommand("predict", PredictCommand::new),
            new Subcommand("embed", EmbedCommand::new),
            new Subcommand("models", ModelsCommand::new),
            new Subcommand("doctor", DoctorCommand::new));

    private record Subcommand(String name, Supplier<Object> create) {}

    @Spec
    private @Nullable CommandSpec spec;

    public static void main(String[] args) {
        Signals.endAtOnce();
        StandardOutput.install();
        System.exit(execute(args));
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

    /// All commands.
    static CommandLine commandLine() {
        return commandLine(SUBCOMMANDS);
    }

    /// The command that is asked for where it is plain which, else all: reading the options of one from its
    /// annotations takes as long as starting Java does.
    private static CommandLine commandLine(String... args) {
        List<Subcommand> asked = SUBCOMMANDS.stream()
                .filter(subcommand -> args.length > 0 && subcommand.name().equals(args[0]))
                .toList();
        return commandLine(asked.isEmpty() ? SUBCOMMANDS : asked);
    }

    private static CommandLine commandLine(List<Subcommand> subcommands) {
        CommandLine command = new CommandLine(new GraftCommand());
        subcommands.forEach(subcommand ->
                command.addSubcommand(subcommand.name(), subcommand.create().get()));
        command.getSubcommands().values().forEach(StrategyHelp::addTo);
        return command;
    }

    /// Runs a command line.
    ///
    /// @return the exit code
    static int run(String... args) {
        Startup.ofCommand();
        return execute(args);
    }

    private static int execute(String... args) {
        CommandLine command = Converters.register(commandLine(args))
                .setOut(new PrintWriter(System.out, true))
                .setErr(new PrintWriter(System.err, true))
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setExpandAtFiles(false) // "@name" is a text like any other: a service may hand over what users type
                .setExecutionExceptionHandler(GraftCommand::explain)
                .setParameterExceptionHandler(GraftCommand::explainUsage);
        try {
            int code = command.execute(args);
            return code == 0 && System.out.checkError() ? lost(new StandardOutput.Lost(), command.getErr()) : code;
        } catch (OutOfMemoryError | LinkageError | StackOverflowError e) { // picocli passes them on
            return failed(e, command.getErr());
        }
    }

    private static int explain(Exception failure, CommandLine command, ParseResult parsed) {
        PrintWriter out = command.getErr();
        if (failure instanceof StandardOutput.Lost lost) {
            return lost(lost, out);
        }
        boolean badInput = failure instanceof IllegalArgumentException
                || failure instanceof DataException
                || failure instanceof WeightsException
                || failure instanceof TokenizerException
                || failure instanceof UncheckedIOException;
        if (badInput) {
            out.println("graft: " + oneLine(failure));
            return BAD_INPUT;
        }
        return failed(failure, out);
    }

    private static int lost(StandardOutput.Lost lost, PrintWriter out) {
        if (lost.isReaderGone()) {
            return BROKEN_PIPE;
        }
        out.println("graft: " + oneLine(lost));
        return FAILURE;
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
        return Printable.line(message.strip().replaceAll("\\s*\\R\\s*", " "));
    }
}
