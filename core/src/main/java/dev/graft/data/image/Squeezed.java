package dev.graft.data.image;

import java.util.random.RandomGenerator;

/// A resampling of the image as if its sides were of one length: a part that is square there is as much longer than
/// wide as the image is. It is resized once, from the image itself, to whole pixels.
///
/// @param square of the square
public record Squeezed(Resampling square) implements Resampling {
    @Override
    public boolean fixed() {
        return square.fixed();
    }

    @Override
    public Sample sample(int width, int height, RandomGenerator random) {
        int side = Math.max(width, height);
        Sample sample = square.sample(side, side, random);
        int left = Math.min(within(sample.left(), width, side), width - 1);
        int top = Math.min(within(sample.top(), height, side), height - 1);
        int right = Math.max(within(sample.left() + sample.width(), width, side), left + 1);
        int bottom = Math.max(within(sample.top() + sample.height(), height, side), top + 1);
        return new Sample(left, top, right - left, bottom - top, sample.newWidth(), sample.newHeight())
                .by(sample.interpolation());
    }

    private static int within(int pixels, int length, int side) {
        return Math.toIntExact(Math.round((double) pixels * length / side));
    }
}
