package dev.graft.app;

import dev.graft.method.Methods;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Model.UsageMessageSpec;

/// What each method trains, in the help of the commands that have `--strategy`.
final class StrategyHelp {
    private static final String SECTION = "strategies";

    private StrategyHelp() {}

    static void addTo(CommandLine command) {
        if (command.getCommandSpec().findOption("--strategy") == null) {
            return;
        }
        List<String> sections = new ArrayList<>(command.getHelpSectionKeys());
        sections.add(sections.indexOf(UsageMessageSpec.SECTION_KEY_FOOTER_HEADING), SECTION);
        command.setHelpSectionKeys(sections);
        command.getHelpSectionMap().put(SECTION, help -> text());
    }

    private static String text() {
        int width = Methods.words().stream().mapToInt(String::length).max().orElseThrow();
        return Methods.all().stream()
                .map(method -> String.format(Locale.ROOT, "  %-" + width + "s  %s%n", method.word(), method.summary()))
                .collect(Collectors.joining("", String.format(Locale.ROOT, "%nWhat each --strategy trains:%n"), ""));
    }
}
