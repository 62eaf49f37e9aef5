package dev.graft.data;

import dev.graft.data.image.Image;
import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import javax.imageio.ImageIO;

/// An image that is decoded already.
///
/// @param name what it is called in messages and answers
record RasterImage(String name, BufferedImage image) implements ImageSource {
    private static final int ALPHA = 24;
    private static final int RED = 16;
    private static final int GREEN = 8;

    /// The name and the SHA-256 of its pixels.
    @Override
    public String fingerprint() {
        return name + " " + ExampleId.sha256(isUsual() ? colors(4).pixels() : png());
    }

    @Override
    public Image read(int channels) {
        return open(channels).decode(1);
    }

    /// What Java would show is what colours of 8 bits are. Grey it takes for linear light and would show
    /// brighter, and deeper values it rounds: those go through PNG, which keeps numbers as they are.
    @Override
    public EncodedImage open(int channels) {
        return isUsual() ? EncodedImage.of(colors(channels)) : new ImageDecoder(channels).open(png(), name);
    }

    private boolean isUsual() {
        ColorModel colors = image.getColorModel();
        return colors.getColorSpace().getType() == ColorSpace.TYPE_RGB && colors.getComponentSize(0) <= 8;
    }

    private Image colors(int channels) {
        int width = image.getWidth();
        int height = image.getHeight();
        int[] colors = image.getRGB(0, 0, width, height, null, 0, width);
        byte[] pixels = new byte[Math.multiplyExact(colors.length, 4)];
        for (int i = 0; i < colors.length; i++) {
            int color = colors[i];
            pixels[4 * i] = (byte) (color >>> RED);
            pixels[4 * i + 1] = (byte) (color >>> GREEN);
            pixels[4 * i + 2] = (byte) color;
            pixels[4 * i + 3] = (byte) (color >>> ALPHA);
        }
        return Image.of(width, height, 4, pixels).toChannels(channels);
    }

    private byte[] png() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            if (!ImageIO.write(image, "png", bytes)) {
                throw new DataException(
                        name + ": expected an image in colours or grey, found " + image.getColorModel());
            }
        } catch (IOException e) {
            throw new DataException(name + ": cannot be read: " + e.getMessage(), e);
        }
        return bytes.toByteArray();
    }

    @Override
    public boolean inMemory() {
        return true;
    }
}
