package dev.graft.data;

import dev.graft.data.FilePatterns.Matching;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Passes over the files of a folder that [FilePatterns] leave out, and counts them.
public final class FileFilter {
    private static final String INCLUDE = "--include";
    private static final String EXCLUDE = "--exclude";

    private final Path root;
    private final List<Matching> include;
    private final List<Matching> exclude;
    private final Map<String, Integer> leftOut = new TreeMap<>();
    private final Set<Matching> used = new HashSet<>();

    /// @param root what paths are relative to
    public FileFilter(Path root, FilePatterns patterns) {
        this.root = root;
        this.include = patterns.including();
        this.exclude = patterns.excluding();
    }

    /// @throws DataException if there are patterns, and they would be of no effect
    public static void requireNone(Path data, FilePatterns patterns, String found) {
        if (!patterns.takesAll()) {
            throw new DataException(
                    data + ": --include and --exclude choose among the files of a folder, found " + found);
        }
    }

    /// Whether a file below the root is read.
    public boolean takes(Path file) {
        return leftOutBy(matching(file)).isEmpty();
    }

    /// The same of an example: one that is not read is counted.
    public boolean takesExample(Path file) {
        List<Matching> matching = matching(file);
        used.addAll(matching);
        Optional<String> option = leftOutBy(matching);
        option.ifPresent(by -> leftOut.merge(by, 1, Integer::sum));
        return option.isEmpty();
    }

    private List<Matching> matching(Path file) {
        Path below = below(file);
        return Stream.concat(exclude.stream(), include.stream())
                .filter(pattern -> pattern.matches(below))
                .toList();
    }

    private Optional<String> leftOutBy(List<Matching> matching) {
        if (matching.stream().anyMatch(exclude::contains)) {
            return Optional.of(EXCLUDE);
        }
        return !include.isEmpty() && matching.isEmpty() ? Optional.of(INCLUDE) : Optional.empty();
    }

    private Path below(Path file) {
        return Path.of(FilePatterns.plain(root.relativize(file).toString()));
    }

    /// Says what was left out, and which patterns were of no use.
    ///
    /// @param noun of an example
    /// @throws DataException if nothing is left
    public void report(Listing<?> listing, String noun) {
        leftOut.forEach((option, count) -> listing.passedOver().merge(option, count, Integer::sum));
        if (!leftOut.isEmpty() && listing.parts().values().stream().allMatch(List::isEmpty)) {
            throw new DataException(
                    root + ": expected " + noun + "s, found none but what is left out: " + words(leftOut));
        }
        unused(INCLUDE, include, noun, listing);
        unused(EXCLUDE, exclude, noun, listing);
    }

    private void unused(String option, List<Matching> patterns, String noun, Listing<?> listing) {
        patterns.stream()
                .filter(pattern -> !used.contains(pattern))
                .forEach(pattern -> listing.notes().add("no " + noun + " matches " + option + " " + pattern.typed()));
    }

    /// `12 by --exclude, 3 by --include`.
    static String words(Map<String, Integer> leftOut) {
        return new TreeMap<>(leftOut)
                .entrySet().stream()
                        .map(each -> Wording.number(each.getValue()) + " by " + each.getKey())
                        .collect(Collectors.joining(", "));
    }
}
