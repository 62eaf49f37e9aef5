package dev.graft.model;

import dev.graft.data.Preprocessing;
import dev.graft.data.ValueRange;
import dev.graft.nn.Lora;
import dev.graft.zoo.ModelCard;
import dev.graft.zoo.NetworkOptions;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Which model to start from, and how.
///
/// @param model    name in the zoo
/// @param weights  what it starts from
/// @param size     side of the input in pixels; 0 for the model's own
/// @param resize   length of the shorter side before the middle of `size` is cut out; 0 for the model's own share
/// @param channels of the input: 1 (grey), 3 (RGB) or 4 (RGBA)
/// @param seed     of whatever is not loaded: the new head, or everything; null for that of the training
/// @param dropout  probability of every dropout, at least 0 and below 1; null for each as published
/// @param dropPath probability of leaving out the last residual block of an example (stochastic depth), 0 for none
/// @param lora     adapters to lay beside its layers; null for none
/// @param range    which values of grey images with more than 8 bits are black and white, where the files do not say
///     it; null where none is known
public record ModelChoice(
        String model,
        InitialWeights weights,
        int size,
        int resize,
        int channels,
        @Nullable Long seed,
        @Nullable Double dropout,
        double dropPath,
        @Nullable Lora lora,
        @Nullable ValueRange range) {
    public ModelChoice {
        if (size != 0 && (size < 16 || size > 4096)) {
            throw new IllegalArgumentException("size: expected 16 to 4096 pixels, found " + size);
        }
        if (resize != 0 && resize < Math.max(size, 16)) {
            throw new IllegalArgumentException(
                    "resize: expected at least the size, " + Math.max(size, 16) + " pixels, found " + resize);
        }
    }

    /// The model's pretrained weights, its own input size, RGB, drawn by the seed of the training.
    public static ModelChoice of(String model) {
        return new ModelChoice(model, InitialWeights.pretrained(), 0, 0, 3, null, null, 0, null, null);
    }

    public ModelChoice withWeights(InitialWeights value) {
        return new ModelChoice(model, value, size, resize, channels, seed, dropout, dropPath, lora, range);
    }

    public ModelChoice withSize(int value) {
        return new ModelChoice(model, weights, value, resize, channels, seed, dropout, dropPath, lora, range);
    }

    /// Resizes the shorter side to `value` before cutting the middle out; the same as the size cuts nothing off a
    /// square.
    public ModelChoice withResize(int value) {
        return new ModelChoice(model, weights, size, value, channels, seed, dropout, dropPath, lora, range);
    }

    public ModelChoice withChannels(int value) {
        return new ModelChoice(model, weights, size, resize, value, seed, dropout, dropPath, lora, range);
    }

    public ModelChoice withSeed(long value) {
        return new ModelChoice(model, weights, size, resize, channels, value, dropout, dropPath, lora, range);
    }

    /// Sets every dropout; a network published without one gets one before its head.
    public ModelChoice withDropout(double value) {
        return new ModelChoice(model, weights, size, resize, channels, seed, value, dropPath, lora, range);
    }

    /// Leaves out residual blocks at random while training.
    public ModelChoice withDropPath(double value) {
        return new ModelChoice(model, weights, size, resize, channels, seed, dropout, value, lora, range);
    }

    /// Lays adapters beside its layers; `Plans.adapters` trains them.
    public ModelChoice withLora(Lora value) {
        return new ModelChoice(model, weights, size, resize, channels, seed, dropout, dropPath, value, range);
    }

    /// Which values of grey images with more than 8 bits are black and white: what `Splits.range` found in the data.
    public ModelChoice withRange(@Nullable ValueRange value) {
        return new ModelChoice(model, weights, size, resize, channels, seed, dropout, dropPath, lora, value);
    }

    NetworkOptions networkOptions(int classes) {
        NetworkOptions options =
                NetworkOptions.of(classes).withChannels(channels).withDropPath(dropPath);
        return dropout == null ? options : options.withDropout(dropout);
    }

    /// The model's preprocessing, changed as this choice asks. Another size keeps the share that the crop takes.
    ///
    /// @throws IllegalArgumentException if nothing would be left of images of this size
    Preprocessing preprocessing(ModelCard card) {
        Preprocessing usual = card.preprocessing();
        int side = size == 0 ? usual.size() : size;
        if (side < card.smallest()) {
            throw new IllegalArgumentException("size: expected at least " + card.smallest() + " pixels for "
                    + card.name() + ", which halves the size several times, found " + side);
        }
        int shorter = resize == 0 ? Math.round(side * (float) usual.resize() / usual.size()) : resize;
        return new Preprocessing(side, shorter, channels, forChannels(usual.mean()), forChannels(usual.std()), range);
    }

    /// Grey takes the mean over RGB; alpha, where there is one, is treated like the mean colour.
    private List<Double> forChannels(List<Double> rgb) {
        double mean = rgb.stream().mapToDouble(Double::doubleValue).average().orElseThrow();
        return switch (channels) {
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
