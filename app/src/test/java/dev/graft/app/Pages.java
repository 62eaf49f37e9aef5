package dev.graft.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// The written pages of the project, and what is in them that can be checked.
final class Pages {
    private static final Pattern FENCE = Pattern.compile("(?ms)^```(\\w*)\\R(.*?)^```$");
    private static final Pattern WORD = Pattern.compile("\"([^\"]*)\"|'([^']*)'|\\S+");
    private static final Pattern CODE = Pattern.compile("`([^`\\n]+)`");
    private static final Pattern LINK = Pattern.compile("\\]\\(([^)\\s]+)\\)");
    private static final Pattern HEADING = Pattern.compile("(?m)^#+ +(.+)$");

    private Pages() {}

    /// The folder with the launcher in it.
    static Path root() {
        Path here = Path.of("").toAbsolutePath();
        while (!Files.exists(here.resolve("graft"))) {
            here = Objects.requireNonNull(here.getParent(), "no graft above the working folder");
        }
        return here;
    }

    /// Both READMEs and every page of the guide, below the root.
    static List<Path> all() throws IOException {
        List<Path> pages = new ArrayList<>(List.of(Path.of("README.md"), Path.of("README.ko.md")));
        try (Stream<Path> guide = Files.walk(root().resolve("docs/guide"))) {
            guide.filter(file -> file.toString().endsWith(".md"))
                    .sorted()
                    .map(file -> root().relativize(file))
                    .forEach(pages::add);
        }
        return pages;
    }

    static String read(Path page) throws IOException {
        return Files.readString(root().resolve(page));
    }

    /// What stands in the fenced blocks of a language.
    static List<String> blocks(String page, String language) {
        return FENCE.matcher(page)
                .results()
                .filter(block -> block.group(1).equals(language))
                .map(block -> block.group(2))
                .toList();
    }

    /// The commands in the shell blocks, word by word, without comments and redirections.
    static List<List<String>> commands(String page) {
        List<List<String>> commands = new ArrayList<>();
        for (String block : blocks(page, "sh")) {
            for (String line : block.replace("\\\n", " ").split("\\R")) {
                for (String command : line.replaceFirst("(^|\\s)#.*", "").split("&&|\\|", -1)) {
                    List<String> words = words(command.replaceFirst("\\s>.*", ""));
                    if (!words.isEmpty()) {
                        commands.add(words);
                    }
                }
            }
        }
        return commands;
    }

    private static List<String> words(String command) {
        return WORD.matcher(command)
                .results()
                .map(word -> Stream.of(word.group(1), word.group(2), word.group())
                        .filter(Objects::nonNull)
                        .findFirst()
                        .orElseThrow())
                .toList();
    }

    /// What stands in code font in running text.
    static List<String> code(String page) {
        return CODE.matcher(FENCE.matcher(page).replaceAll(""))
                .results()
                .map(code -> code.group(1))
                .toList();
    }

    /// Where links lead that stay in the project.
    static List<String> links(String page) {
        return LINK.matcher(FENCE.matcher(page).replaceAll(""))
                .results()
                .map(link -> link.group(1))
                .filter(link -> !link.contains("://"))
                .toList();
    }

    /// The anchors of a page's headings, as GitHub makes them.
    static List<String> anchors(String page) {
        Matcher headings = HEADING.matcher(FENCE.matcher(page).replaceAll(""));
        return headings.results()
                .map(heading -> heading.group(1)
                        .strip()
                        .toLowerCase(Locale.ROOT)
                        .replaceAll("[^\\p{L}\\p{N} _-]", "")
                        .replace(' ', '-'))
                .toList();
    }
}
