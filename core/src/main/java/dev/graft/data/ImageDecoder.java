package dev.graft.data;

import dev.graft.data.ImageHeader.Format;
import dev.graft.data.image.Image;
import dev.graft.text.RegularFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.global.opencv_imgcodecs;
import org.bytedeco.opencv.global.opencv_imgproc;
import org.bytedeco.opencv.opencv_core.Mat;

/// Decodes JPEG, PNG, BMP, GIF (the first frame), WebP, TIFF and PBM, PGM, PPM by content, whatever the name says.
/// The pixels are those of Pillow's (13.0) `ImageOps.exif_transpose(Image.open(file)).convert("RGB")`, exactly where
/// the format is lossless. Colours of 16 bits keep their upper byte; grey of 16 bits keeps all, see [#open(Path)].
///
/// @param channels  1 (grey), 3 (RGB, alpha is dropped) or 4 (RGBA)
/// @param maxPixels an image with more is refused before it is decoded
public record ImageDecoder(int channels, long maxPixels) {
    /// The number of pixels above which Pillow warns of a decompression bomb.
    public static final long USUAL_MAX_PIXELS = 178_956_970;

    private static final long MAX_FILE_BYTES = 1L << 30;
    private static final int IGNORE_ORIENTATION = opencv_imgcodecs.IMREAD_IGNORE_ORIENTATION;

    public ImageDecoder {
        if (channels != 1 && channels != 3 && channels != 4) {
            throw new IllegalArgumentException("decoder: expected 1, 3 or 4 channels, found " + channels);
        }
        if (maxPixels < 1) {
            throw new IllegalArgumentException("decoder: expected a limit of at least 1 pixel, found " + maxPixels);
        }
    }

    /// With the usual limit of 179 million pixels.
    public ImageDecoder(int channels) {
        this(channels, USUAL_MAX_PIXELS);
    }

    /// Reads and decodes a file.
    ///
    /// @throws DataException if it cannot be read, is no image, is cut off or damaged, or too large
    public Image read(Path file) {
        return decode(bytes(file), file.toString());
    }

    /// Reads a file and finds out its image's size. A JPEG is not decoded yet, and may be decoded smaller; a
    /// image of another format is.
    ///
    /// @throws DataException as [#read(Path)]
    public EncodedImage open(Path file) {
        return open(bytes(file), file.toString());
    }

    /// The same with a file's bytes.
    ///
    /// @param name where they come from, for messages
    /// @throws DataException as [#decode(byte\[\], String)]
    public EncodedImage open(byte[] file, String name) {
        ImageHeader header = check(file, name);
        Optional<GreyDepth> deep = GreyDepth.of(header.format(), file);
        if (deep.isPresent()) {
            return DeepImage.of(file, name, channels, header, deep.get());
        }
        return switch (header.format()) {
            case JPEG -> Jpeg.of(this, file, name, header);
            case PNG -> EncodedImage.of(decode(file, name, Format.PNG, Orientation.ofPng(file), 1));
            case WEBP -> EncodedImage.of(decode(file, name, Format.WEBP, Orientation.ofWebp(file), 1));
            case BMP ->
                EncodedImage.of(inJava(name, Format.BMP, () -> Bmp16.decode(file))
                        .orElseGet(() -> decode(file, name, Format.BMP, Orientation.UPRIGHT, 1)));
            case GIF ->
                EncodedImage.of(inJava(
                                name,
                                Format.GIF,
                                () -> Optional.of(GifImage.of(file).decode()))
                        .orElseThrow());
            case PNM ->
                EncodedImage.of(inJava(
                                name,
                                Format.PNM,
                                () -> Optional.of(PortableAnymap.of(file).decode(file)))
                        .orElseThrow());
            case TIFF ->
                EncodedImage.of(inJava(name, Format.TIFF, () -> TiffImage.decode(file))
                        .orElseGet(() -> decode(file, name, Format.TIFF, Orientation.UPRIGHT, 1)));
        };
    }

