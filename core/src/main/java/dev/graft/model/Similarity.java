package dev.graft.model;

import dev.graft.data.Dataset;
import dev.graft.data.Drawing;
import dev.graft.data.Example;
import dev.graft.data.Input;
import dev.graft.data.text.TextInput;
import dev.graft.text.Text;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// How like examples are what a model learned from, measured and not asked.
///
/// @param measure  what was measured
/// @param value    of it: 0 for the same, more for what is less like
/// @param examples that were looked at
public record Similarity(Measure measure, double value, int examples) {
    /// So many examples tell; more would only take longer.
    private static final int ENOUGH = 256;

    /// Words are counted in so many texts.
    private static final int ENOUGH_TEXTS = 2_000;

    /// What is measured, by what the model has to measure it with.
    public enum Measure {
        /// For networks with batch norms, which keep mean and variance of each channel as they were in
        /// pretraining: how far those of the examples are from them. The symmetric Kullback-Leibler divergence
        /// of two normal distributions, the mean of both directions; of all channels of a batch norm the
        /// median, of all batch norms the median.
        ///
        /// A shift by `d` standard deviations comes to `d²/2`. Below 0.02 that is less than what is called a
        /// small effect (`d` = 0.2), from 0.125 on more than a medium one (`d` = 0.5; Cohen, "Statistical Power
        /// Analysis for the Behavioral Sciences", 1988).
        STATISTICS("statistics", 0.02, 0.125, 3),

        /// For texts: the share of words of two or more letters that the tokenizer knows no piece of, so that
        /// it spells them letter by letter or cannot spell them at all. A vocabulary was made of what the model
        /// learned from; a language, or a jargon, that it spells it has hardly seen.
        SPELLING("spelling", 0.25, 0.4, 2);

        private final String word;
        private final double alike;
        private final double unlike;
        private final int digits;

        Measure(String word, double alike, double unlike, int digits) {
            this.word = word;
            this.alike = alike;
            this.unlike = unlike;
            this.digits = digits;
        }

        /// As it is called in files: `statistics`.
        public String word() {
            return word;
        }
    }

    /// What is decided by.
    public enum Level {
        /// Like what the model learned from.
        ALIKE,
        /// Neither.
        BETWEEN,
        /// Unlike it.
        DIFFERENT
    }

    /// @throws IllegalArgumentException if the value is below 0, or no number
    public Similarity {
        if (!(value >= 0)) {
            throw new IllegalArgumentException("similarity: expected a value of at least 0, found " + value);
        }
    }

    /// What the value means.
    public Level level() {
        if (value < measure.alike) {
            return Level.ALIKE;
        }
        return value < measure.unlike ? Level.BETWEEN : Level.DIFFERENT;
    }

    /// What was measured, as a sentence without its full stop.
    public String says() {
        String number = String.format(Locale.ROOT, "%." + measure.digits + "f", value);
        return switch (measure) {
            case STATISTICS ->
                "statistics inside the network differ by %s from those it learned from; below %s is alike, from %s on different"
                        .formatted(number, measure.alike, measure.unlike);
            case SPELLING ->
                "%.0f%% of the words the model has to spell letter by letter; below %.0f%% is alike, from %.0f%% on different"
                        .formatted(100 * value, 100 * measure.alike, 100 * measure.unlike);
        };
    }

    /// Measures it on a few hundred of the examples, drawn by a seed, in evaluation mode.
    ///
    /// @param model as it was pretrained
    /// @param input how examples come to it
    /// @param data  at least one example
    /// @return empty for networks that take images and have no batch norms or random weights, and for texts without
    ///     words that could be spelt
    /// @throws dev.graft.data.DataException if an example cannot be read any more
    public static <X> Optional<Similarity> of(Model<X> model, Input<X> input, Dataset<X> data, long seed) {
        if (input instanceof TextInput texts) {
            return spelling(texts, data, seed);
        }
        if (model.loadReport().isEmpty()) {
            return Optional.empty();
        }
        Dataset<X> some = drawn(data, ENOUGH, seed);
        return NormDivergence.of(model.network(), input.validation(some, input.usualBatch()))
                .map(value -> new Similarity(Measure.STATISTICS, value, some.size()));
    }

    private static Optional<Similarity> spelling(TextInput input, Dataset<?> data, long seed) {
        List<Text> texts = new ArrayList<>();
        for (Example<?> example : drawn(data, ENOUGH_TEXTS, seed).examples()) {
            if (example.input() instanceof Text text) {
                texts.add(text);
            }
        }
        return Spelling.share(input.tokenizer(), texts).stream()
                .mapToObj(share -> new Similarity(Measure.SPELLING, share, texts.size()))
                .findFirst();
    }

    private static <X> Dataset<X> drawn(Dataset<X> data, int most, long seed) {
        if (data.size() <= most) {
            return data;
        }
        return data.subset(Drawing.draw(most, data.size(), seed).stream()
                .mapToInt(Integer::intValue)
                .toArray());
    }
}
