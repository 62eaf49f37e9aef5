package dev.graft.zoo;

import org.jspecify.annotations.Nullable;

/// What can be chosen when a network is built.
///
/// @param classes  outputs of the head
/// @param channels of the input image: 1 (grey), 3 (RGB) or 4 (RGBA)
/// @param dropout  probability of every dropout, in 0…1; null for each as published
public record NetworkOptions(
        int classes, int channels, @Nullable Double dropout) {
    public NetworkOptions {
        if (classes < 1) {
            throw new IllegalArgumentException("classes: expected at least 1, found " + classes);
        }
        if (channels != 1 && channels != 3 && channels != 4) {
            throw new IllegalArgumentException("channels: expected 1, 3 or 4, found " + channels);
        }
        if (dropout != null && !(dropout >= 0 && dropout <= 1)) {
            throw new IllegalArgumentException("dropout: expected a probability in 0…1, found " + dropout);
        }
    }

    /// For RGB images, dropout as published.
    public static NetworkOptions of(int classes) {
        return new NetworkOptions(classes, 3, null);
    }

    public NetworkOptions withChannels(int channels) {
        return new NetworkOptions(classes, channels, dropout);
    }

    public NetworkOptions withDropout(double dropout) {
        return new NetworkOptions(classes, channels, dropout);
    }

    /// The probability for a dropout that was published with `published`.
    double dropoutOr(double published) {
        return dropout == null ? published : dropout;
    }
}