    private interface Decoding {
        Optional<Image> decode() throws IOException;
    }

    /// What is decoded without native code.
    private Optional<Image> inJava(String name, Format format, Decoding decoding) {
        try {
            return decoding.decode().map(image -> image.toChannels(channels));
        } catch (DataException e) {
            throw new DataException(name + ": " + e.getMessage(), e);
        } catch (IOException | RuntimeException e) {
            throw new DataException(damaged(name, format), e);
        }
    }

    /// Decodes a file's bytes.
    ///
    /// @param name where they come from, for messages
    /// @throws DataException if they are no image, cut off or damaged, or too large
    public Image decode(byte[] file, String name) {
        return open(file, name).decode(1);
    }

    /// A JPEG file whose header was read.
    ///
    /// @param width  in pixels, the right way up
    /// @param height in pixels, the right way up
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Jpeg(ImageDecoder decoder, byte[] file, String name, Orientation orientation, int width, int height)
            implements EncodedImage {
        static Jpeg of(ImageDecoder decoder, byte[] file, String name, ImageHeader header) {
            Orientation orientation = Orientation.ofJpeg(file);
            int width = (int) header.width();
            int height = (int) header.height();
            return orientation.swapsSides()
                    ? new Jpeg(decoder, file, name, orientation, height, width)
                    : new Jpeg(decoder, file, name, orientation, width, height);
        }

        @Override
        public Image decode(int reduction) {
            if (reduction < 1 || reduction > 8 || Integer.bitCount(reduction) != 1) {
                throw new IllegalArgumentException(name + ": expected a reduction by 1, 2, 4 or 8, found " + reduction);
            }
            return decoder.decode(file, name, Format.JPEG, orientation, reduction);
        }
    }

    private Image decode(byte[] file, String name, Format format, Orientation orientation, int reduction) {
        OpenCv.start();
        try (PointerScope scope = new PointerScope()) {
            byte[] safe = format == Format.PNG ? PngChunks.still(file) : file;
            Mat encoded = new Mat(1, safe.length, opencv_core.CV_8UC1, new BytePointer(safe));
            Mat decoded = switch (format) {
                case JPEG -> jpeg(encoded, reduction);
                case PNG, WEBP -> channels == 4 ? withAlpha(encoded) : upTo3(encoded, IGNORE_ORIENTATION);
                case BMP, GIF, TIFF, PNM -> channels == 4 ? withAlpha(encoded) : upTo3(encoded, 0);
            };
            if (decoded.empty()) {
                throw new DataException(damaged(name, format));
            }
            decoded = orientation.apply(decoded);
            byte[] pixels = new byte
                    [Math.multiplyExact(Math.multiplyExact(decoded.rows(), decoded.cols()), decoded.channels())];
            decoded.data().get(pixels);
            return Image.of(decoded.cols(), decoded.rows(), decoded.channels(), pixels)
                    .toChannels(channels);
        } catch (RuntimeException e) {
            throw e instanceof DataException ? e : new DataException(damaged(name, format), e);
        }
    }

    /// All that can be known without decoding: the format, the size, and that the file has its end.
    ///
    /// @throws DataException as [#decode(byte\[\], String)]
    ImageHeader check(byte[] file, String name) {
        ImageHeader header = checkHeader(file, name);
        ImageEnd.damage(header, file).ifPresent(damage -> {
            throw new DataException(name + ": " + damage);
        });
        return header;
    }

    ImageHeader checkHeader(byte[] start, String name) {
        ImageHeader header = ImageHeader.read(start)
                .orElseThrow(() -> new DataException(
                        name + ": not an image: expected JPEG, PNG, BMP, GIF, WebP, TIFF or PPM, found "
                                + (start.length == 0 ? "an empty file" : "other content")));
        if (header.width() > maxPixels || header.height() > maxPixels || header.pixels() > maxPixels) {
            throw new DataException(name + ": " + header.width() + "x" + header.height() + " pixels; expected at most "
                    + maxPixels + " in all: make the image smaller, or raise the limit");
        }
        return header;
    }

