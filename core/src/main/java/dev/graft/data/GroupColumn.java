package dev.graft.data;

import dev.graft.data.LabelCells.Unusable;
import java.util.List;
import java.util.Optional;

/// The column of a table whose cells name the groups that rows belong to.
///
/// @param position from 0
/// @param name     in messages
public record GroupColumn(int position, String name) {
    /// Finds the column that was asked for; empty where none was.
    ///
    /// @param file  for messages
    /// @param names of the columns, or what stands in the first row
    /// @throws DataException if there is no such column
    public static Optional<GroupColumn> of(String file, List<String> names, SplitOptions.Groups groups) {
        String asked = groups.column();
        if (asked.isEmpty()) {
            return Optional.empty();
        }
        int found = names.indexOf(asked);
        if (found < 0) {
            found = names.stream().map(UsualNames::plain).toList().indexOf(UsualNames.plain(asked));
        }
        if (found < 0 && asked.matches("\\d{1,4}")) {
            found = Integer.parseInt(asked) - 1;
        }
        if (found < 0 || found >= names.size()) {
            throw new DataException(file + ": --group-column: no column '" + asked + "'; there are "
                    + Wording.shown(names.stream().map(name -> "'" + name + "'").toList()));
        }
        return Optional.of(new GroupColumn(found, names.get(found)));
    }

    /// The group of a row.
    ///
    /// @throws Unusable if there is none
    public String read(Row row) throws Unusable {
        String group = row.cell(position) instanceof Cell.Word(String word) ? word.strip() : "";
        if (group.isEmpty() || MissingWords.contain(group)) {
            throw new Unusable("no group in column " + name);
        }
        return group;
    }
}
