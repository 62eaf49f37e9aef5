package dev.graft.data;

import dev.graft.data.image.Image;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.global.opencv_imgcodecs;
import org.bytedeco.opencv.global.opencv_imgproc;
import org.bytedeco.opencv.opencv_core.Mat;

/// Writes images: PNG without loss, JPEG small.
public final class ImageEncoder {
    private ImageEncoder() {}

    public static byte[] png(Image image) {
        return encode(image, ".png", opencv_imgcodecs.IMWRITE_PNG_COMPRESSION, 3);
    }

    /// Alpha is dropped.
    ///
    /// @param quality 1 to 100; 90 is good
    public static byte[] jpeg(Image image, int quality) {
        Image opaque = image.channels() == 4 ? image.toChannels(3) : image;
        return encode(opaque, ".jpg", opencv_imgcodecs.IMWRITE_JPEG_QUALITY, quality);
    }

    /// Writes a `.png`, or a `.jpg` of quality 90.
    ///
    /// @throws DataException if the file cannot be written
    public static void write(Image image, Path file) {
        byte[] encoded = switch (extension(file)) {
            case "png" -> png(image);
            case "jpg", "jpeg" -> jpeg(image, 90);
            default -> throw new IllegalArgumentException(file + ": expected a name that ends in .png or .jpg");
        };
        try {
            Files.write(file, encoded);
        } catch (IOException e) {
            throw new DataException(file + ": cannot be written: " + e.getMessage(), e);
        }
    }

    private static byte[] encode(Image image, String extension, int option, int value) {
        OpenCv.start();
        try (PointerScope scope = new PointerScope()) {
            int type = opencv_core.CV_MAKETYPE(opencv_core.CV_8U, image.channels());
            Mat pixels = new Mat(image.height(), image.width(), type, new BytePointer(image.pixels()));
            Mat swapped = pixels;
            if (image.channels() > 1) {
                swapped = new Mat();
                int swap = image.channels() == 3 ? opencv_imgproc.COLOR_RGB2BGR : opencv_imgproc.COLOR_RGBA2BGRA;
                opencv_imgproc.cvtColor(pixels, swapped, swap);
            }
            BytePointer encoded = new BytePointer();
            opencv_imgcodecs.imencode(extension, swapped, encoded, new IntPointer(option, value));
            byte[] bytes = new byte[Math.toIntExact(encoded.limit())];
            encoded.get(bytes);
            return bytes;
        }
    }

    static String extension(Path file) {
        String name = String.valueOf(file.getFileName());
        return name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
    }
}