    static byte[] bytes(Path file) {
        try {
            RegularFile.require(file);
            try (FileChannel channel = FileChannel.open(file)) {
                return bytes(file, channel);
            }
        } catch (ClosedByInterruptException e) {
            throw new DataException(file + ": the thread was interrupted while it read this file", e);
        } catch (IOException e) {
            throw new DataException(file + ": cannot be read: " + e.getMessage(), e);
        }
    }

    /// The rest of a stream.
    ///
    /// @param name for messages
    static byte[] bytes(String name, InputStream stream) {
        try {
            byte[] bytes = stream.readNBytes((int) MAX_FILE_BYTES + 1);
            if (bytes.length > MAX_FILE_BYTES) {
                throw new DataException(name + ": expected an image of at most 1 GiB, found more");
            }
            return bytes;
        } catch (IOException e) {
            throw new DataException(name + ": cannot be read: " + e.getMessage(), e);
        } catch (OutOfMemoryError e) {
            throw new DataException(name + ": expected an image, found more than there is memory for", e);
        }
    }

    /// With as few calls of the system as it can be done: they take longer than the bytes do.
    private static byte[] bytes(Path file, FileChannel channel) throws IOException {
        long size = channel.size();
        if (size > MAX_FILE_BYTES) {
            throw new DataException(file + ": expected an image of at most 1 GiB, found " + size + " bytes");
        }
        if (size == 0) {
            return Files.readAllBytes(file); // files of the system do not know their size
        }
        ByteBuffer bytes = ByteBuffer.allocate((int) size);
        while (bytes.hasRemaining() && channel.read(bytes) >= 0) {
            // goes on until the end
        }
        return bytes.hasRemaining() ? Arrays.copyOf(bytes.array(), bytes.position()) : bytes.array();
    }

    /// As it is stored. The decoder itself makes it smaller: of every 8x8 block it computes 4x4 pixels, 2x2 or
    /// one.
    private static Mat jpeg(Mat encoded, int reduction) {
        int size = switch (reduction) {
            case 2 -> opencv_imgcodecs.IMREAD_REDUCED_GRAYSCALE_2; // with RGB beside it, it is not grey
            case 4 -> opencv_imgcodecs.IMREAD_REDUCED_GRAYSCALE_4;
            case 8 -> opencv_imgcodecs.IMREAD_REDUCED_GRAYSCALE_8;
            default -> 0;
        };
        return opencv_imgcodecs.imdecode(
                encoded, opencv_imgcodecs.IMREAD_COLOR_RGB | opencv_imgcodecs.IMREAD_IGNORE_ORIENTATION | size);
    }

    private static Mat upTo3(Mat encoded, int flags) {
        return opencv_imgcodecs.imdecode(encoded, opencv_imgcodecs.IMREAD_COLOR_RGB | flags);
    }

    private static Mat withAlpha(Mat encoded) {
        Mat decoded = opencv_imgcodecs.imdecode(encoded, opencv_imgcodecs.IMREAD_UNCHANGED);
        if (decoded.empty() || decoded.channels() != 4) {
            return upTo3(encoded, IGNORE_ORIENTATION);
        }
        Mat bytes = decoded;
        if (decoded.depth() == opencv_core.CV_16U) {
            bytes = new Mat();
            // the upper byte: rounding, less almost a half, is rounding down
            decoded.convertTo(bytes, opencv_core.CV_8U, 1 / 256.0, -0.498);
        }
        Mat rgba = new Mat();
        opencv_imgproc.cvtColor(bytes, rgba, opencv_imgproc.COLOR_BGRA2RGBA);
        return rgba;
    }

    private static String damaged(String name, Format format) {
        return name + ": the " + format + " data is damaged or cut off, or of a kind that is not read";
    }
}
