package dev.graft.data.alike;

import dev.graft.text.Text;
import java.util.List;

/// Finds texts that are the same, or nearly so.
public final class AlikeTexts {
    private AlikeTexts() {}

    /// The pairs that are alike, those that are most alike first; 1 for texts that differ in case, blanks and
    /// punctuation only. A text without a letter or digit is like none.
    public static List<Alike> find(List<Text> texts) {
        return List.of();
    }
}
