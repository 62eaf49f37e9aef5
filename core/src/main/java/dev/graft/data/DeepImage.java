package dev.graft.data;

import dev.graft.data.image.Image;
import java.util.Optional;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.global.opencv_imgcodecs;
import org.bytedeco.opencv.opencv_core.Mat;
import org.jspecify.annotations.Nullable;

/// A grey image with more than 8 bits whose head was read. Its values become levels from 0 (black) to 255 (white)
/// that keep their fraction. Which value is white the file may say itself: by its significant bits. If it does not,
/// a range has to be told.
///
/// @param file     its bytes
/// @param name     for messages
/// @param channels that the image gets
/// @param depth    what its head says
/// @param width    in pixels, the right way up
/// @param height   in pixels, the right way up
/// @param range    for files that do not say it themselves; null where none was told
@SuppressWarnings("ArrayRecordComponent") // never compared
record DeepImage(
        byte[] file,
        String name,
        int channels,
        GreyDepth depth,
        int width,
        int height,
        @Nullable ValueRange range) implements EncodedImage {
    static DeepImage of(byte[] file, String name, int channels, ImageHeader header, GreyDepth depth) {
        int width = (int) header.width();
        int height = (int) header.height();
        return depth.orientation().swapsSides()
                ? new DeepImage(file, name, channels, depth, height, width, null)
                : new DeepImage(file, name, channels, depth, width, height, null);
    }

    @Override
    public EncodedImage within(@Nullable ValueRange told) {
        return new DeepImage(file, name, channels, depth, width, height, told);
    }

    @Override
    public Image decode(int reduction) {
        if (depth.needsRange() && range == null) {
            throw new DataException(name + ": " + depth.words() + ", and neither the file nor the model says"
                    + " which values are black and white; specify them: --value-range LOW,HIGH");
        }
        float[] values = values();
        scale(values, own(values).orElse(range));
        return Image.ofLevels(width, height, channels, values);
    }

    /// As they are stored, rows from the top, the right way up.
    ///
    /// @throws DataException if the file is damaged
    float[] values() {
        OpenCv.start();
        try (PointerScope scope = new PointerScope()) {
            Mat encoded = new Mat(1, file.length, opencv_core.CV_8UC1, new BytePointer(upright()));
            Mat decoded = opencv_imgcodecs.imdecode(encoded, opencv_imgcodecs.IMREAD_UNCHANGED);
            if (decoded.empty()) {
                throw new DataException(damaged());
            }
            if (decoded.depth() == opencv_core.CV_8U) {
                throw new DataException(name + ": " + depth.words() + " with alpha in a TIFF is not read in full depth;"
                        + " save it without alpha, or as PNG");
            }
            Mat grey = new Mat();
            opencv_core.extractChannel(decoded, grey, 0); // alpha is dropped
            Mat floats = new Mat();
            // fewer bits than 16 come as the upper ones
            double unit = depth.bits() < 16 ? 1.0 / (1 << 16 - depth.bits()) : 1;
            grey.convertTo(floats, opencv_core.CV_32F, unit, 0);
            Mat turned = depth.orientation().apply(floats);
            float[] values = new float[Math.multiplyExact(turned.rows(), turned.cols())];
            if (turned.cols() != width || turned.rows() != height) {
                throw new DataException(damaged());
            }
            new FloatPointer(turned.data()).get(values);
            return values;
        } catch (RuntimeException e) {
            throw e instanceof DataException ? e : new DataException(damaged(), e);
        }
    }

    /// The decoder turns some kinds by itself, and not others: it is told that there is nothing to turn.
    private byte[] upright() {
        if (depth.turnedAt() == 0) {
            return file;
        }
        byte[] copy = file.clone();
        boolean littleEndian = file[0] == 'I';
        copy[depth.turnedAt()] = (byte) (littleEndian ? 1 : 0);
        copy[depth.turnedAt() + 1] = (byte) (littleEndian ? 0 : 1);
        return copy;
    }

    /// The values that the significant bits can hold. PNG asks that they are the upper ones of each value, yet
    /// cameras' programs write them as the lower ones: the values tell.
    private Optional<ValueRange> own(float[] values) {
        if (depth.needsRange()) {
            return Optional.empty();
        }
        ValueRange lower = ValueRange.ofBits(depth.significant());
        for (float value : values) {
            if (value > lower.high()) {
                return Optional.of(ValueRange.ofBits(16));
            }
        }
        return Optional.of(lower);
    }

    private void scale(float[] values, @Nullable ValueRange black) {
        ValueRange white = black == null ? ValueRange.ofBits(16) : black;
        double factor = 255 / (white.high() - white.low());
        for (int i = 0; i < values.length; i++) {
            double level = (values[i] - white.low()) * factor;
            double inside = level > 0 ? Math.min(level, 255) : 0; // what is no number is black
            values[i] = (float) (depth.whiteIsZero() ? 255 - inside : inside);
        }
    }

    private String damaged() {
        return name + ": the data are damaged or cut off, or of a kind that is not read";
    }
}
