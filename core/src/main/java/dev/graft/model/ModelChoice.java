package dev.graft.model;

import dev.graft.data.Fit;
import dev.graft.data.Preprocessing;
import dev.graft.data.ValueRange;
import dev.graft.nn.Lora;
import dev.graft.zoo.ModelCard;
import dev.graft.zoo.NetworkOptions;
import dev.graft.zoo.encoder.Pooling;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Which model to start from, and how. What is said to be for images is refused by a model for texts, and the other way
/// round.
///
/// @param model     name in the zoo; for texts the name or the folder of a HuggingFace model: `config.json`, weights,
///     and the tokenizer's files
/// @param weights   what it starts from
/// @param seed      of whatever is not loaded: the new head, or everything; null for that of the training
/// @param dropout   probability of every dropout, at least 0 and below 1; null for each as published
/// @param lora      adapters to lay beside its layers; null for none
/// @param image     what its input of images looks like
/// @param text      what it makes of texts
public record ModelChoice(
        String model,
        InitialWeights weights,
        @Nullable Long seed,
        @Nullable Double dropout,
        @Nullable Lora lora,
        ImageShape image,
        TextShape text) {
    /// What a network of images is given.
    ///
    /// @param size     side of the input in pixels; 0 for the model's own
    /// @param resize   length of the shorter side before the middle of `size` is cut out; 0 for the model's own
    ///     share
    /// @param channels of the input: 1 (grey), 3 (RGB) or 4 (RGBA)
    /// @param dropPath probability of leaving out the last residual block of an example (stochastic depth), 0
    ///     for none
    /// @param range    which values of grey images with more than 8 bits are black and white, where the files
    ///     do not say it; null where none is known
    /// @param fit      how an image that is not square becomes the square that it takes
    public record ImageShape(
            int size,
            int resize,
            int channels,
            double dropPath,
            @Nullable ValueRange range,
            Fit fit) {
        /// The model's own size, RGB.
        public static final ImageShape USUAL = new ImageShape(0, 0, 3, 0, null, Fit.CROP);

        public ImageShape {
            if (size != 0 && (size < 16 || size > 4096)) {
                throw new IllegalArgumentException("size: expected 16 to 4096 pixels, found " + size);
            }
            if (resize != 0 && resize < Math.max(size, 16)) {
                throw new IllegalArgumentException(
                        "resize: expected at least the size, " + Math.max(size, 16) + " pixels, found " + resize);
            }
            if (resize != 0 && fit != Fit.CROP) {
                throw new IllegalArgumentException("resize: is of what the middle is cut out of, but the fit "
                        + fit.name().toLowerCase(Locale.ROOT) + " shows the whole");
            }
        }
    }

    /// What an encoder of texts is given, and what it ends in.
    ///
    /// @param maxLength tokens of a text at most, special ones included; 0 for as many as the model takes
    /// @param pooling   how one vector is made of those of a text's tokens; [Pooling#CLS] for what HuggingFace's
    ///     classifiers have on the class token, a pooler or a dense layer. Null: as the model's folder says, if it
    ///     is one of sentence-transformers; the mean where nothing but the head will learn and the file has no
    ///     pooler; else the class token
    /// @param frozen    whether nothing but the head will learn
    public record TextShape(int maxLength, @Nullable Pooling pooling, boolean frozen) {
        /// As long and as the model has it.
        public static final TextShape USUAL = new TextShape(0, null, false);

        /// @throws IllegalArgumentException if the length is 1 to 3 tokens, or below 0
        public TextShape {
            TextModelConfig.requireLength(maxLength);
        }
    }

    /// The model's pretrained weights, its own input, drawn by the seed of the training.
    public static ModelChoice of(String model) {
        return new ModelChoice(model, InitialWeights.pretrained(), null, null, null, ImageShape.USUAL, TextShape.USUAL);
    }

    public ModelChoice withWeights(InitialWeights value) {
        return new ModelChoice(model, value, seed, dropout, lora, image, text);
    }

    public ModelChoice withSeed(long value) {
        return new ModelChoice(model, weights, value, dropout, lora, image, text);
    }

    /// Sets every dropout; a network published without one gets one before its head.
    public ModelChoice withDropout(double value) {
        return new ModelChoice(model, weights, seed, value, lora, image, text);
    }

    /// Lays adapters beside its layers, of an encoder by default beside queries and values; `Plans.adapters` trains
    /// them.
    public ModelChoice withLora(Lora value) {
        return new ModelChoice(model, weights, seed, dropout, value, image, text);
    }

    /// Cuts texts at so many tokens.
    ///
    /// @throws IllegalArgumentException if there are 1 to 3 of them, or fewer than 0
    public ModelChoice withMaxLength(int value) {
        return with(new TextShape(value, text.pooling, text.frozen));
    }

    /// Makes one vector of a text so, whatever the model's folder says.
    ///
    /// @param value null for what suits the model, see [TextShape]
    public ModelChoice withPooling(@Nullable Pooling value) {
        return with(new TextShape(text.maxLength, value, text.frozen));
    }

    /// For a training of the head alone, or for none: an encoder whose file has no pooler gets none that would have
    /// to be learned.
    public ModelChoice withFrozenBackbone() {
        return with(new TextShape(text.maxLength, text.pooling, true));
    }

    private ModelChoice with(TextShape value) {
        return new ModelChoice(model, weights, seed, dropout, lora, image, value);
    }

    private ModelChoice with(ImageShape value) {
        return new ModelChoice(model, weights, seed, dropout, lora, value, text);
    }

    public ModelChoice withSize(int value) {
        return with(new ImageShape(value, image.resize, image.channels, image.dropPath, image.range, image.fit));
    }

    /// Resizes the shorter side to `value` before cutting the middle out; the same as the size cuts nothing off
    /// a square.
    public ModelChoice withResize(int value) {
        return with(new ImageShape(image.size, value, image.channels, image.dropPath, image.range, image.fit));
    }

    public ModelChoice withChannels(int value) {
        return with(new ImageShape(image.size, image.resize, value, image.dropPath, image.range, image.fit));
    }

    /// Leaves out residual blocks at random while training.
    public ModelChoice withDropPath(double value) {
        return with(new ImageShape(image.size, image.resize, image.channels, value, image.range, image.fit));
    }

    /// Which values of grey images with more than 8 bits are black and white: what `Splits.range` found in the
    /// data.
    public ModelChoice withRange(@Nullable ValueRange value) {
        return with(new ImageShape(image.size, image.resize, image.channels, image.dropPath, value, image.fit));
    }

    /// How an image that is not square becomes the square that the network takes.
    public ModelChoice withFit(Fit value) {
        return with(new ImageShape(image.size, image.resize, image.channels, image.dropPath, image.range, value));
    }

    @Nullable
    ValueRange range() {
        return image.range;
    }

    void requireImages() {
        if (text.maxLength != 0 || text.pooling != null) {
            throw new IllegalArgumentException((text.pooling == null ? "max length" : "pooling")
                    + ": is for texts, but " + model + " takes images");
        }
    }

    void requireTexts() {
        if (!image.equals(ImageShape.USUAL)) {
            throw new IllegalArgumentException(
                    "size, resize, channels, drop path, range and fit: are for images, but " + model + " takes texts");
        }
    }

    NetworkOptions networkOptions(int classes) {
        NetworkOptions options =
                NetworkOptions.of(classes).withChannels(image.channels).withDropPath(image.dropPath);
        return dropout == null ? options : options.withDropout(dropout);
    }

    /// The model's preprocessing, changed as this choice asks. Another size keeps the share that the crop
    /// takes.
    ///
    /// @throws IllegalArgumentException if nothing would be left of images of this size
    Preprocessing preprocessing(ModelCard card) {
        Preprocessing usual = card.preprocessing();
        int side = image.size == 0 ? usual.size() : image.size;
        if (side < card.smallest()) {
            throw new IllegalArgumentException("size: expected at least " + card.smallest() + " pixels for "
                    + card.name() + ", which halves the size several times, found " + side);
        }
        int shorter = image.resize == 0 ? Math.round(side * (float) usual.resize() / usual.size()) : image.resize;
        return new Preprocessing(
                side,
                shorter,
                image.channels,
                forChannels(usual.mean()),
                forChannels(usual.std()),
                image.range,
                image.fit,
                usual.interpolation());
    }

    /// Grey takes the mean over RGB; alpha, where there is one, is treated like the mean colour.
    private List<Double> forChannels(List<Double> rgb) {
        double mean = rgb.stream().mapToDouble(Double::doubleValue).average().orElseThrow();
        return switch (image.channels) {
            case 1 -> List.of(mean);
            case 4 -> {
                List<Double> four = new ArrayList<>(rgb);
                four.add(mean);
                yield four;
            }
            default -> rgb;
        };
    }

    /// What the new parts are drawn by until a training says otherwise.
    long firstSeed() {
        return seed == null ? Fresh.USUAL_SEED : seed;
    }
}
