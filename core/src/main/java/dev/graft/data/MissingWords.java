package dev.graft.data;

import java.util.Set;

/// Words that programs write into a table where there is no value: those that pandas reads so, and `\N` of databases.
/// In a table only; a folder of that name is a class.
public final class MissingWords {
    private static final Set<String> WORDS = Set.of(
            "\\N",
            "NULL",
            "Null",
            "null",
            "(null)",
            "#NULL!",
            "None",
            "N/A",
            "n/a",
            "NA",
            "<NA>",
            "#N/A",
            "#N/A N/A",
            "#NA",
            "NaN",
            "nan",
            "NAN",
            "-NaN",
            "-nan",
            "NaT",
            "1.#IND",
            "-1.#IND",
            "1.#QNAN",
            "-1.#QNAN");

    private MissingWords() {}

    /// @param word without blanks around it
    public static boolean contain(String word) {
        return WORDS.contains(word);
    }
}
