package dev.graft.text;

import java.util.List;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What a JSON file of Graft's says of itself: what it describes, and in which form, so that no other version takes it
/// for something else.
///
/// @param kind    of what it describes, one word
/// @param version of the form, from 1 on
public record FileLabel(String kind, int version) {
    private static final JsonMapper JSON = new JsonMapper();
    private static final String KIND = "kind";
    private static final String VERSION = "version";
    private static final int SHOWN = 40;

    /// The label of a file.
    ///
    /// @param json   what it holds
    /// @param member in which the label stands; empty where it stands at the top
    /// @param file   for messages
    /// @return empty where there is none: earlier versions wrote none, nor do others; also where this is not JSON
    /// @throws IllegalArgumentException if there is half of one, or something else stands in its place
    public static Optional<FileLabel> in(String json, String member, String file) {
        JsonNode top;
        try {
            top = JSON.readTree(json);
        } catch (JacksonException e) {
            return Optional.empty(); // whoever reads the whole of it says so
        }
        JsonNode labelled = member.isEmpty() ? top : top.path(member);
        JsonNode kind = labelled.path(KIND);
        JsonNode version = labelled.path(VERSION);
        if (kind.isMissingNode() && version.isMissingNode()) {
            return Optional.empty();
        }
        String where = file + ": " + (member.isEmpty() ? "" : member + ".");
        require(kind.isString(), where + KIND, "a word", kind);
        require(version.isInt() && version.intValue() > 0, where + VERSION, "a whole number from 1 on", version);
        return Optional.of(new FileLabel(kind.stringValue(), version.intValue()));
    }

    private static void require(boolean sound, String where, String expected, JsonNode found) {
        if (!sound) {
            throw new IllegalArgumentException(where + ": expected " + expected + ", found "
                    + (found.isMissingNode() ? "none" : Printable.line(found.toString(), SHOWN))
                    + "; the file is damaged: copy it again");
        }
    }

    /// @param kinds   that can be read
    /// @param newest  version that can be read
    /// @param file    for messages
    /// @param maker   which Graft wrote the file, or where that stands: `Graft 0.2.0`
    /// @throws IllegalArgumentException if it is another kind, or of a later version
    public void requireKnown(List<String> kinds, int newest, String file, String maker) {
        if (version > newest) {
            throw new IllegalArgumentException(file + ": expected version " + newest + ", found " + version
                    + ", which this Graft is too old to read; " + instead(maker));
        }
        if (!kinds.contains(kind)) {
            throw new IllegalArgumentException(file + ": expected the kind " + String.join(" or ", kinds) + ", found '"
                    + Printable.line(kind, SHOWN) + "', which this Graft does not read here; " + instead(maker));
        }
    }

    private static String instead(String maker) {
        return "use the one that wrote it (" + maker + ") or a later one";
    }
}
