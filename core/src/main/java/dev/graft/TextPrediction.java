package dev.graft;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What a text model makes of one text.
///
/// @param text    as it was given
/// @param classes the most probable classes, most probable first; none for a regression. Where a text can have several
///     labels, each has a probability of its own
/// @param values  the predicted numbers by name; none but for a regression
/// @param cut     whether the text has at least as many tokens as the model reads, so that more were left out
public record TextPrediction(String text, List<Prediction.Class> classes, Map<String, Double> values, boolean cut) {
    public TextPrediction {
        classes = List.copyOf(classes);
        values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
    }
}
