package dev.graft.app;

import dev.graft.train.Finding;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/// The command that was typed, with what to try next in place of what it said: to be pasted.
final class NextCommand {
    private static final String OUT = "--out";
    /// Said of how a training is come to, or of what is printed on the way.
    private static final List<String> NOT_OF_TRAINING = List.of("--models", "--budget", "--json", "--quiet");

    private static final Set<String> OF_A_PLAN = Set.of("--lr", "--epochs", "--strategy");
    private static final Pattern PLAIN = Pattern.compile("[\\p{L}\\p{N}_./:=,+-]+");

    private NextCommand() {}

    /// @param folder of the run that there is, beside which the next is kept
    /// @return empty where the option is no option beside those that were given: a file holds the plan
    static String of(CommandSpec command, Finding finding, Path folder) {
        List<String> options = finding.options();
        boolean planned = Given.all(command).anyMatch("--plan"::equals);
        if (planned && options.stream().anyMatch(OF_A_PLAN::contains)) {
            return "";
        }
        List<String> typed =
                new ArrayList<>(command.commandLine().getParseResult().originalArgs());
        options.stream().filter(word -> word.startsWith("--")).forEach(name -> drop(typed, command, name));
        drop(typed, command, OUT);
        typed.addAll(options);
        typed.addAll(List.of(OUT, free(folder).toString()));
        return "graft " + typed.stream().map(NextCommand::quoted).collect(Collectors.joining(" "));
    }

    /// The training that was typed for with another command: what it says of data stays.
    ///
    /// @param options of the training
    static String training(CommandSpec command, List<String> options) {
        List<String> typed =
                new ArrayList<>(command.commandLine().getParseResult().originalArgs());
        typed.set(typed.indexOf(command.name()), "train");
        NOT_OF_TRAINING.forEach(name -> drop(typed, command, name));
        options.stream().filter(word -> word.startsWith("--")).forEach(name -> drop(typed, command, name));
        typed.addAll(options);
        return "graft " + typed.stream().map(NextCommand::quoted).collect(Collectors.joining(" "));
    }

    private static void drop(List<String> typed, CommandSpec command, String name) {
        OptionSpec option = command.findOption(name);
        List<String> names = option == null ? List.of(name) : List.of(option.names());
        boolean hasValue = option != null && option.arity().max() > 0;
        for (int i = 0; i < typed.size(); ) {
            String word = typed.get(i);
            if (names.contains(word)) {
                typed.remove(i);
                if (hasValue && i < typed.size()) {
                    typed.remove(i);
                }
            } else if (names.stream().anyMatch(each -> word.startsWith(each + "="))) {
                typed.remove(i);
            } else {
                i++;
            }
        }
    }

    private static Path free(Path folder) {
        int number = 2;
        while (Files.exists(numbered(folder, number))) {
            number++;
        }
        return numbered(folder, number);
    }

    private static Path numbered(Path folder, int number) {
        return folder.resolveSibling(folder.getFileName() + "-" + number);
    }

    private static String quoted(String word) {
        return PLAIN.matcher(word).matches() ? word : "'" + word.replace("'", "'\\''") + "'";
    }
}
