package dev.graft.data;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// Names of files that look as if they said what belongs together: photos of one part, slices of one patient, frames of
/// one film. Where such files fall into training and validation, a result looks better than it is.
///
/// @param pattern  regular expression that `--group-pattern` takes
/// @param groups   how many it makes
/// @param examples in them
/// @param members  files of one group, as an example
public record GroupHint(String pattern, int groups, int examples, List<String> members) {
    private static final String ENDING = "[.][^/.]+$";

    /// What stands behind the name of a group, the likeliest first: a running number, `lot12_003.jpg`; a word and a
    /// number, `patient-0041_slice3.png`; a word, `0012_left.png`.
    private static final List<Pattern> PATTERNS = List.of(
            Pattern.compile("([^/]+?)[-_. (]+[0-9]+[)]?" + ENDING),
            Pattern.compile("([^/]+?)[-_. ]+[A-Za-z]+[-_. ]*[0-9]+" + ENDING),
            Pattern.compile("([^/]*[0-9])[-_. ]*[A-Za-z]+" + ENDING));

    private static final int LEAST_IN_EACH = 2; // on average
    private static final int SHOWN = 3;

    public GroupHint {
        members = List.copyOf(members);
    }

    /// What the examples' names look like.
    ///
    /// @param data all examples
    /// @return empty where names do not say it, where groups are known, or where they could not be divided: where
    ///     each class is one, say
    public static Optional<GroupHint> of(Dataset<?> data) {
        boolean files = data.examples().stream()
                .allMatch(example -> example.id().row() == 0 && example.group().isEmpty());
        return files
                ? PATTERNS.stream()
                        .flatMap(pattern -> of(data, pattern).stream())
                        .findFirst()
                : Optional.empty();
    }

    private static Optional<GroupHint> of(Dataset<?> data, Pattern pattern) {
        List<WholeGroups.Member> members = new ArrayList<>();
        for (Example<?> example : data.examples()) {
            Matcher name = pattern.matcher(example.id().file());
            if (!name.find()) {
                return Optional.empty(); // to which group it belongs, nobody would know
            }
            members.add(new WholeGroups.Member(name.group(1), labels(example.target())));
        }
        WholeGroups groups = WholeGroups.of(members, data.labels().size());
        if (groups.size() * LEAST_IN_EACH > data.size() || !canBeDivided(groups, members)) {
            return Optional.empty();
        }
        List<Integer> some = groups.members().stream()
                .filter(group -> group.size() > 1)
                .findFirst()
                .orElseThrow();
        return Optional.of(new GroupHint(
                pattern.pattern(),
                groups.size(),
                data.size(),
                some.stream()
                        .limit(SHOWN)
                        .map(position -> data.examples().get(position).id().file())
                        .toList()));
    }

    private static Set<Integer> labels(Target target) {
        return switch (target) {
            case Target.Single(int label) -> Set.of(label);
            case Target.Several(Set<Integer> several) -> several;
            case Target.Values values -> Set.of();
        };
    }

    /// Whether every class is in more than one group, and the usual share can be kept for validation.
    private static boolean canBeDivided(WholeGroups groups, List<WholeGroups.Member> members) {
        Set<Integer> labels =
                members.stream().flatMap(member -> member.labels().stream()).collect(Collectors.toSet());
        boolean spread = labels.stream()
                .allMatch(label -> IntStream.range(0, groups.size())
                                .filter(group -> groups.counts().get(group)[label] > 0)
                                .limit(2)
                                .count()
                        > 1);
        int smallest = groups.members().get(groups.smallest()).size();
        return spread && smallest <= members.size() * SplitOptions.DEFAULT.validationFraction();
    }
}
