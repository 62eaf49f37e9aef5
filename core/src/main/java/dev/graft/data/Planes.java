package dev.graft.data;

/// An image as a network takes it: `[channels, height, width]`, row-major.
@SuppressWarnings("ArrayRecordComponent") // never compared
record Planes(float[] values, int channels, int height, int width) {
    /// For messages.
    String shape() {
        return "[" + channels + ", " + height + ", " + width + "]";
    }
}
