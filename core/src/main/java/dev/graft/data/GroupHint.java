package dev.graft.data;

import java.util.List;
import java.util.Optional;

/// Names of files that look as if they said what belongs together: photos of one part, slices of one patient, frames of
/// one film. Where such files fall into training and validation, a result looks better than it is.
///
/// @param pattern  regular expression that `--group-pattern` takes
/// @param groups   how many it makes
/// @param examples in them
/// @param members  files of one group, as an example
public record GroupHint(String pattern, int groups, int examples, List<String> members) {
    public GroupHint {
        members = List.copyOf(members);
    }

    /// What the examples' names look like.
    ///
    /// @param data all examples
    /// @return empty where names do not say it, or groups would not help
    public static Optional<GroupHint> of(Dataset<?> data) {
        return Optional.empty();
    }
}
