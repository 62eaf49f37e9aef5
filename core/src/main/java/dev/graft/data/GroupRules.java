package dev.graft.data;

import java.nio.file.Path;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Which group each example belongs to, and what has to hold of groups and parts.
///
/// @param root    what messages call the data
/// @param options what was asked for
record GroupRules(Path root, SplitOptions options) {
    private static final String REMEDY =
            "use a larger share (--val-fraction), smaller groups, or a separate validation part (--val)";

    /// Every example with its group.
    ///
    /// @throws DataException if one has none
    <X> Map<Part, List<Labelled<X>>> found(Map<Part, List<Labelled<X>>> parts, Understood.Unit unit, String layout) {
        Pattern pattern = options.groups().pattern();
        if (pattern == null) {
            if (unit != Understood.Unit.ROW) {
                throw new DataException(root + ": a group column needs a table, found " + layout
                        + "; if the paths name the group: --group-pattern");
            }
            return parts;
        }
        Map<Part, List<Labelled<X>>> grouped = new EnumMap<>(Part.class);
        parts.forEach((part, examples) -> grouped.put(
                part,
                examples.stream()
                        .map(example -> example.inGroup(group(pattern, example.id())))
                        .toList()));
        return grouped;
    }

    private String group(Pattern pattern, ExampleId id) {
        Matcher matcher = pattern.matcher(id.file());
        if (!matcher.find() || matcher.group(1) == null || matcher.group(1).isEmpty()) {
            if (options.known() != null) {
                return "";
            }
            throw new DataException(root + ": " + id + ": the group pattern " + pattern
                    + " finds no group in it; widen the pattern, or remove this file from the data");
        }
        return matcher.group(1);
    }

    /// @throws DataException if a group is in more than one part
    <X> void requireOnePart(Map<Part, List<Labelled<X>>> parts) {
        if (options.known() != null) {
            return;
        }
        Map<String, Part> seen = new HashMap<>();
        parts.forEach((part, examples) -> examples.forEach(example -> {
            Part other = seen.putIfAbsent(example.group(), part);
            if (other != null && other != part) {
                throw new DataException(root + ": group " + example.group() + " is in the " + other.word()
                        + " part and, with " + example.id() + ", in the " + part.word()
                        + " part; the result would look better than it is: move the group into one of them");
            }
        }));
    }

    /// Positions of the examples to hold back for validation.
    ///
    /// @param noun of an example
    /// @throws DataException if the groups are too large, or too few
    Set<Integer> held(WholeGroups groups, int examples, String noun, long seed) {
        requireSmall(groups, examples, noun);
        Set<Integer> held = groups.held(options.validationFraction(), seed);
        if (held.isEmpty() && groups.canSpareOne()) {
            throw new DataException(root + ": the " + Wording.count(groups.size(), "group")
                    + " are too large for a validation part of " + percent()
                    + ": whole groups come nearest to that share of each class with none of them; " + REMEDY);
        }
        if (held.isEmpty()) {
            throw new DataException(root + ": of " + Wording.count(groups.size(), "group")
                    + " none can be kept for validation with every class still in training: "
                    + Wording.shown(groups.names()) + "; add groups, or give a separate validation part: --val");
        }
        return held;
    }

    private void requireSmall(WholeGroups groups, int examples, String noun) {
        int wanted = (int) Math.max(1, Math.round(examples * options.validationFraction()));
        int smallest = groups.smallest();
        int size = groups.members().get(smallest).size();
        if (groups.size() < 2) {
            throw new DataException(root + ": expected at least two groups, of which one can be the validation part,"
                    + " found one: " + groups.names().getFirst()
                    + "; name another column or pattern, or give a separate validation part: --val");
        }
        if (size > wanted) {
            throw new DataException(root + ": the smallest of " + Wording.count(groups.size(), "group") + ", "
                    + groups.names().get(smallest) + ", has " + Wording.count(size, noun) + ", more than the "
                    + Wording.number(wanted) + " of the validation part (" + percent() + " of "
                    + Wording.number(examples) + "): " + REMEDY);
        }
    }

    private String percent() {
        return Math.round(options.validationFraction() * 100) + "%";
    }
}
