package dev.graft.app;

import dev.graft.data.Input;
import dev.graft.model.Features;
import dev.graft.model.Model;
import dev.graft.model.Predictor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Examples on their way through a model into a file, and what has come of them so far.
///
/// @param <X> kind of example
final class Embedding<X> {
    private final Predictor<X> predictor;
    private final Input<X> input;
    private final String stage;
    private final FeatureFile file;
    private final FolderLabels labels;
    private final EmbedProgress progress;
    private final CutTexts cut = new CutTexts();
    private long rows;
    private int width;
    private boolean leftOut;

    /// @param input how examples come to the model
    /// @param stage whose output is written; null for the one before the head
    Embedding(
            Predictor<X> predictor,
            Input<X> input,
            @Nullable String stage,
            FeatureFile file,
            FolderLabels labels,
            EmbedProgress progress) {
        this.predictor = predictor;
        this.input = input;
        this.stage = stage != null ? stage : predictor.beforeHead();
        this.file = file;
        this.labels = labels;
        this.progress = progress;
    }

    /// Writes a row for each that can be read, and says why there is none of the others.
    void add(List<X> examples, Output output) {
        for (Model.Unreadable one : predictor.features(examples, input, stage, this::write)) {
            output.error("%s", one.reason());
            leftOut = true;
        }
    }

    private void write(Features one) {
        try {
            file.write(one.source(), labels.of(one.source()), one.values());
        } catch (IOException e) {
            throw new UncheckedIOException(file + ": cannot be written: " + e.getMessage(), e);
        }
        cut.count(one.cut());
        rows++;
        width = one.values().length;
        progress.step();
    }

    long rows() {
        return rows;
    }

    /// Numbers in a row.
    int width() {
        return width;
    }

    CutTexts cut() {
        return cut;
    }

    /// Whether an example could not be read.
    boolean hasLeftOut() {
        return leftOut;
    }
}
