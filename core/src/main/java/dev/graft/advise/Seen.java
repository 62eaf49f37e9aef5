package dev.graft.advise;

import dev.graft.data.alike.Alike;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// What is to be seen of examples without a network, by their positions.
///
/// @param sizes   of images; null for texts
/// @param lengths of texts; null for images
/// @param blank   why there is nothing in an example
/// @param alike   pairs that are nearly the same, and hang together all that are
/// @param notDone what was not looked at, and why
record Seen(
        Inspection.@Nullable Sizes sizes,
        Inspection.@Nullable Lengths lengths,
        SortedMap<Integer, String> blank,
        List<Alike> alike,
        List<String> notDone) {
    Seen {
        blank = new TreeMap<>(blank);
        alike = List.copyOf(alike);
        notDone = List.copyOf(notDone);
    }

    static Seen ofImages(Inspection.Sizes sizes, Map<Integer, String> blank, List<Alike> alike, List<String> notDone) {
        return new Seen(sizes, null, new TreeMap<>(blank), alike, notDone);
    }

    static Seen ofTexts(
            Inspection.Lengths lengths, Map<Integer, String> blank, List<Alike> alike, List<String> notDone) {
        return new Seen(null, lengths, new TreeMap<>(blank), alike, notDone);
    }
}
