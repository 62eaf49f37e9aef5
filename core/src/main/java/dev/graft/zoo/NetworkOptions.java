package dev.graft.zoo;

import org.jspecify.annotations.Nullable;

/// What can be chosen when a network is built.
///
/// @param classes  outputs of the head
/// @param channels of the input image: 1 (grey), 3 (RGB) or 4 (RGBA)
/// @param dropout  probability of every dropout, at least 0 and below 1; null for each as published. Families that
///     were published without have one before their head
/// @param dropPath probability of leaving out the last residual block of an example (stochastic depth), in 0…1, not 1;
///     it grows linearly from 0 at the first block, as in timm. Only for families with residual blocks
public record NetworkOptions(
        int classes, int channels, @Nullable Double dropout, double dropPath) {
    public NetworkOptions {
        if (classes < 1) {
            throw new IllegalArgumentException("classes: expected at least 1, found " + classes);
        }
        if (channels != 1 && channels != 3 && channels != 4) {
            throw new IllegalArgumentException("channels: expected 1, 3 or 4, found " + channels);
        }
        if (dropout != null && !(dropout >= 0 && dropout < 1)) {
            throw new IllegalArgumentException(
                    "dropout: expected a probability of at least 0 and below 1, found " + dropout);
        }
        if (!(dropPath >= 0 && dropPath < 1)) {
            throw new IllegalArgumentException(
                    "drop path: expected a probability of at least 0 and below 1, found " + dropPath);
        }
    }

    /// For RGB images, dropout as published, no stochastic depth.
    public static NetworkOptions of(int classes) {
        return new NetworkOptions(classes, 3, null, 0);
    }

    public NetworkOptions withChannels(int channels) {
        return new NetworkOptions(classes, channels, dropout, dropPath);
    }

    public NetworkOptions withDropout(double dropout) {
        return new NetworkOptions(classes, channels, dropout, dropPath);
    }

    public NetworkOptions withDropPath(double dropPath) {
        return new NetworkOptions(classes, channels, dropout, dropPath);
    }

    /// The probability for a dropout that was published with `published`.
    double dropoutOr(double published) {
        return dropout == null ? published : dropout;
    }

    /// The probability of leaving out a block.
    ///
    /// @param block  counted from 0 over the whole network
    /// @param blocks of the network, at least 2
    double dropPathAt(int block, int blocks) {
        return dropPath * block / (blocks - 1);
    }

    /// For families without residual blocks.
    ///
    /// @throws IllegalArgumentException if blocks shall be left out
    void requireNoDropPath(String family) {
        if (dropPath > 0) {
            throw new IllegalArgumentException("drop path: " + family
                    + " has no residual blocks to leave out, expected 0," + " found " + dropPath);
        }
    }
}
