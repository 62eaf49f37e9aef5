package dev.graft.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.graft.zoo.ModelCard;
import dev.graft.zoo.Zoo;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/// What the READMEs and the guide say is so: commands, options, Java, numbers of models, links.
class ReadmeTest {
    private static final Pattern MODEL =
            Pattern.compile("(?m)^\\| `(\\w[\\w-]*)` \\| ([\\d,]+) \\| (\\d+) \\| ([\\d.]+)% \\|");
    private static final Pattern OPTION = Pattern.compile("(?<![\\w-])--[a-z][a-z-]*");

    /// Languages of blocks that are the same in every language of people; what a program prints has none.
    private static final List<String> SHOWN = List.of("", "text", "java", "yaml", "json", "csv", "python");

    /// Options of other programs.
    private static final Set<String> FOREIGN = Set.of("--enable-native-access", "--no-install-recommends");

    @ParameterizedTest
    @ValueSource(strings = {"README.md", "README.ko.md"})
    void theTableOfModelsIsTheZoo(String page) throws IOException {
        List<String> expected = Zoo.cards().stream()
                .filter(card -> card.top1().isPresent())
                .map(ReadmeTest::row)
                .toList();
        assertThat(MODEL.matcher(Pages.read(Path.of(page)))
                        .results()
                        .map(row -> "%s %s %s %s".formatted(row.group(1), row.group(2), row.group(3), row.group(4))))
                .containsExactlyElementsOf(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"docs/guide/offline.md", "docs/guide/ko/offline.md"})
    void thePageForMachinesWithoutInternetNamesEveryFile(String page) throws IOException {
        List<String> expected = Zoo.cards().stream()
                .flatMap(card -> card.weights().stream()
                        .map(file -> "| `%s` | [%s](%s) | %s… |"
                                .formatted(
                                        card.name(),
                                        file.name(),
                                        file.url(),
                                        file.sha256().substring(0, 8))))
                .toList();
        assertThat(Pages.read(Path.of(page)).lines().filter(line -> line.contains("](https://")))
                .containsExactlyElementsOf(expected);
    }

    private static String row(ModelCard card) {
        return String.format(
                Locale.ROOT,
                "%s %,d %d %s",
                card.name(),
                card.parameters(),
                card.preprocessing().size(),
                card.top1().orElseThrow());
    }

    @ParameterizedTest
    @MethodSource("pages")
    void everyCommandIsUnderstood(Path page) throws IOException {
        for (List<String> command : Pages.commands(Pages.read(page))) {
            List<String> words = command.stream()
                    .dropWhile(word -> word.matches("[A-Z_]+=.*"))
                    .toList();
            if (!words.isEmpty() && words.getFirst().equals("./graft")) {
                String[] arguments = words.subList(1, words.size()).toArray(String[]::new);
                assertThatCode(() -> commandLine().parseArgs(arguments))
                        .as("%s: %s", page, String.join(" ", words))
                        .doesNotThrowAnyException();
            }
        }
    }

    @ParameterizedTest
    @MethodSource("pages")
    void everyOptionThatIsMentionedExists(Path page) throws IOException {
        Set<String> known = new HashSet<>(FOREIGN);
        collect(commandLine(), known);
        for (String code : Pages.code(Pages.read(page))) {
            assertThat(OPTION.matcher(code).results().map(match -> match.group()))
                    .as("%s: %s", page, code)
                    .isSubsetOf(known);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"docs/guide/defaults.md", "docs/guide/ko/defaults.md"})
    void thePageOfDefaultsNamesEveryOptionOfATraining(String page) throws IOException {
        Set<String> named = Pages.code(Pages.read(Path.of(page))).stream()
                .flatMap(code -> OPTION.matcher(code).results())
                .map(match -> match.group())
                .collect(Collectors.toSet());
        CommandLine training =
                Objects.requireNonNull(commandLine().getSubcommands().get("train"));
        training.getCommandSpec().options().stream()
                .filter(option -> !option.usageHelp())
                .forEach(option -> assertThat(option.names()).as(page).containsAnyElementsOf(named));
    }

    @Test
    void bothReadmesHaveTheSameCommandsAndTheSameJava() throws IOException {
        String english = Pages.read(Path.of("README.md"));
        String korean = Pages.read(Path.of("README.ko.md"));
        assertThat(Pages.commands(english)).isNotEmpty().isEqualTo(Pages.commands(korean));
        assertThat(shown(english, "java")).isEqualTo(shown(korean, "java"));
    }

    @ParameterizedTest
    @MethodSource("koreanPages")
    void aKoreanPageShowsWhatTheEnglishOneShows(Path page) throws IOException {
        String korean = Pages.read(page);
        String english = Pages.read(Path.of("docs/guide", page.getFileName().toString()));
        assertThat(Pages.commands(korean)).isEqualTo(Pages.commands(english));
        for (String language : SHOWN) {
            assertThat(shown(korean, language)).as("%s: %s", page, language).isEqualTo(shown(english, language));
        }
        assertThat(Pages.links(korean)).contains("../" + page.getFileName());
        assertThat(Pages.links(english)).contains("ko/" + page.getFileName());
    }

    /// Blocks of a language, without what is for people to read: comments, and lists of files with a word on each.
    private static List<String> shown(String page, String language) {
        return Pages.blocks(page, language).stream()
                .filter(block -> !block.lines().findFirst().orElse("").endsWith("/"))
                .map(block -> language.equals("java")
                        ? block.replaceAll(" *//.*", "")
                        : language.equals("yaml") ? block.replaceAll(" *#.*", "") : block)
                .toList();
    }

    @Test
    void theFirstExampleIsShort() throws IOException {
        List<String> examples = Pages.blocks(Pages.read(Path.of("README.md")), "java");
        assertThat(examples).hasSize(1);
        assertThat(examples.getFirst().lines()).hasSizeLessThanOrEqualTo(15);
    }

    @ParameterizedTest
    @MethodSource("pages")
    void everyPieceOfJavaCompiles(Path page, @TempDir Path classes) throws IOException {
        List<String> errors = Snippets.errors(Pages.blocks(Pages.read(page), "java"), classes);
        assertThat(errors).as("%s", page).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("pages")
    void everyLinkLeadsSomewhere(Path page) throws IOException {
        for (String link : Pages.links(Pages.read(page))) {
            String file = link.replaceFirst("#.*", "");
            Path target = file.isEmpty() ? page : page.resolveSibling(file).normalize();
            assertThat(Pages.root().resolve(target)).as("%s: %s", page, link).exists();
            if (link.contains("#")) {
                assertThat(Pages.anchors(Pages.read(target)))
                        .as("%s: %s", page, link)
                        .contains(link.replaceFirst(".*#", ""));
            }
        }
    }

    static List<Path> pages() throws IOException {
        return Pages.all();
    }

    static List<Path> koreanPages() throws IOException {
        return Pages.all().stream()
                .filter(page -> page.startsWith("docs/guide/ko"))
                .toList();
    }

    private static CommandLine commandLine() {
        return GraftCommand.commandLine().setCaseInsensitiveEnumValuesAllowed(true);
    }

    private static void collect(CommandLine command, Set<String> names) {
        command.getCommandSpec().options().forEach(option -> names.addAll(List.of(option.names())));
        command.getSubcommands().values().forEach(sub -> collect(sub, names));
    }
}
