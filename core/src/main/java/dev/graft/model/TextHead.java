package dev.graft.model;

import dev.graft.data.text.TextOptions;
import dev.graft.zoo.encoder.EncoderHead;
import dev.graft.zoo.encoder.EncoderWeights;
import dev.graft.zoo.encoder.Pooling;
import dev.graft.zoo.encoder.SentenceModules;
import java.nio.file.Path;
import java.util.Optional;

/// What a text model ends in: what was asked for, or else what its folder says, or else what goes with its weights.
///
/// @param outputs of the head
/// @param asked   what was asked for
/// @param folder  what the folder of the model says; empty where it says nothing that counts here
record TextHead(int outputs, ModelChoice.TextShape asked, Optional<SentenceModules> folder)
        implements EncoderWeights.Ending {

    /// @throws dev.graft.weights.WeightsException if the folder says something that is not read here, and nothing
    ///     was asked for in its place
    static TextHead of(int outputs, ModelChoice choice, Path folder) {
        ModelChoice.TextShape asked = choice.text();
        return new TextHead(
                outputs,
                asked,
                asked.pooling() == null ? SentenceModules.in(folder) : SentenceModules.readable(folder));
    }

    @Override
    public EncoderHead of(boolean between) {
        Pooling pooling = asked.pooling();
        boolean normalized = folder.map(SentenceModules::normalized).orElse(false);
        EncoderHead classToken = new EncoderHead.Classification(outputs, !between);
        if (pooling == null) {
            return folder.<EncoderHead>map(told -> new EncoderHead.Pooled(outputs, told.pooling(), normalized))
                    .orElseGet(() -> asked.frozen() && !between
                            ? new EncoderHead.Pooled(outputs, Pooling.MEAN, false)
                            : classToken);
        }
        return pooling == Pooling.CLS ? classToken : new EncoderHead.Pooled(outputs, pooling, normalized);
    }

    @Override
    public boolean takesLastLayer(EncoderHead head) {
        Optional<EncoderHead> learned =
                folder.map(told -> new EncoderHead.Pooled(outputs, told.pooling(), told.normalized()));
        return learned.map(head::equals).orElse(head instanceof EncoderHead.Classification);
    }

    /// What has to be asked for to come to a head.
    static String word(EncoderHead head) {
        return head instanceof EncoderHead.Pooled pooled
                ? pooled.pooling() == Pooling.CLS
                        ? TextOptions.AUTO
                        : pooled.pooling().word()
                : Pooling.CLS.word();
    }

    /// What an encoder with random weights ends in.
    EncoderHead withoutWeights() {
        return of(true);
    }
}
