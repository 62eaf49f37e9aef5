package dev.graft.model;

import dev.graft.zoo.encoder.EncoderConfig;
import java.util.OptionalDouble;

/// What suits encoders when they are tuned, by their size: small ones want larger rates, see `docs/guide/text.md`.
final class EncoderRates {
    /// Of graft-nano-ko's size, measured with it.
    private static final double SMALL = 10e6;

    private static final double SMALL_RATE = 5e-4;

    /// Half of a BERT: the upper end of what BERT's authors recommend.
    private static final double MIDDLE = 80e6;

    private static final double MIDDLE_RATE = 5e-5;

    private EncoderRates() {}

    /// Larger ones have no rate of their own: theirs is what is usual for texts.
    static OptionalDouble of(EncoderConfig encoder) {
        double parameters = encoder.parameters();
        if (parameters < SMALL) {
            return OptionalDouble.of(SMALL_RATE);
        }
        return parameters < MIDDLE ? OptionalDouble.of(MIDDLE_RATE) : OptionalDouble.empty();
    }
}
