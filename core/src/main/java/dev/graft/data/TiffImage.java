package dev.graft.data;

import dev.graft.data.image.Image;
import java.awt.image.Raster;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;

/// Kinds of TIFF that the native decoder does not read, or reads in another way than Pillow's `convert("RGB")`: grey of
/// two and four bits, tiles, and colour with alpha, which it blends with a ground. Java's own reader does.
final class TiffImage {
    private static final int TILE_WIDTH = 322;
    private static final int EXTRA_SAMPLES = 338;
    private static final int ASSOCIATED = 1;
    private static final int JPEG = 7;
    private static final int RGB = 2;
    private static final int LAB = 8;

    private TiffImage() {}

    /// Empty for all other kinds.
    ///
    /// @throws IOException if the file is damaged
    static Optional<Image> decode(byte[] file) throws IOException {
        TiffDirectory directory = TiffDirectory.read(ByteBuffer.wrap(file));
        long bits = directory.number(TiffDirectory.BITS, 1);
        long samples = directory.number(TiffDirectory.SAMPLES, 1);
        long photometric = directory.number(TiffDirectory.PHOTOMETRIC, 1);
        if (photometric >= LAB && photometric <= LAB + 2) {
            throw new DataException("a TIFF in CIELab colours is not read; save it in RGB");
        }
        boolean grey = photometric <= 1 && samples == 1 && (bits == 2 || bits == 4);
        boolean alpha = photometric == RGB && samples == 4 && bits == 8;
        boolean tiles = photometric <= RGB && bits == 8 && directory.number(TILE_WIDTH, 0) > 0;
        if (alpha && directory.number(TiffDirectory.COMPRESSION, 1) == JPEG) {
            throw new DataException(
                    "a TIFF with alpha and JPEG compression is not read; save it with another" + " compression");
        }
        boolean big = file[2] == '+' || file[3] == '+';
        if (big || !(grey || alpha || tiles)) {
            return Optional.empty();
        }
        Raster raster = raster(file);
        int channels = samples >= 3 ? 3 : 1;
        boolean associated = alpha && directory.number(EXTRA_SAMPLES, 0) == ASSOCIATED;
        byte[] pixels =
                new byte[Math.multiplyExact(Math.multiplyExact(raster.getWidth(), raster.getHeight()), channels)];
        int most = (1 << bits) - 1;
        int at = 0;
        for (int y = 0; y < raster.getHeight(); y++) {
            for (int x = 0; x < raster.getWidth(); x++) {
                for (int channel = 0; channel < channels; channel++) {
                    int value = raster.getSample(x + raster.getMinX(), y + raster.getMinY(), channel);
                    if (associated) {
                        value = unmultiplied(value, raster.getSample(x + raster.getMinX(), y + raster.getMinY(), 3));
                    }
                    pixels[at++] = (byte) (value * 255 / most); // what is white was turned by Java's reader
                }
            }
        }
        return Optional.of(turned(Image.of(raster.getWidth(), raster.getHeight(), channels, pixels), file));
    }

    /// As Pillow takes a colour out of its product with alpha.
    private static int unmultiplied(int value, int alpha) {
        return alpha == 0 ? 0 : Math.min(255, 255 * value / alpha);
    }

    private static Raster raster(byte[] file) throws IOException {
        ImageReader reader = ImageIO.getImageReadersByFormatName("tiff").next();
        try (ImageInputStream in = new MemoryCacheImageInputStream(new ByteArrayInputStream(file))) {
            reader.setInput(in, true, true);
            return reader.read(0).getRaster();
        } finally {
            reader.dispose();
        }
    }

    private static Image turned(Image stored, byte[] file) {
        Image image = stored;
        int value = Orientation.ofTiff(ByteBuffer.wrap(file)).value();
        if (value >= 5) {
            image = image.transposed();
        }
        return switch (value) {
            case 2, 6 -> image.flipHorizontally();
            case 3, 7 -> image.flipHorizontally().flipVertically();
            case 4, 8 -> image.flipVertically();
            default -> image;
        };
    }
}
