package dev.graft.model;

import dev.graft.zoo.Suited;
import dev.graft.zoo.encoder.EncoderConfig;

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
    static Suited of(EncoderConfig encoder) {
        double parameters = encoder.parameters();
        return parameters < SMALL ? whole(SMALL_RATE) : parameters < MIDDLE ? whole(MIDDLE_RATE) : Suited.UNKNOWN;
    }

    private static Suited whole(double rate) {
        return new Suited(null, null, rate, null, null, null);
    }
}
